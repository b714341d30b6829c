"""The addresses of the desk, where employees sign in and take over conversations."""
