"""An approval is for one request of one size: nothing larger leaves under it, and its size is what is counted."""

from __future__ import annotations

import base64
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfWriter

from sipgate_tools.errors import PolicyRefused
from sipgate_tools.mcp.policy.request_facts import read_request
from sipgate_tools.mcp.policy.transport import Permit, current_permit
from sipgate_tools.spec import load
from tests.mcp.harness import Harness, MakeHarness

DOCUMENT = load()
SMS = DOCUMENT.operations["sendWebSms"]
MERLE = "+491729925904"


def text(parts: int) -> dict[str, Any]:
    return {"smsId": "s0", "recipient": MERLE, "message": "x" * (153 * parts)}


@pytest.mark.parametrize(
    ("approved", "sent", "leaves"), [(2, 2, True), (3, 2, True), (2, 3, False), (1, 2, False)]
)
async def test_no_more_leaves_than_was_approved(
    harness: Harness, approved: int, sent: int, leaves: bool
) -> None:
    token = current_permit.set(Permit(read_request(DOCUMENT, SMS, body=text(approved))))
    try:
        if leaves:
            await harness.account.send(SMS, body=text(sent))
        else:
            with pytest.raises(PolicyRefused):
                await harness.account.send(SMS, body=text(sent))
    finally:
        current_permit.reset(token)
    assert len(harness.sandbox.outbox()["sms"]) == leaves


async def test_an_approval_counts_the_pages_that_only_the_tool_knows(make_harness: MakeHarness) -> None:
    writer = PdfWriter()
    for _ in range(3):
        writer.add_blank_page(595, 842)
    content = BytesIO()
    writer.write(content)
    harness = make_harness(confirm="never", max_fax_pages_per_hour=8)
    document = base64.b64encode(content.getvalue()).decode()
    fax_id = (await harness.data("send_fax", to="+493023125014", document=document, faxline_id="f0"))[
        "fax_id"
    ]
    again: dict[str, Any] = {
        "operation_id": "resendFax",
        "arguments": {"body": {"faxId": fax_id, "faxlineId": "f0"}},
        "repeat": True,
    }
    await harness.data("invoke_write", **again)
    assert "(6 done)" in await harness.refusal("invoke_write", **again)
    assert [fax["pages"] for fax in harness.sandbox.outbox()["faxes"]] == [3, 3]


async def test_an_approval_does_not_allow_another_number_or_a_second_message(harness: Harness) -> None:
    token = current_permit.set(Permit(read_request(DOCUMENT, SMS, body=text(1))))
    try:
        with pytest.raises(PolicyRefused):
            await harness.account.send(SMS, body={**text(1), "recipient": "+493023125014"})
        with pytest.raises(PolicyRefused):
            await harness.account.send(SMS, body={**text(1), "recipient": "+49 (0)172 9925904"})
        await harness.account.send(SMS, body=text(1))
        with pytest.raises(PolicyRefused):
            await harness.account.send(SMS, body=text(1))
    finally:
        current_permit.reset(token)
    assert [one["recipient"] for one in harness.sandbox.outbox()["sms"]] == [MERLE]
