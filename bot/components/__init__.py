"""Rasa graph components that understand families' Norwegian."""
