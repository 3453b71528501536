"""Concurrency primitives: `async_` for the async client and `sync` for its twin, with the same names."""
