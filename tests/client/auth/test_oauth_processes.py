"""Token refresh with several processes and cancelled tasks."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import anyio
import httpx2

from sipgate_tools import AsyncSipgate, OAuth
from sipgate_tools.auth import FileStore, OAuthCredentials
from sipgate_tools.sandbox import Sandbox, serve_in_thread
from tests.client.logins import REDIRECT, a_sandbox, browser_back, refreshes, requests_of

PROCESS = """
import sys
from pathlib import Path
from sipgate_tools import Sipgate
from sipgate_tools.auth import FileStore, stored_credentials

with Sipgate(credentials=stored_credentials(FileStore(Path(sys.argv[1]))), base_url=sys.argv[2]) as client:
    print("ready", flush=True)
    sys.stdin.readline()
    for _ in range(3):
        client.users.list()
"""


def logged_in(sandbox: Sandbox, store: FileStore) -> OAuthCredentials:
    with OAuth(
        sandbox.client_id,
        sandbox.client_secret,
        redirect_uri=REDIRECT,
        login_url=sandbox.login_url,
        store=store,
        transport=sandbox,
        now=sandbox.clock.now,
    ) as oauth:
        request = oauth.authorization_url()
        return oauth.exchange(browser_back(sandbox, request), request)


def test_processes_that_share_a_login_renew_it_once(tmp_path: Path) -> None:
    sandbox = a_sandbox()
    store = FileStore(tmp_path / "credentials.json")
    with serve_in_thread(sandbox):
        logged_in(sandbox, store)  # at noon of a day in the past: for the processes the token has ended
        sandbox.faults.add("latency=0.2@/auth")
        command = [sys.executable, "-W", "error", "-c", PROCESS, str(store.path), sandbox.base_url]
        processes = [
            subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
            for _ in range(2)
        ]
        for process in processes:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
        for process in processes:
            assert process.stdin is not None
            process.stdin.write("go\n")
            process.stdin.flush()
        for process in processes:
            process.communicate(timeout=60)
            assert process.returncode == 0
    assert refreshes(sandbox) == 1
    assert requests_of(sandbox, "/v2/users") == 6


class DelayedTokenResponse(httpx2.AsyncBaseTransport):
    """A transport that delays the response of the token endpoint until the test releases it."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        self.answered, self.let_go = anyio.Event(), anyio.Event()

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        response = await self.sandbox.handle_async_request(request)
        if request.url.path.endswith("/token"):
            self.answered.set()
            await self.let_go.wait()
        return response


async def test_a_cancelled_request_brings_the_new_tokens_home_all_the_same(tmp_path: Path) -> None:
    sandbox = a_sandbox()
    store = FileStore(tmp_path / "credentials.json")
    credentials = logged_in(sandbox, store)
    before = credentials.tokens.refresh_token
    sandbox.clock.advance(seconds=400)
    held = DelayedTokenResponse(sandbox)
    async with AsyncSipgate(credentials=credentials, base_url=sandbox.base_url, transport=held) as client:
        with anyio.fail_after(20):
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(client.users.list)
                await held.answered.wait()
                tasks.cancel_scope.cancel()
                held.let_go.set()
        kept = json.loads(store.path.read_text())["tokens"]["refresh_token"]
        assert kept == credentials.tokens.refresh_token != before
        await client.users.list()
    assert refreshes(sandbox) == 1


async def test_a_task_that_is_cancelled_while_it_waits_for_a_refresh_does_not_block_others(
    tmp_path: Path,
) -> None:
    sandbox = a_sandbox()
    store = FileStore(tmp_path / "credentials.json")
    credentials = logged_in(sandbox, store)
    sandbox.clock.advance(seconds=400)
    elsewhere = store.lock()
    assert elsewhere.try_acquire()
    async with AsyncSipgate(credentials=credentials, base_url=sandbox.base_url, transport=sandbox) as client:
        with anyio.move_on_after(0.05) as waiting:
            await client.users.list()
        assert waiting.cancelled_caught
        elsewhere.release()
        with anyio.fail_after(20):
            await client.users.list()
    assert refreshes(sandbox) == 1
