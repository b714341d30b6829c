"""The living room: who said what."""
