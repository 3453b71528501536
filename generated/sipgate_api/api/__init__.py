"""The operations of the API, by area."""
