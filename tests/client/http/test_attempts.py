"""The time that the attempts of one request may take together."""

import time
from types import SimpleNamespace

import pytest

from sipgate_tools import RetryPolicy
from sipgate_tools._async._http import attempts
from sipgate_tools._http.messages import HttpResponse
from sipgate_tools._http.requests import file_request


async def test_pauses_between_attempts_do_not_count_towards_the_deadline(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = 100.0

    async def sleep(seconds: float) -> None:
        nonlocal now
        now += seconds

    clock = SimpleNamespace(monotonic=lambda: now, perf_counter=time.perf_counter)
    monkeypatch.setattr(attempts, "time", clock)
    monkeypatch.setattr(attempts, "sleep", sleep)
    left: list[float] = []

    async def send(ends_at: float) -> HttpResponse:
        nonlocal now
        left.append(attempts.seconds_until(ends_at))
        now += 2
        return HttpResponse(200 if len(left) == 3 else 503, {}, b"")

    response = await attempts.send_with_retries(
        file_request("https://api.sipgate.com", "/v2/balance"),
        send,
        RetryPolicy(backoff_seconds=20),
        deadline_seconds=10,
    )
    assert isinstance(response, HttpResponse)
    assert response.is_success
    assert left == pytest.approx([10, 8, 6])
    assert now > 100 + 2 * 20
