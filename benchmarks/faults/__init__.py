"""What families see when something breaks under them: one fault after the other, with a light load on."""
