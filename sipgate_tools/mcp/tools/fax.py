"""Tools that send faxes and read their status."""

from __future__ import annotations

import hashlib
from typing import Annotated, Final

import anyio
from anyio import to_thread
from pydantic import Field

from sipgate_tools.errors import InvalidInput, NotFound
from sipgate_tools.formats.pdf import MAX_PDF_BYTES, check_pdf
from sipgate_tools.requests.fax import fax_id_of, only_faxline, send_fax_request
from sipgate_tools.values import phone_number

from ..documents import read_document
from ..presentation.display_names import id_with_name, number_with_name
from ..presentation.sanitize import one_line
from ..tool_context import ToolContext
from .messages import Repeat
from .registry import Result, tool

_FINAL: Final = ("SENT", "FAILED")
_POLL_SECONDS: Final = 2.0


class FaxSent(Result):
    """A fax that sipgate accepted."""

    fax_id: str
    to: str
    pages: int
    faxline_id: str
    next: str


class FaxState(Result):
    """The status of a fax."""

    fax_id: str
    status: str
    final: bool
    to: str | None = None
    pages: int | None = None
    report: str | None = Field(default=None, description="Resource of the transmission report")


@tool(
    "Send a fax",
    toolset="fax",
    operations=("sendFax", "getUserFaxlines", "getContacts", "userinfo"),
    effect="write",
    idempotent=False,
)
async def send_fax(
    call: ToolContext,
    to: Annotated[str, Field(description="Recipient in international form, as +4921112345")],
    document: Annotated[
        str,
        Field(description="The PDF: an https URL, a path in an allowed folder, or base64"),
    ],
    faxline_id: Annotated[str | None, Field(description="Faxline, as f0; needed only with several")] = None,
    filename: Annotated[
        str | None, Field(description="Name in the history, at most 100 characters", max_length=100)
    ] = None,
    repeat: Repeat = False,
) -> FaxSent:
    """Send a PDF as a fax. The user is asked first. It costs money; follow it with get_fax_status."""
    recipient = phone_number(to, argument="recipient")
    content = await read_document(document, call.account.settings.files, max_bytes=MAX_PDF_BYTES)
    pages = (await to_thread.run_sync(check_pdf, content, abandon_on_cancel=True)).pages
    line = faxline_id or only_faxline(await call.client.fax.lines())
    request = send_fax_request(faxline_id=line, recipient=recipient, document=content, filename=filename)
    to_whom, from_line = (
        await number_with_name(call.account, recipient),
        await id_with_name(call.account, "faxline", line),
    )
    question = f"Send this fax?\nTo: {to_whom}\nFrom: {from_line}\nPages: {pages}"
    if filename:
        question += f"\nName: {one_line(filename, 100)}"
    question += f"\nDocument: {_describe_source(document)}"
    # The reply is bound to the question: if the document changes in between, the user is asked again.
    question += f" ({len(content)} bytes, SHA-256 {hashlib.sha256(content).hexdigest()[:16]})"
    # The default name contains the time, which must not hide that the same document is a duplicate.
    varying = () if filename else ("filename",)
    action = await to_thread.run_sync(lambda: call.action(request, varying=varying))
    async with call.approve(action, question, repeat=repeat):
        fax_id = fax_id_of(await call.client.api.payload(request))
    call.account.ownership.learn("entry", [fax_id])
    return FaxSent(fax_id=fax_id, to=recipient, pages=pages, faxline_id=line, next="get_fax_status")


@tool("Track a fax", toolset="fax", operations=("getHistoryById",))
async def get_fax_status(
    call: ToolContext,
    fax_id: Annotated[str, Field(description="fax_id of send_fax, or id of a FAX entry of the history")],
    wait_seconds: Annotated[
        int, Field(description="How long to wait until it is sent: 0, at most 120", ge=0, le=120)
    ] = 0,
) -> FaxState:
    """Return whether a fax was sent, is pending, or failed."""
    with anyio.move_on_after(wait_seconds):
        while wait_seconds:
            state = await _state(call, fax_id)
            if state.final:
                return state
            await call.progress(0, message=f"The fax is {state.status}")
            await anyio.sleep(_POLL_SECONDS)
    return await _state(call, fax_id)


async def _state(call: ToolContext, fax_id: str) -> FaxState:
    try:
        entry = await call.client.fax.get(fax_id)
    except NotFound:
        # A fax appears in the history shortly after it was sent.
        return FaxState(fax_id=fax_id, status="PENDING", final=False)
    except InvalidInput:
        raise InvalidInput(
            "The entry is not a fax.",
            hint="Pass the fax_id of send_fax, or the id of a FAX entry in search_history.",
        ) from None
    status = str(entry.fax_status_type or "PENDING")
    return FaxState(
        fax_id=fax_id,
        status=status,
        final=status in _FINAL,
        to=entry.target,
        pages=entry.page_count,
        report=f"sipgate://history/{fax_id}/report" if entry.report_url else None,
    )


def _describe_source(document: str) -> str:
    return one_line(document, 500) if len(document) < 500 else "given as base64"
