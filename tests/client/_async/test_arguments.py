"""Invalid arguments are rejected with a clear message before anything is sent."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest

from sipgate_tools import AsyncSipgate, InvalidInput, RetryPolicy
from tests.client.credentials import TOKEN, TOKEN_ID
from tests.client.scripted_server import Reply, scripted_server

TO = "+4915799912345"
# What a program without a type checker may pass; `Any` so that ours does not object.
NOTHING: Any = None
NUMBER: Any = 5
TEXT: Any = "false"

WRONG: dict[str, Callable[[AsyncSipgate], Any]] = {
    "an SMS that is scheduled for no time": lambda c: c.sms.schedule(to=TO, message="Hi", send_at=NOTHING),
    "a text of more parts than a phone puts together": lambda c: c.sms.send(
        to=TO, message="a" * (255 * 153 + 1), sms_id="s0"
    ),
    "an extension beside the number": lambda c: c.sms.send(to=f"{TO} ext. 7", message="Hi", sms_id="s0"),
    "a fax of nothing": lambda c: c.fax.send(to=TO, content=NOTHING, faxline_id="f0"),
    "a fax of a number": lambda c: c.fax.send(to=TO, content=NUMBER, faxline_id="f0"),
    "a path that is none": lambda c: c.fax.send(to=TO, content="a\0b.pdf", faxline_id="f0"),
    "no caller": lambda c: c.calls.start(caller=NOTHING, callee=TO),
    "no call": lambda c: c.rtcm.hang_up(NOTHING),
    "a number as call": lambda c: c.rtcm.hang_up(NUMBER),
    "a text for a mute": lambda c: c.rtcm.mute("C1", TEXT),
    "a number for a hold": lambda c: c.rtcm.hold("C1", NUMBER),
    "a text for a recording": lambda c: c.rtcm.record("C1", TEXT),
    "a text for an announcement": lambda c: c.rtcm.record("C1", True, announcement=TEXT),
    "a text for attended": lambda c: c.rtcm.transfer("C1", TO, attended=TEXT),
    "an empty incoming URL": lambda c: c.webhook_settings.set_incoming_url(""),
    "no outgoing URL": lambda c: c.webhook_settings.set_outgoing_url(NOTHING),
    "no URL in an update": lambda c: c.webhook_settings.update(incoming_url=NOTHING),
    "no whitelist": lambda c: c.webhook_settings.set_whitelist(NOTHING),
    "one text as whitelist": lambda c: c.webhook_settings.set_whitelist("p0"),
    "a text for the log": lambda c: c.webhook_settings.set_log(TEXT),
    "a contact named by a number": lambda c: c.contacts.create(given=NUMBER),
    "a number for numbers": lambda c: c.contacts.create(given="Ada", numbers=NUMBER),
    "a number for organizations": lambda c: c.contacts.create(given="Ada", organization=NUMBER),
    "a number for a picture": lambda c: c.contacts.create(given="Ada", picture=NUMBER),
    "half a character in a name": lambda c: c.contacts.create(given="\ud83d"),
    "nothing to update": lambda c: c.contacts.update(NOTHING),
    "an id to update": lambda c: c.contacts.update(cast("Any", "c-1")),
    "no contacts to update": lambda c: c.contacts.update_many(NOTHING),
    "an object that is no contact": lambda c: c.contacts.update_many([cast("Any", {"id": "c-1"})]),
    "numbers for contacts to delete": lambda c: c.contacts.delete_many([NUMBER]),
    "a number for recipients": lambda c: c.sms.send_many(to=NUMBER, message="Hi", sms_id="s0"),
    "a text for how many at once": lambda c: c.sms.send_many(
        to=[TO], message="Hi", sms_id="s0", at_once=cast("Any", "8")
    ),
    "a folder for the checkpoints": lambda c: c.sms.send_many(
        to=[TO], message="Hi", sms_id="s0", checkpoint=Path(__file__).parent
    ),
    "a text as page": lambda c: c.contacts.list(limit=cast("Any", "5")),
    "a number for numbers to find": lambda c: c.contacts.list(phone_numbers=NUMBER),
    "no CSV": lambda c: c.contacts.import_csv(NOTHING),
    "the name of a CSV file as its text": lambda c: c.contacts.import_csv("folder/contacts.CSV"),
    "the name of a vCard file as its text": lambda c: c.contacts.import_vcard("contacts.vcf"),
    "a file that is not there": lambda c: c.contacts.import_csv(Path("not") / "there.csv"),
    "a text for the archive": lambda c: c.history.list(archived=TEXT),
    "a text for stars": lambda c: c.history.list(starred=TEXT),
    "a number for kinds": lambda c: cast("Any", c.history).list(types=NUMBER),
    "a number that is none": lambda c: c.history.list(phonenumber="abc"),
    "a page of a text": lambda c: c.history.list(limit=cast("Any", "5")),
    "an offset that sipgate does not count to": lambda c: c.history.list(offset=2**31),
    "a channel that is no id": lambda c: c.history.list(channel_ids=["a/b"]),
    "a text for read": lambda c: c.history.update("1", read=TEXT),
    "a number for a note": lambda c: c.history.update("1", note=NUMBER),
    "half a character in a note": lambda c: c.history.update("1", note="\ud83d"),
    "no entries to delete": lambda c: c.history.delete_many(NOTHING),
    "a number to delete": lambda c: c.history.delete_many([NUMBER]),
    "no entries to update": lambda c: c.history.update_many(NOTHING, lambda _entry: {"read": True}),
}


@pytest.mark.parametrize("wrong", WRONG)
async def test_what_is_no_argument_is_told_before_anything_is_sent(wrong: str) -> None:
    with scripted_server(Reply(200, {"items": []})) as script:
        async with AsyncSipgate(token_id=TOKEN_ID, token=TOKEN, base_url=script.base_url) as client:
            with pytest.raises(InvalidInput) as caught:
                await WRONG[wrong](client)
    assert caught.value.hint
    assert [request.method for request in script.received if request.method != "GET"] == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"token_id": 5},
        {"token": b"f47ac10b-58cc-4372-a567-0e02b2c3d479"},
        {"token_id": None, "token": 5},
        {"token_id": None, "token": None, "username": 5, "password": "geheim-geheim"},
        {"token_id": None, "token": None, "username": "ada@example.org", "password": 5},
        {"retries": "3"},
        {"retries": True},
        {"retries": -1},
        {"timeout": True},
    ],
)
async def test_an_option_of_a_wrong_type_makes_no_client(wrong: dict[str, Any]) -> None:
    options: dict[str, Any] = {"token_id": TOKEN_ID, "token": TOKEN, "retries": RetryPolicy()} | wrong
    with pytest.raises(InvalidInput) as caught:
        AsyncSipgate(**options)
    assert caught.value.hint
    assert "geheim" not in str(caught.value)


async def test_a_number_filter_is_sent_without_separators() -> None:
    with scripted_server(Reply(200, {"items": []})) as script:
        async with AsyncSipgate(token_id=TOKEN_ID, token=TOKEN, base_url=script.base_url) as client:
            await client.history.list(types="SMS", phonenumber="+49 (1579) 991-2345")
            await client.history.list(types="SMS", phonenumber="01579 / 9912345")
    assert [request.query["phonenumber"] for request in script.received] == [
        ["+4915799912345"],
        ["015799912345"],
    ]


@pytest.mark.parametrize("kind", [bytes, bytearray, memoryview])
async def test_a_fax_that_is_no_pdf_is_told_whatever_holds_its_bytes(kind: Callable[[bytes], Any]) -> None:
    with scripted_server(Reply(200, {"sessionId": "1"})) as script:
        async with AsyncSipgate(token_id=TOKEN_ID, token=TOKEN, base_url=script.base_url) as client:
            with pytest.raises(InvalidInput, match="not a PDF"):
                await client.fax.send(to=TO, content=kind(b"Dear Sir or Madam"), faxline_id="f0")
    assert script.received == []


async def test_the_longest_text_that_a_phone_puts_together_is_sent() -> None:
    with scripted_server(Reply(204)) as script:
        async with AsyncSipgate(token_id=TOKEN_ID, token=TOKEN, base_url=script.base_url) as client:
            receipt = await client.sms.send(to=TO, message="a" * (255 * 153), sms_id="s0")
    assert receipt.size.parts == 255
