"""The coordinators' desk: its page and its addresses."""
