"""Measures the structure and style of the code for `scripts/shape`."""
