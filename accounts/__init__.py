"""The lodge: who works here, what they may do, and whether they are in."""
