"""The generated client against a mock server that others wrote, made of the same document: Prism.

Prism refuses what does not fit the document (401, 415, 422) and answers with what the document declares: in its
static mode always the same, in its dynamic mode something different everywhere, odd but permitted.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread

import pytest
from sipgate_api import AuthenticatedClient, Client
from sipgate_api.api.account import get_account
from sipgate_api.api.history import get_history_csv
from sipgate_api.api.rtcm import hangup_call
from sipgate_api.models import AccountResponse

from sipgate_tools.spec import Operation, load

from .examples import arguments_for, module_of

DOCUMENT = Path(__file__).parents[2] / "openapi" / "sipgate.json"
MODES = {"static": [], "dynamic": ["--dynamic", "--seed", "sipgate"]}


@pytest.fixture(scope="module", params=sorted(MODES))
def client(
    request: pytest.FixtureRequest, node_program: Callable[[str], str]
) -> Iterator[AuthenticatedClient]:
    """A client of a Prism that answers from the built document."""
    command = [node_program("prism"), "mock", str(DOCUMENT), "--host", "127.0.0.1", "--port", "0"]
    with subprocess.Popen(
        [*command, *MODES[request.param]],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "NO_COLOR": "1", "FORCE_COLOR": "0"},
        start_new_session=True,
    ) as prism:
        try:
            with AuthenticatedClient(announced_url(prism), token="any", timeout=30) as connected:
                yield connected
        finally:
            os.killpg(prism.pid, signal.SIGTERM)


def announced_url(prism: subprocess.Popen[str]) -> str:
    """Wait for the line in which Prism says where it listens; read on afterwards, so that it never has to wait."""
    messages: list[str] = []
    assert prism.stdout is not None
    for line in prism.stdout:
        messages.append(line)
        if found := re.search(r"listening on (http://[\d.]+:\d+)", line):
            Thread(target=prism.stdout.read, daemon=True).start()
            return found.group(1)
    raise AssertionError("Prism ended without listening:\n" + "".join(messages))


def says_something(operation: Operation) -> bool:
    """Tell whether the answer is declared to be more than "anything", of which Prism may make null."""
    return operation.success is not None and operation.success != {}


def test_every_operation_is_answered_and_understood(client: AuthenticatedClient):
    document = load()
    problems: list[str] = []
    for operation in document.operations.values():
        response = module_of(operation).sync_detailed(client=client, **arguments_for(document, operation))
        if not 200 <= response.status_code < 300:
            problems.append(f"{operation.id}: {response.status_code} {response.content!r}")
        elif says_something(operation) and response.parsed is None:
            problems.append(f"{operation.id}: could not read {response.content!r}")
    assert problems == []


async def test_the_awaited_functions_are_answered_and_understood_too(client: AuthenticatedClient):
    async with AuthenticatedClient(client.base_url, token="any", timeout=30) as awaited:
        assert isinstance(await get_account.asyncio(client=awaited), AccountResponse)
        assert isinstance(await get_history_csv.asyncio(client=awaited), str)
        assert (await hangup_call.asyncio_detailed("a", client=awaited)).status_code == 204


def test_a_request_without_credentials_is_refused(client: AuthenticatedClient):
    with Client(client.base_url, timeout=30) as stranger:
        response = get_account.sync_detailed(client=stranger)
    assert (response.status_code, response.parsed) == (401, None)
