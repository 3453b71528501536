"""sipgate's own Node.js library and our client do the same jobs against one server, and send the same.

Where they differ, the job says how and why. A difference that is not listed fails, a listed one that is gone too.
"""

from __future__ import annotations

import asyncio
import importlib
import inspect
import json
import os
import subprocess
from collections.abc import Callable, Generator, Sequence
from functools import partial
from operator import attrgetter
from pathlib import Path
from typing import Any, Final

import pytest

from sipgate_tools import AsyncSipgate, Sipgate, SipgateError
from tests.wire import jobs_account, jobs_calls, jobs_contacts, jobs_history, jobs_messages
from tests.wire.comparison import ObservedDifference, differences
from tests.wire.job import ABSENT, FAILS, SUCCEEDS, Call, Difference, Job
from tests.wire.recording import Recorder, recording
from tests.wire.reference_functions import functions_of, unknown_interfaces
from tests.wire.responses import RESPONSES

JOBS: Final = (
    *jobs_account.JOBS,
    *jobs_messages.JOBS,
    *jobs_calls.JOBS,
    *jobs_history.JOBS,
    *jobs_contacts.JOBS,
)
IDS: Final = [job.name for job in JOBS]

EVERYWHERE: Final = (
    Difference(
        "* header.content-type (without a body)",
        "application/json",
        ABSENT,
        "the header says what a body is; there is none",
    ),
)
"""Differences that we want in every job."""

NOT_ON_THE_WIRE: Final = {"fluent", "webhook", "webhookServer", "WebhookResponse"}
"""Modules that receive; what they response is compared in the tests of webhooks."""
NO_SUCH_OPERATION: Final = {"client.patch"}
"""The API has no operation with this method."""

Outcomes = list[str]


@pytest.fixture(scope="module")
def recorder() -> Generator[Recorder]:
    with recording(RESPONSES) as running:
        yield running


def address(recorder: Recorder, side: str, index: int) -> str:
    return recorder.base_url(f"{side}-{index}", JOBS[index].responses)


@pytest.fixture(scope="module")
def reference(recorder: Recorder, node_modules: Path) -> Outcomes:
    """Return the outcomes of the jobs with the reference, all in one Node.js process."""
    library = node_modules / "sipgateio"
    if not library.is_dir():
        pytest.skip(
            "the npm package sipgateio is not installed: run `npm install --no-save --prefix tests/node`"
        )
    work = [
        {
            "baseUrl": address(recorder, "reference", index),
            "credentials": _node_credentials(job),
            "module": job.reference[0],
            "function": job.reference[1],
            "arguments": job.reference[2:],
        }
        for index, job in enumerate(JOBS)
    ]
    done = subprocess.run(
        ["node", str(Path(__file__).with_name("reference.cjs")), str(library)],
        input=json.dumps(work),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env={**os.environ, "NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1"},
    )
    assert done.returncode == 0, done.stderr
    return [FAILS if "error" in result else SUCCEEDS for result in json.loads(done.stdout.splitlines()[-1])]


def _node_credentials(job: Job) -> dict[str, Any]:
    names = {"token_id": "tokenId"}
    return {names.get(name, name): value for name, value in job.credentials.items()}


@pytest.fixture(scope="module")
def sync_client(recorder: Recorder) -> Outcomes:
    """Return the outcomes of the jobs with our synchronous client."""
    return [_run_job(job, address(recorder, "sync", index)) for index, job in enumerate(JOBS)]


def _run_job(job: Job, base_url: str) -> str:
    try:
        with Sipgate(**job.credentials, base_url=base_url, retries=0) as client:
            _function(job.ours, client, "sync")(*job.ours.arguments, **job.ours.named)
    except SipgateError:
        return FAILS
    return SUCCEEDS


@pytest.fixture(scope="module")
def async_client(recorder: Recorder) -> Outcomes:
    """Return the outcomes of the jobs with our asynchronous client."""

    async def all_jobs() -> Outcomes:
        return [await _done_async(job, address(recorder, "async", index)) for index, job in enumerate(JOBS)]

    return asyncio.run(all_jobs())


async def _done_async(job: Job, base_url: str) -> str:
    try:
        async with AsyncSipgate(**job.credentials, base_url=base_url, retries=0) as client:
            result = _function(job.ours, client, "asyncio")(*job.ours.arguments, **job.ours.named)
            if inspect.isawaitable(result):
                await result
            else:
                async for _ in result:
                    pass
    except SipgateError:
        return FAILS
    return SUCCEEDS


def _function(call: Call, client: Any, flavour: str) -> Callable[..., Any]:
    if not call.operation:
        return attrgetter(call.path)(client)
    run = getattr(importlib.import_module(f"sipgate_api.api.{call.path}"), flavour)
    return partial(run, client=client.api)


def differences_between(
    recorder: Recorder, index: int, side: str, theirs: str, ours: str
) -> list[ObservedDifference]:
    seen = differences(
        recorder.requests[f"reference-{index}"],
        recorder.requests[f"{side}-{index}"],
        ordered=JOBS[index].ordered,
    )
    return seen if theirs == ours else [ObservedDifference("outcome", theirs, ours), *seen]


def unexplained(
    seen: Sequence[ObservedDifference], listed: Sequence[Difference]
) -> tuple[list[ObservedDifference], list[Difference]]:
    """Return the differences that are not listed, and the listed ones that did not occur."""
    left = list(listed)
    surprising: list[ObservedDifference] = []
    for single in seen:
        match = next((difference for difference in left if single.is_meant_by(difference)), None)
        if match:
            left.remove(match)
        elif not any(single.is_meant_by(general) for general in EVERYWHERE):
            surprising.append(single)
    return surprising, left


@pytest.mark.parametrize("side", ["sync", "async"])
@pytest.mark.parametrize("index", range(len(JOBS)), ids=IDS)
def test_the_job_looks_the_same_on_the_wire(
    index: int, side: str, recorder: Recorder, reference: Outcomes, request: pytest.FixtureRequest
) -> None:
    ours: Outcomes = request.getfixturevalue(f"{side}_client")
    seen = differences_between(recorder, index, side, reference[index], ours[index])
    surprising, gone = unexplained(seen, JOBS[index].differences)
    assert surprising == [], "these differences are not listed"
    assert gone == [], "these differences are listed, but do not occur any more"


def test_what_differs_everywhere_still_does(
    recorder: Recorder, reference: Outcomes, sync_client: Outcomes
) -> None:
    seen = [
        single
        for index in range(len(JOBS))
        for single in differences_between(recorder, index, "sync", reference[index], sync_client[index])
    ]
    gone = [general for general in EVERYWHERE if not any(single.is_meant_by(general) for single in seen)]
    assert gone == []


def test_every_function_of_the_reference_that_sends_something_has_a_job(node_modules: Path) -> None:
    jobs = {job.function for job in JOBS}
    functions = {
        f"{module}.{name}"
        for module, name in functions_of(node_modules / "sipgateio")
        if module not in NOT_ON_THE_WIRE
    }
    assert functions - jobs - NO_SUCH_OPERATION == set()
    assert jobs - functions == set()
    assert unknown_interfaces(node_modules / "sipgateio") == set()
