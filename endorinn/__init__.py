"""The key: the command line. Starts, stops, loads, asks, measures."""
