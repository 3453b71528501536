"""A served sandbox whose past starts anew for each snippet, and the files that snippets speak of."""

from __future__ import annotations

import io
import wave
from collections.abc import Callable, Generator
from datetime import timedelta
from pathlib import Path
from typing import Final, Literal

import pytest
from pypdf import PdfWriter

from sipgate_tools.sandbox import Rules, Sandbox, serve_in_thread

AT_ONCE: Final = timedelta(0)
NO_WAITING: Final = Rules(history_lag=AT_ONCE, ring=AT_ONCE, fax_pending=AT_ONCE, fax_sending=AT_ONCE)

CONTACTS_CSV: Final = "firstname,lastname,number\nAda,Byron,+4915799912345\nCharles,Babbage,+4915799912346\n"
CONTACTS_VCF: Final = (
    "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Ada Byron\r\nN:Byron;Ada;;;\r\nTEL:+4915799912345\r\nEND:VCARD\r\n"
)


@pytest.fixture(scope="session")
def classic() -> Generator[Sandbox]:
    yield from _serve("classic")


@pytest.fixture(scope="session")
def neo() -> Generator[Sandbox]:
    yield from _serve("neo")


def _serve(account: Literal["classic", "neo"]) -> Generator[Sandbox]:
    sandbox = Sandbox(account, rules=NO_WAITING)
    with serve_in_thread(sandbox):
        yield sandbox


Desk = Callable[[str], Sandbox]


@pytest.fixture
def desk(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Desk:
    """Prepares an account of a kind, fresh, and the working directory and environment of who reads the page."""

    def prepare(account: str) -> Sandbox:
        sandbox: Sandbox = request.getfixturevalue(account)
        sandbox.reset()
        monkeypatch.setenv("SIPGATE_BASE_URL", sandbox.base_url)
        monkeypatch.setenv("SIPGATE_TOKEN_ID", sandbox.token_id)
        monkeypatch.setenv("SIPGATE_TOKEN", sandbox.token)
        monkeypatch.chdir(tmp_path)
        lay_out_files(tmp_path)
        return sandbox

    return prepare


def lay_out_files(folder: Path) -> None:
    """Put the files that pages and programs speak of into a folder."""
    document, content = PdfWriter(), io.BytesIO()
    document.add_blank_page(width=595, height=842)
    document.write(content)
    (folder / "offer.pdf").write_bytes(content.getvalue())
    (folder / "contacts.csv").write_text(CONTACTS_CSV, encoding="utf-8")
    (folder / "contacts.vcf").write_text(CONTACTS_VCF, encoding="utf-8", newline="")
    (folder / "appointments.csv").write_text(
        "id;phone;name;date\n1;0157 99912345;Ada;Monday\n", encoding="utf-8"
    )
    with wave.open(str(folder / "hello.wav"), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(b"\0\0" * 8000)
