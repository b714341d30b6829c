"""The letter box: what coordinators and their leads are told by e-mail, and never a word about a family."""
