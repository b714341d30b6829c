"""Handing over under load, while one process after the other is killed: what is lost, doubled, late."""
