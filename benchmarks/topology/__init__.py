"""What `deploy/` describes, as plain processes on one machine: two of everything, and the loss of one of each."""
