"""Endless responses: every kind of client aborts those that are too large."""

from __future__ import annotations

import io
import tracemalloc
from pathlib import Path
from typing import Any

import pytest

from sipgate_tools import (
    InvalidInput,
    NotFound,
    ResponseLimits,
    ResponseTooLarge,
    Sipgate,
    TimedOut,
    UnexpectedResponse,
)
from tests.client import hostile
from tests.client.credentials import TOKEN, TOKEN_ID
from tests.client.http.requests import send, users
from tests.client.kinds import KINDS, use
from tests.client.scripted_server import Reply, scripted_server

SMALL = ResponseLimits(max_bytes=hostile.MEBIBYTE)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("pieces", [hostile.plain, hostile.closing, hostile.chunked, hostile.gzipped])
def test_a_response_that_is_too_large_is_not_read_to_its_end(
    kind: str, pieces: hostile.Pieces, monkeypatch: pytest.MonkeyPatch
) -> None:
    with hostile.serving(pieces) as server:
        tracemalloc.start()
        try:
            with pytest.raises(ResponseTooLarge, match="larger than 1048576 bytes") as caught:
                use(kind, server.base_url, users, monkeypatch, limits=SMALL)
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
    assert isinstance(caught.value, UnexpectedResponse)
    assert "limits=" in (caught.value.hint or "")
    assert (server.requests, caught.value.status) == (1, 200)
    assert server.sent < 40 * hostile.MEBIBYTE  # what the system's own buffers take
    assert peak < 16 * hostile.MEBIBYTE


@pytest.mark.parametrize("kind", KINDS)
def test_of_an_endless_refusal_the_beginning_is_enough(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with hostile.serving(hostile.failing) as server, pytest.raises(NotFound):
        use(kind, server.base_url, users, monkeypatch, limits=SMALL)
    assert server.sent < 40 * hostile.MEBIBYTE


@pytest.mark.parametrize("kind", KINDS)
def test_a_response_just_below_the_ceiling_is_read(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    body = b'{"items": []}'
    body += b" " * (hostile.MEBIBYTE - len(body))
    with scripted_server(Reply(200, body)) as script:
        assert use(kind, script.base_url, users, monkeypatch, limits=SMALL) == []
    with scripted_server(Reply(200, body + b" ")) as script, pytest.raises(ResponseTooLarge):
        use(kind, script.base_url, users, monkeypatch, limits=SMALL)


@pytest.mark.parametrize("kind", KINDS)
def test_a_write_with_an_endless_success_has_happened(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with hostile.serving(hostile.chunked) as server:
        use(kind, server.base_url, send, monkeypatch, limits=SMALL)
    assert server.requests == 1


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "pieces", [hostile.plain, hostile.closing, hostile.chunked, hostile.gzipped, hostile.trickling_body]
)
def test_a_download_ends_at_its_limits_and_leaves_nothing_behind(
    kind: str, pieces: hostile.Pieces, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    limits = ResponseLimits(max_download_bytes=hostile.MEBIBYTE, download_deadline_seconds=1)
    with hostile.serving(pieces) as server:
        expected = TimedOut if pieces is hostile.trickling_body else ResponseTooLarge
        with (
            pytest.raises(expected, match="download_")
            if expected is ResponseTooLarge
            else pytest.raises(expected)
        ):
            use(
                kind,
                server.base_url,
                lambda client: client.history.download(f"{server.base_url}/file", tmp_path / "file"),
                monkeypatch,
                limits=limits
                if expected is TimedOut
                else ResponseLimits(max_download_bytes=hostile.MEBIBYTE),
            )
    assert list(tmp_path.iterdir()) == []
    assert server.requests == 1
    assert server.sent < 40 * hostile.MEBIBYTE


def test_a_file_that_is_announced_as_too_large_is_not_written_at_all() -> None:
    file = io.BytesIO(b"before")
    with hostile.serving(hostile.plain) as server:
        limits = ResponseLimits(max_download_bytes=hostile.MEBIBYTE)
        with (
            Sipgate(token_id=TOKEN_ID, token=TOKEN, base_url=server.base_url, limits=limits) as client,
            pytest.raises(ResponseTooLarge),
        ):
            client.api.save(f"{server.base_url}/file", file)
    assert file.getvalue() == b"before"


def test_options_of_a_copy_have_limits_of_their_own() -> None:
    with (
        scripted_server(Reply(200, {"items": [{"id": "w0"}]})) as script,
        Sipgate(token_id=TOKEN_ID, token=TOKEN, base_url=script.base_url) as client,
    ):
        small = client.with_options(limits=ResponseLimits(max_bytes=5))
        with pytest.raises(ResponseTooLarge, match="larger than 5 bytes"):
            small.users.list()
        assert len(client.users.list()) == 1
        assert small.with_options(timeout=3).api.limits.max_bytes == 5


@pytest.mark.parametrize(
    "wrong",
    [
        {"max_bytes": 0},
        {"max_bytes": 1.5},
        {"max_download_bytes": True},
        {"deadline_seconds": -1},
        {"deadline_seconds": float("nan")},
        {"download_deadline_seconds": float("inf")},
        {"deadline_seconds": "10"},
    ],
)
def test_limits_that_are_none_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput, match="is not a valid limit"):
        ResponseLimits(**wrong)
    with pytest.raises(InvalidInput, match="limits"):
        Sipgate(token_id=TOKEN_ID, token=TOKEN, limits=5)  # type: ignore[arg-type]
