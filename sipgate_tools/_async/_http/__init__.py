"""HTTP I/O of the client: the connection, its transports, and OAuth token refresh. Every request goes through it."""
