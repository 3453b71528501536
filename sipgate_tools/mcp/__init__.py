"""The MCP server: sipgate's functions as tools for assistants.

Where to look:
    `settings`   the operator's settings, from flags and the environment
    `server`     the server, assembled from tools, resources and prompts
    `account`    the account that it works on: client, policy and audit log
    `tools/`     the tools, by area; `operations` reaches all other operations of the API
    `policy/`    the checks that every request passes; its README has their order
    `stdio/`     the connection to the host that started the process; its README describes the order of a start
    `http/`      the server over HTTP: tokens, allowed hosts, several workers
    `install`    registration in a host's configuration; `doctor`: diagnosis
"""
