"""What an assistant may do: see README.md here for the order of the checks."""
