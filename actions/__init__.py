"""The hands: what Rasa may ask for. Tracker in, one call to knowledge, Answer out."""
