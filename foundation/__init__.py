"""The cellar: settings, database, clock, errors, masking, logging. Knows no municipality."""
