"""The MCP server on stdin and stdout."""
