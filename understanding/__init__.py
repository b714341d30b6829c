"""What a message means: from Rasa's parse, and what the conversation remembers, to one Query. It knows no Rasa."""
