"""Concurrency primitives: `async_` for the async client and, with the same names, `sync` for the sync client."""
