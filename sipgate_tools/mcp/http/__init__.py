"""The MCP server over HTTP: tokens, allowed hosts and origins, several workers."""
