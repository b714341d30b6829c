"""How messages reach Rasa: from the gateway, and from nobody else."""
