"""The operations of one area, one module each."""
