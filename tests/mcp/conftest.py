"""The fixtures of the server's tests."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sipgate_tools.mcp.account import McpAccount
from sipgate_tools.mcp.policy.audit_log import AuditLog
from sipgate_tools.mcp.settings import load_settings
from sipgate_tools.sandbox import Sandbox
from tests.mcp.harness import Harness, MakeHarness, Spy


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def make_harness() -> MakeHarness:
    """Gives a server for a fresh embedded account: `make_harness("neo", user="w1", read_only=True)`."""

    def make(
        platform: Any = "classic",
        *,
        user: str = "w0",
        scopes: tuple[str, ...] = ("all",),
        journal: Path | None = None,
        sandbox: Sandbox | None = None,
        environment: dict[str, str] | None = None,
        clock: Callable[[], float] | None = None,
        monotonic: Callable[[], float] = time.monotonic,
        retries: int = 0,
        **flags: Any,
    ) -> Harness:
        sandbox = sandbox or Sandbox(platform)
        spy = Spy(sandbox)
        token_id, token = sandbox.issue_token(scopes, user=user)
        kept = AuditLog(journal, clock=clock) if clock else AuditLog(journal)
        account = McpAccount(
            load_settings(flags, environment or {}),
            client_options={
                "token_id": token_id,
                "token": token,
                "base_url": sandbox.base_url,
                "retries": retries,
            },
            transport=spy,
            audit_log=kept,
            clock=monotonic,
        )
        return Harness(sandbox, spy, account)

    return make


@pytest.fixture
def harness(make_harness: MakeHarness) -> Harness:
    return make_harness()
