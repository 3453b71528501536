"""Faxes: sending, following and fetching."""

from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfWriter

from sipgate_tools import (
    AsyncSipgate,
    InvalidInput,
    NotFound,
)
from sipgate_tools.models import (
    FaxStatus,
)
from sipgate_tools.sandbox import Sandbox
from tests.client.accounts import access


async def test_a_fax_is_sent_followed_and_fetched(tmp_path: Path) -> None:
    sandbox = Sandbox()
    document = minimal_pdf()
    seen: list[FaxStatus] = []
    async with AsyncSipgate(**access(sandbox)) as client:
        assert [line.id for line in await client.fax.lines()] == ["f0"]
        session_id = await client.fax.send(to="+4930123456", content=document)
        sandbox.clock.advance(timedelta(hours=1))
        entry = await client.fax.wait(session_id, progress=seen.append)
        assert entry.fax_status_type == FaxStatus.SENT
        assert await client.fax.status(session_id) == FaxStatus.SENT
        assert seen[-1] == FaxStatus.SENT
        assert (await client.fax.download(session_id, tmp_path / "a.pdf")).read_bytes() == document
        await client.fax.download_report(session_id, tmp_path / "r.pdf")
        with pytest.raises(NotFound):
            await client.fax.status("1")
        sms = (await client.history.list(types=["SMS"]))[0]
        with pytest.raises(InvalidInput, match="not a fax"):
            await client.fax.status(sms.id)
        await client.fax.resend(session_id)
    assert sandbox.outbox()["faxes"][0]["filename"].startswith("Fax_20")
    assert len(sandbox.outbox()["faxes"]) == 2


async def test_what_is_not_a_pdf_or_too_large_is_never_faxed(tmp_path: Path) -> None:
    sandbox = Sandbox()
    picture = tmp_path / "cat.png"
    picture.write_bytes(b"\x89PNG")
    async with AsyncSipgate(**access(sandbox)) as client:
        for wrong in (b"", b"hello", picture, tmp_path / "missing.pdf", minimal_pdf() + b"x" * 21_500_000):
            with pytest.raises(InvalidInput):
                await client.fax.send(to="+4930123456", content=wrong, faxline_id="f0")
    assert sandbox.requests == []


def minimal_pdf() -> bytes:
    """Return a PDF with one empty page."""
    writer = PdfWriter()
    writer.add_blank_page(595, 842)
    buffer = BytesIO()
    writer.write(buffer)
    return buffer.getvalue()
