"""Clients of a sandbox, without a socket."""

from typing import Any, TypedDict

from sipgate_tools.sandbox import Sandbox


class Access(TypedDict):
    """Arguments of a client that uses a sandbox."""

    token_id: str
    token: str
    base_url: str
    transport: Any


def access(sandbox: Sandbox) -> Access:
    """Return the arguments of a client of this sandbox."""
    return Access(
        token_id=sandbox.token_id, token=sandbox.token, base_url=sandbox.base_url, transport=sandbox
    )
