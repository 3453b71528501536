"""Pure functions that build the requests of writes from arguments.

The client sends the requests. The MCP server approves them before they are sent.
"""
