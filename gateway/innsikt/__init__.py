"""Figures for leaders: what people ask, what became of it, and what nobody could answer."""
