"""The living room: who said what, and whose turn it is."""
