"""sipgate's own fluent webhook server accepts our webhooks, and what it does to live calls afterwards is done.

Needs Node.js and the packages of tests/node/package.json; skipped with the reason where they are absent.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

import pytest

from sipgate_tools.sandbox import Sandbox, serve_in_thread
from sipgate_tools.sandbox.events.media import recording
from tests.wire.reference_functions import functions_of

from .accounts import ALEX, BERTA, connect
from .receivers import listening

Tell = Callable[[str], list[dict[str, Any]]]
STOPPED = {"stopped": True}


@pytest.fixture
def library(node_modules: Path, tmp_path: Path) -> Path:
    """A copy of the library, to be changed."""
    if not (node_modules / "sipgateio").is_dir():
        pytest.skip(
            "the npm package sipgateio is not installed: run `npm install --no-save --prefix tests/node`"
        )
    (tmp_path / "node_modules").symlink_to(node_modules.resolve())
    return Path(shutil.copytree(node_modules / "sipgateio", tmp_path / "sipgateio"))


@pytest.fixture
def call(library: Path, tmp_path: Path) -> Iterator[Tell]:
    """Plays a call whose webhooks go to the server; returns the events the server received, up to the last hangup."""
    sandbox = Sandbox(check_answers=True)
    key = tmp_path / "public.pem"
    key.write_text(sandbox.public_key)
    with listening(sandbox) as sounds, serve_in_thread(sandbox):
        sounds.sound = recording(1)
        client = library / "dist/core/sipgateIOClient/sipgateIOClient.js"
        client.write_text(client.read_text().replace("https://api.sipgate.com/v2", sandbox.base_url))
        program = ["node", str(Path(__file__).with_name("reference_fluent.cjs")), str(library), str(key)]
        arguments = [f"{sounds.url}/menu.wav", sandbox.token_id, sandbox.token]
        with subprocess.Popen(
            [*program, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as process:
            url = read(process.stdout)["url"]
            settings = {"incomingUrl": url, "outgoingUrl": url}
            assert connect(sandbox).put("settings/sipgateio", json=settings).status_code == 204

            def place(caller: str) -> list[dict[str, Any]]:
                sandbox.dial({"from": caller, "to": ALEX, "callee": "waits", "digits": "7", "callees": {
                    BERTA: "busy", "+494066969112": "busy"}})  # fmt: skip
                events = [read(process.stdout)]
                while sum(one["event"] == "newCall" for one in events) > sum(
                    one["event"] == "hangup" for one in events
                ):
                    events.append(read(process.stdout))
                return events

            yield place
            assert process.stdin is not None
            process.stdin.write("stop\n")
            process.stdin.close()
            assert read(process.stdout) == STOPPED
            assert process.wait(timeout=30) == 0
    assert sandbox.problems == []


def read(stream: IO[str] | None) -> Any:
    assert stream is not None
    return json.loads(stream.readline())


def test_it_plays_a_sound_and_hangs_up(call: Tell) -> None:
    new, over = call("+491729925901")
    assert (new["event"], over["event"], over["callId"]) == ("newCall", "hangup", new["callId"])


def test_it_plays_a_sound_and_transfers(call: Tell) -> None:
    first, *rest = call("+491729925902")
    second = next(one for one in rest if one["event"] == "newCall")
    assert (second["to"], second["originalCallId"], second["diversion"]) == (
        "+494066969112",
        first["callId"],
        ALEX,
    )


def test_its_listeners_hear_of_keys(call: Tell) -> None:
    events = call("+491729925904")
    assert [one["event"] for one in events] == ["newCall", "dtmf", "hangup"]
    assert (events[1]["dtmf"], events[2]["cause"]) == ("7", "busy")


def test_every_function_of_the_reference_is_exercised_against_the_sandbox(node_modules: Path) -> None:
    """What its type declarations offer stands in the tests beside this one, or in the programs they run."""
    here = Path(__file__).parent
    files = [*here.glob("*reference_*"), *(here / "call_engine").glob("*reference*")]
    texts = "\n".join(path.read_text() for path in sorted(files) if path.is_file())
    unseen = {
        f"{module}.{name}"
        for module, name in functions_of(node_modules / "sipgateio")
        if not re.search(rf"""["'.]{name}\b""", texts)
    }
    assert unseen == set()
