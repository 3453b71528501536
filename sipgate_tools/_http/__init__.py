"""HTTP without I/O: build requests, read responses, map errors. `_async/_http` and `_sync/_http` do the I/O."""
