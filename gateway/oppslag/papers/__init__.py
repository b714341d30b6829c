"""Papers of the look-up: PDFs that are printed, put in a case or hung on a wall."""
