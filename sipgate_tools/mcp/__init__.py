"""The MCP server: what sipgate can do, for assistants.

Where to look:
    `settings`   what the operator decides, from flags and the environment
    `server`     puts everything together
    `stdio`      the connection to the host that started the process; `welcome`: what it is told before the SDK is there
    `startup`    what can be put off until after the start
    `policy`     what may be done: pure rules over a description of a request
    `requests`   that description, read from a request through the interface document
    `ownership`  which ids belong to the authenticated user
    `guard`      the last door before the network: every request passes it
    `permits`    the way through for a paid or changing action: rules, the user's yes, the journal
    `journal`    what was done, on disk, before and after
    `tools/`     the tools, by area; `operations` reaches everything else
"""
