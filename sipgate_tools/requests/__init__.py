"""Build the requests of writes from arguments; pure. The client sends them, the MCP server approves them first."""
