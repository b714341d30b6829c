"""Starting Rasa alone (`python -m serving`): the model, fetched and verified, and then Rasa in this process's place."""
