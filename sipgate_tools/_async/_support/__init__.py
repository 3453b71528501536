"""Shared parts of the resources: pagination, bulk requests, locks, and the cache of an account."""
