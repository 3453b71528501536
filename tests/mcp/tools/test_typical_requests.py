"""A model's day: what people ask an assistant, as it would turn it into calls, each with at most two.

No model is involved: the calls are written down. What is tested is that two are enough, on both platforms.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.mcp.harness import Harness, MakeHarness
from tests.mcp.tools.test_more_tools import PDF

Data = dict[str, Any]
Step = tuple[str, Data | Callable[[Data], Data]]


@dataclass(frozen=True)
class Request:
    """A request of a user, the tool calls, and a check of the last result."""

    words: str
    steps: tuple[Step, ...]
    fits: Callable[[Data], Any]
    platforms: tuple[str, ...] = ("classic", "neo")


def first_call(found: Data) -> Data:
    return {"call_id": found["calls"][0]["call_id"]}


def first_entry(found: Data) -> Data:
    return {"entry_id": found["entries"][0]["id"]}


def to_first(found: Data) -> Data:
    return {"to": found["contacts"][0]["numbers"][0]}


def second_sender(found: Data) -> str:
    return found["sms"][0]["senders"][1]


MERLE, JANNIS = "+491729925904", "+493023125014"
LIVE: Step = ("list_live_calls", {})
MERLE_CONTACT: Step = ("search_contacts", {"query": "Merle"})


def live(words: str, done: str, **platforms: Any) -> Request:
    tool, *action = done.split()
    extra = {"action": action[0]} if tool == "control_call" else {}
    return Request(
        words, (LIVE, (tool, lambda found: {**first_call(found), **extra})), lambda d: d["done"], **platforms
    )


REQUESTS = [
    Request(
        "Wer bin ich hier eigentlich?", (("get_overview", {}),), lambda d: d["user"]["name"] == "Alex Sander"
    ),
    Request("How much money is left?", (("get_overview", {}),), lambda d: d["balance"] == "35.00 EUR"),
    Request(
        "Von welcher Nummer gehen meine SMS raus?", (("get_overview", {}),), lambda d: d["sms"][0]["senders"]
    ),
    Request(
        "Wer hat mir zuletzt geschrieben?",
        (("search_history", {"types": ["SMS"], "direction": "incoming", "limit": 1}),),
        lambda d: d["entries"][0]["other_name"] == "Merle Ahrens",
    ),
    Request(
        "Which calls did I miss?",
        (("search_history", {"types": ["CALL"], "direction": "missed"}),),
        lambda d: d["entries"][0]["other_name"] == "Kurier Nord",
    ),
    Request(
        "Wen muss ich noch zurückrufen?",
        (("summarize_history", {}),),
        lambda d: {"Kurier Nord", "Svetlana Weiß"} <= {one["name"] for one in d["not_called_back"]},
    ),
    Request("How was this month?", (("summarize_history", {"since": "2026-11-01"}),), lambda d: d["days"]),
    Request(
        "Wann habe ich zuletzt mit Merle gesprochen?",
        (("search_contacts", {"query": "merle", "with_history": True}),),
        lambda d: d["recent"],
    ),
    Request(
        "What did Merle call about last week?",
        (("search_history", {"types": ["CALL"], "number": MERLE}),),
        lambda d: d["entries"],
    ),
    Request(
        "Hat mir jemand auf die Mailbox gesprochen?", (("search_history", {"types": ["VOICEMAIL"]}),), bool
    ),
    Request(
        "Read me the newest voicemail.",
        (("search_history", {"types": ["VOICEMAIL"], "limit": 1}), ("get_history_entry", first_entry)),
        lambda d: d["files"],
    ),
    Request(
        "Zeig mir das letzte Fax.",
        (("search_history", {"types": ["FAX"], "limit": 1}), ("get_history_entry", first_entry)),
        lambda d: d["files"],
    ),
    Request(
        "Schreib Merle, dass ich später komme.",
        (
            MERLE_CONTACT,
            ("send_sms", lambda d: {"to": d["contacts"][0]["numbers"][0], "message": "Komme später!"}),
        ),
        lambda d: d["status"] == "accepted",
    ),
    Request(
        "Text +49 172 9925904 that the parcel is here.",
        (("send_sms", {"to": "+49 172 9925904", "message": "The parcel is here."}),),
        lambda d: d["to"] == MERLE,
    ),
    Request(
        "Erinnere Merle in zwei Tagen um neun per SMS.",
        (
            MERLE_CONTACT,
            ("send_sms", lambda d: {"to": d["contacts"][0]["numbers"][0], "message": "!", "send_at": "SOON"}),
        ),
        lambda d: d["status"] == "scheduled",
    ),
    Request(
        "Send this from my other number.",
        (
            ("get_overview", {}),
            ("send_sms", lambda d: {"to": MERLE, "message": "Hi", "sender": d["sms"][0]["senders"][1]}),
        ),
        lambda d: d["sender"] == "+491729973185",
    ),
    Request(
        "Fax das Angebot an +493023125014.",
        (("send_fax", {"to": JANNIS, "document": base64.b64encode(PDF).decode()}),),
        lambda d: d["pages"] == 1,
    ),
    Request(
        "Is my last fax through?",
        (
            ("search_history", {"types": ["FAX"], "direction": "outgoing", "limit": 1}),
            ("get_fax_status", lambda d: {"fax_id": d["entries"][0]["id"]}),
        ),
        lambda d: d["final"],
    ),
    Request("Ruf Jannis an.", (("start_call", {"to": JANNIS}),), lambda d: d["rings_first"] == "e0"),
    Request(
        "Call him, no, stop!",
        (("start_call", {"to": JANNIS}), ("hang_up_call", lambda d: {"call_id": d["call_id"]})),
        lambda d: d["done"] == "Hung up",
    ),
    Request("Mit wem telefoniere ich gerade?", (LIVE,), lambda d: d["calls"][0]["sides"]),
    live("Put him on hold.", "control_call hold"),
    live("Stell mich stumm.", "control_call mute", platforms=("classic",)),
    live("Record this.", "control_call start_recording"),
    live("Leg auf.", "hang_up_call"),
    Request(
        "Press 2 for me.",
        (LIVE, ("send_dtmf", lambda d: {**first_call(d), "digits": "2"})),
        lambda d: d["done"] == "Pressed 2",
    ),
    Request(
        "Verbinde ihn mit der Zentrale.",
        (LIVE, ("transfer_call", lambda d: {**first_call(d), "to": "+493023125110"})),
        lambda d: "+493023125110" in d["done"],
    ),
    Request(
        "Save this number as Ada Lovelace.",
        (("create_contact", {"given": "Ada", "family": "Lovelace", "numbers": ["+4915799912345"]}),),
        lambda d: d["after"]["name"] == "Ada Lovelace",
    ),
    Request(
        "Notier bei Merle, dass sie freitags nicht da ist.",
        (
            MERLE_CONTACT,
            ("update_contact", lambda d: {"contact_id": d["contacts"][0]["id"], "note": "freitags nicht"}),
        ),
        lambda d: d["after"]["note"] == "freitags nicht",
    ),
    Request(
        "Mark the newest message as read.",
        (
            ("search_history", {"types": ["SMS"], "direction": "incoming", "limit": 1}),
            ("mark_history_entries", lambda d: {"entry_ids": [d["entries"][0]["id"]], "read": True}),
        ),
        lambda d: d["changed"],
    ),
    Request(
        "Where does our main number lead?",
        (("trace_number", {"number": "+493023125100"}),),
        lambda d: d["devices"],
    ),
    Request(
        "Sperr den Anrufer +4922147110345.",
        (
            ("search_operations", {"query": "block a caller"}),
            (
                "invoke_write",
                lambda d: {
                    "operation_id": d["operations"][0]["operation_id"],
                    "arguments": {"body": {"phoneNumber": "+4922147110345"}},
                },
            ),
        ),
        lambda d: d["operation_id"] == "addIncomingEntry",
    ),
    Request(
        "Wie spät klingelt die Mailbox?",
        (("invoke_read", {"operation_id": "getVoicemails", "arguments": {}}),),
        lambda d: d["answer"]["items"],
    ),
    Request(
        "Tell our system about incoming calls.",
        (("set_webhook_settings", {"incoming_url": "https://example.org/calls"}),),
        lambda d: "example.org" in d["after"]["incoming_url"],
    ),
]
CASES = [(request, platform) for request in REQUESTS for platform in request.platforms]


@pytest.mark.parametrize(
    ("request_", "platform"), CASES, ids=[f"{one.words} ({where})" for one, where in CASES]
)
async def test_two_calls_are_enough(make_harness: MakeHarness, request_: Request, platform: str) -> None:
    assert len(request_.steps) <= 2
    harness: Harness = make_harness(platform)
    found: Data = {}
    for tool, given in request_.steps:
        arguments: Data = given(found) if callable(given) else given
        found = await harness.data(tool, **{name: soon(value) for name, value in arguments.items()})
    assert request_.fits(found), found


def soon(value: Any) -> Any:
    return f"{(datetime.now(UTC) + timedelta(days=2)).date()}T09:00" if value == "SOON" else value


def test_there_are_at_least_thirty_requests_in_two_languages() -> None:
    assert len(REQUESTS) >= 30
