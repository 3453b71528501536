"""Corrections and data in `openapi/corrections`, applied to the published document."""
