"""Running of the same code with each kind of client: sync, and async on each library and event loop."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any, Final

import anyio
import pytest

from sipgate_tools import AsyncSipgate, Sipgate
from tests.client.credentials import TOKEN, TOKEN_ID

KINDS: Final = ("sync", "aiohttp", "httpx2", "trio")


def nothing_found(name: str) -> None:
    """Replace `find_spec` as if nothing were installed."""


def use(
    kind: str,
    base_url: str,
    work: Callable[[Any], Any],
    monkeypatch: pytest.MonkeyPatch,
    **options: Any,
) -> Any:
    """Do something with a client, and return what comes of it.

    Args:
        kind: One of `KINDS`.
        base_url: Of the server.
        work: Called with the client; what it returns is awaited where it can be.
        monkeypatch: Hides aiohttp where the kind is without.
        options: Further arguments of the client.
    """
    given: dict[str, Any] = {"token_id": TOKEN_ID, "token": TOKEN, "base_url": base_url, **options}
    if kind == "sync":
        with Sipgate(**given) as client:
            return work(client)
    if kind == "aiohttp":
        pytest.importorskip("aiohttp", reason="aiohttp is not installed")
    if kind == "httpx2":
        monkeypatch.setattr("sipgate_tools._backends.async_.find_spec", nothing_found)
    if kind == "trio":
        pytest.importorskip("trio", reason="trio is not installed")

    async def main() -> Any:
        async with AsyncSipgate(**given) as client:
            result = work(client)
            return await result if inspect.isawaitable(result) else result

    return anyio.run(main, backend="trio" if kind == "trio" else "asyncio")
