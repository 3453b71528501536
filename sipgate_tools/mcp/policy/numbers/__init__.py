"""Telephone numbers of requests: normalized, classified, and allowed or refused."""
