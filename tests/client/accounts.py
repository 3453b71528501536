"""Clients of a sandbox, without a socket."""

from typing import Any, Literal, TypedDict

import pytest

from sipgate_tools.sandbox import Sandbox

AccountKind = Literal["classic", "neo"]
BOTH = pytest.mark.parametrize("kind", ["classic", "neo"])
"""Runs a test, which has an argument `kind`, on both platforms."""


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
