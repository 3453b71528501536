"""Measures the shape of the code: what `scripts/shape` prints."""
