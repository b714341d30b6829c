"""The staff look-up: pages, figures and papers drawn by the server."""
