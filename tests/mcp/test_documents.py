"""Documents by URL: fetched from public addresses, within limits, from the address that was checked."""

from __future__ import annotations

import os
import socket
import sys
import threading
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import httpx2
import pytest
from anyio import create_task_group, fail_after

from sipgate_tools.errors import InvalidInput
from tests.mcp.harness import MakeHarness
from tests.mcp.tools.test_more_tools import FAX, PDF

PUBLIC = "93.184.215.14"
Respond = Callable[[httpx2.Request], httpx2.Response]


def gives(content: bytes = PDF, status: int = 200) -> Respond:
    return lambda request: httpx2.Response(status, content=content)


def redirect(to: str) -> Respond:
    return lambda request: httpx2.Response(302, headers={"location": to})


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[httpx2.Request]]:
    """Gives the requests that reach a web of our own, where each name has the addresses one says."""

    def make(respond: Respond, **names: tuple[str, ...]) -> list[httpx2.Request]:
        seen: list[httpx2.Request] = []
        original = httpx2.AsyncClient

        def handle(request: httpx2.Request) -> httpx2.Response:
            seen.append(request)
            return respond(request)

        def client(**options: Any) -> httpx2.AsyncClient:
            assert options["trust_env"] is False
            return original(transport=httpx2.MockTransport(handle), **options)

        async def resolve(host: str, port: int, **_: Any) -> list[Any]:
            if host not in names:
                raise socket.gaierror
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in names[host]]

        monkeypatch.setattr("httpx2.AsyncClient", client)
        monkeypatch.setattr("anyio.getaddrinfo", resolve)
        return seen

    return make


async def test_a_fax_comes_from_a_public_url_by_the_address_that_was_checked(
    make_harness: MakeHarness, web: Callable[..., list[httpx2.Request]]
) -> None:
    harness = make_harness()
    harness.account.client  # noqa: B018 - opened before the web is ours
    seen = web(gives(), **{"files.example.org": (PUBLIC,)})
    sent = await harness.data("send_fax", to=FAX, document="https://files.example.org/offer.pdf?key=1")
    assert sent["pages"] == 1
    assert len({str(request.url) for request in seen}) == 1
    request = seen[0]
    assert (request.url.host, request.headers["host"]) == (PUBLIC, "files.example.org")
    assert request.extensions["sni_hostname"] == "files.example.org"
    assert "authorization" not in request.headers


@pytest.mark.parametrize(
    ("respond", "message"),
    [
        (redirect("https://inside.example.org/a.pdf"), "private address"),
        (redirect("http://files.example.org/a.pdf"), "away from https"),
        (redirect("https://files.example.org/again.pdf"), "redirects too often"),
        (gives(status=404), "returned status 404"),
        (gives(b"<html>"), "not a PDF"),
        (gives(b"%PDF" + b"x" * 40_000_000), "larger than"),
    ],
)
async def test_what_a_url_may_not_lead_to(
    make_harness: MakeHarness, web: Callable[..., list[httpx2.Request]], respond: Respond, message: str
) -> None:
    harness = make_harness()
    harness.account.client  # noqa: B018 - opened before the web is ours
    names = {"files.example.org": (PUBLIC,), "inside.example.org": (PUBLIC, "10.0.0.7")}
    seen = web(respond, **names)
    assert message in await harness.refusal(
        "send_fax", to=FAX, document="https://files.example.org/offer.pdf"
    )
    assert {request.url.host for request in seen} == {PUBLIC}
    assert harness.spy.writes == []


async def test_another_document_at_the_same_url_is_asked_about_again(
    make_harness: MakeHarness, web: Callable[..., list[httpx2.Request]]
) -> None:
    """Protocol 2026-07-28 calls and fetches twice: a confirmation is for the document that the question was about."""
    harness = make_harness()
    harness.account.client  # noqa: B018 - opened before the web is ours
    contents = iter([PDF, PDF + b"\n% other", PDF + b"\n% other"])

    def changing(_: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(200, content=next(contents))

    web(changing, **{"files.example.org": (PUBLIC,)})
    await harness.data("send_fax", to=FAX, document="https://files.example.org/offer.pdf")
    assert len(harness.questions) == 2
    assert harness.questions[0] != harness.questions[1]
    assert len(harness.sandbox.outbox()["faxes"]) == 1


POSIX = pytest.mark.skipif(sys.platform == "win32", reason="FIFOs and links as POSIX systems have them")


@POSIX
@pytest.mark.parametrize(
    ("tool", "arguments"),
    [
        ("import_contacts", {"content": "fifo.csv", "format": "csv"}),
        ("send_fax", {"to": FAX, "document": "fifo.csv"}),
    ],
)
async def test_a_fifo_in_the_folder_holds_nothing_up(
    make_harness: MakeHarness, tmp_path: Path, tool: str, arguments: dict[str, Any]
) -> None:
    os.mkfifo(tmp_path / "fifo.csv")
    harness = make_harness(files=str(tmp_path))
    with fail_after(5):
        assert "not a regular file" in await harness.refusal(tool, **arguments)
    assert harness.spy.writes == []


@pytest.mark.parametrize(
    ("tool", "arguments"),
    [
        ("import_contacts", {"content": "huge.csv", "format": "csv"}),
        ("send_fax", {"to": FAX, "document": "huge.csv"}),
    ],
)
async def test_a_huge_file_is_refused_unread(
    make_harness: MakeHarness, tmp_path: Path, tool: str, arguments: dict[str, Any]
) -> None:
    with (tmp_path / "huge.csv").open("wb") as file:
        file.truncate(10**12)
    harness = make_harness(files=str(tmp_path))
    assert "larger than" in await harness.refusal(tool, **arguments)
    assert harness.spy.writes == []


@pytest.mark.parametrize("path", ["nothing.csv", ".", "a\0.csv", "../outside.csv", "/etc/hosts"])
async def test_a_file_of_contacts_that_may_not_be_read_is_refused(
    make_harness: MakeHarness, tmp_path: Path, path: str
) -> None:
    (tmp_path / "outside.csv").write_text("firstname,lastname,number\nA,B,+4915799912345\n")
    folder = tmp_path / "folder"
    folder.mkdir()
    harness = make_harness(files=str(folder))
    await harness.refusal("import_contacts", content=path, format="csv")
    assert harness.spy.writes == []


@POSIX
async def test_an_export_does_not_leave_the_folder_by_a_link(
    make_harness: MakeHarness, tmp_path: Path
) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "out").symlink_to(tmp_path)
    (folder / "made.csv").symlink_to(tmp_path / "elsewhere.csv")
    harness = make_harness(files=str(folder))
    for path in ("out/new.csv", "made.csv", "../new.csv"):
        assert "not in an allowed folder" in await harness.refusal("export_contacts", path=path)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["folder"]
    assert not any("/contacts" in path for _, path, _ in harness.spy.sent), (
        "refused before contacts are fetched"
    )


@pytest.mark.parametrize(
    ("slow", "tool", "arguments"),
    [
        ("sipgate_tools.mcp.documents.read_file", "import_contacts", {"content": "a.csv", "format": "csv"}),
        ("sipgate_tools.mcp.tools.fax.check_pdf", "send_fax", {"to": FAX, "document": "a.csv"}),
    ],
)
async def test_while_a_file_is_read_other_calls_are_answered(
    make_harness: MakeHarness,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    slow: str,
    tool: str,
    arguments: dict[str, Any],
) -> None:
    (tmp_path / "a.csv").write_bytes(PDF)
    harness = make_harness(files=str(tmp_path))
    is_answered = threading.Event()
    waited: list[bool] = []

    def read(*_: Any, **__: Any) -> Any:
        waited.append(is_answered.wait(10))
        raise InvalidInput("read at last")

    await harness.data("get_overview")  # modules are imported
    import_module("sipgate_tools.mcp.tools.fax")
    monkeypatch.setattr(slow, read)

    async def use() -> None:
        assert "read at last" in await harness.refusal(tool, **arguments)

    async with create_task_group() as tasks, harness.client() as other:
        tasks.start_soon(use)
        await other.call_tool("get_webhook_settings", {})
        is_answered.set()
    assert waited == [True]
