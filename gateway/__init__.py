"""The front door: the only process that anyone outside reaches. HTTP in, one call to a room, answer out."""
