"""The auditor: known vulnerabilities, and which of them were reviewed, beside the tools that `make audit` calls."""
