"""The part of the benchmarks that runs inside the annex, with Rasa."""
