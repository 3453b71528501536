"""HTTP without I/O: requests, responses and errors. `_async/_http` and `_sync/_http` do the I/O."""
