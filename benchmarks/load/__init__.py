"""How many messages a second, how fast, and in how much memory: stock Rasa beside ours, in one run on one machine."""
