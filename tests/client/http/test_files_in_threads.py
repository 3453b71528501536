"""Files are checked and read without blocking the event loop, with limits, and progress has the total."""

import asyncio
import random
import threading
import time
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfWriter

from sipgate_tools import AsyncSipgate, InvalidInput, Sipgate
from sipgate_tools._async.messages import fax
from sipgate_tools.formats.pdf import PdfInfo, check_pdf
from sipgate_tools.models import BulkProgress
from sipgate_tools.sandbox import Sandbox
from tests.client.accounts import access

NOISE = random.Random(1).randbytes(4 * 10**6)
OBJECTS = b"1 0 obj\n<</Type/Page>>\nendobj\n" * 200_000
FORGED_END = b"\nstartxref\n9\n%%EOF\n"
DAMAGED = {
    "a scan that was cut off": b"%PDF-1.4\n1 0 obj\n<</Length 16000000>>stream\n" + NOISE * 4,
    "noise": b"%PDF-1.4\n" + NOISE,
    "noise with an end": b"%PDF-1.4\n" + NOISE + FORGED_END,
    "objects without a table": b"%PDF-1.4\n" + OBJECTS,
    "objects with an end that leads nowhere": b"%PDF-1.4\n" + OBJECTS + FORGED_END,
    "a table of absurd length": b"%PDF-1.4\nxref\n0 9999999\n"
    + b"0000000000 65535 f \n" * 300_000
    + b"trailer\n<</Root 1 0 R/Size 9999999>>\nstartxref\n9\n%%EOF\n",
}


@pytest.mark.parametrize("content", DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_pdf_is_refused_before_long(content: bytes) -> None:
    began = time.process_time()
    with pytest.raises(InvalidInput, match="PDF"):
        check_pdf(content)
    # The limit of the parser is 5 seconds; without it these take minutes.
    assert time.process_time() - began < 20


async def test_the_loop_goes_on_while_a_pdf_is_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    reached, opened = threading.Event(), threading.Event()

    def judge_when_the_loop_has_gone_on(content: bytes) -> PdfInfo:
        reached.set()
        assert opened.wait(30), "the event loop stood still"
        return check_pdf(content)

    async def go_on() -> None:
        await asyncio.to_thread(reached.wait, 30)
        opened.set()

    monkeypatch.setattr(fax, "check_pdf", judge_when_the_loop_has_gone_on)
    written = BytesIO()
    writer = PdfWriter()
    writer.add_blank_page(width=595, height=842)
    writer.write(written)
    sandbox = Sandbox()
    async with AsyncSipgate(**access(sandbox)) as client:
        going_on = asyncio.create_task(go_on())
        await client.fax.send(content=written.getvalue(), to="+4921112345")
        await going_on
    assert len(sandbox.outbox()["faxes"]) == 1


class Waiting(BytesIO):
    """A file whose reading waits until the event loop has run."""

    def __init__(self, content: bytes) -> None:
        super().__init__(content)
        self.reached, self.opened = threading.Event(), threading.Event()

    def wait(self) -> None:
        self.reached.set()
        assert self.opened.wait(30), "the event loop stood still"

    def read(self, size: int | None = -1, /) -> bytes:
        if size != 0:  # that only asks for the type
            self.wait()
        return super().read(size)

    def read1(self, size: int | None = -1, /) -> bytes:
        self.wait()
        return super().read1(size)

    async def open(self) -> None:
        await asyncio.to_thread(self.reached.wait, 30)
        self.opened.set()


FILES = {
    "csv": b"firstname,lastname,number\nAda,Byron,+4915799912345\n",
    "vcard": b"BEGIN:VCARD\nVERSION:3.0\nFN:Ada Byron\nTEL:+4915799912345\nEND:VCARD\n",
}


@pytest.mark.parametrize("dry_run", [True, False], ids=["dry", "real"])
@pytest.mark.parametrize("kind", FILES)
async def test_the_loop_goes_on_while_a_file_of_contacts_is_read(kind: str, dry_run: bool) -> None:
    file = Waiting(FILES[kind])
    sandbox = Sandbox(seed="empty")
    async with AsyncSipgate(**access(sandbox)) as client:
        going_on = asyncio.create_task(file.open())
        read = client.contacts.import_csv if kind == "csv" else client.contacts.import_vcard
        report = await read(file, dry_run=dry_run)
        await going_on
    assert len(report.created) == 1
    kept = [one for one in sandbox.state.contacts if one.name == "Ada Byron"]
    assert len(kept) == (0 if dry_run else 1)


def test_the_history_s_csv_has_no_formulas_unless_it_is_for_a_program() -> None:
    sandbox = Sandbox()
    with Sipgate(**access(sandbox)) as client:
        entry = client.history.list(limit=1)[0]
        client.history.update(entry, note="=HYPERLINK(1)")
        guarded = client.history.export_csv(limit=1000)
        plain = client.history.export_csv(limit=1000, guard_formulas=False)
    assert "=HYPERLINK(1)" in plain
    assert all(
        not cell.strip('"').startswith(("=", "+", "-", "@"))
        for line in guarded.splitlines()
        for cell in line.split(",")
    )


@pytest.mark.parametrize("dry_run", [True, False], ids=["dry", "real"])
@pytest.mark.parametrize("as_path", [True, False], ids=["path", "text"])
def test_progress_of_an_import_knows_its_total(tmp_path: Path, dry_run: bool, as_path: bool) -> None:
    text = 'firstname,lastname,number,note\nAda,L,+4915799912345,"two\nlines"\nBob,M,+4915799912346,\n'
    file = tmp_path / "contacts.csv"
    file.write_text(text)
    seen: list[BulkProgress] = []
    with Sipgate(**access(Sandbox())) as client:
        client.contacts.import_csv(file if as_path else text, dry_run=dry_run, progress=seen.append)
    assert {progress.total for progress in seen} == {2}
