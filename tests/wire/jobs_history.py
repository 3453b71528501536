"""Jobs: the history."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from sipgate_tools.models import HistoryEntry
from tests.wire.job import FAILS, SUCCEEDS, Difference, Job, call, one_less, one_more
from tests.wire.responses import entry

_FROM: Final = datetime(2026, 1, 2, 3, 4, 5, 678000, tzinfo=UTC)
_TO: Final = datetime(2026, 2, 3, tzinfo=UTC)
_DATES: Final = {
    "startDate": {"$date": "2026-01-02T03:04:05.678Z"},
    "endDate": {"$date": "2026-02-03T00:00:00Z"},
}
_CALLS_OF_NEO: Final = one_more(
    "GET /v2/groups",
    "asked once per client, when calls may be among the entries: neo keeps them in its channels",
)


def _list(name: str, *theirs: Any, no_calls: bool = False, **ours: Any) -> Job:
    return Job(
        name,
        ("history", "fetchAll", *theirs),
        call("history.list", **ours),
        () if no_calls else (_CALLS_OF_NEO,),
    )


_CSV: Final = Difference(
    "GET /v2/history/export header.accept (without a body)",
    "application/json",
    "text/csv, application/json;q=0.5",
    "CSV is what is wanted; JSON is named too because the reference is answered so",
)

LISTING: Final = (
    _list("the history"),
    _list("a page of the history", {}, {"limit": 50, "offset": 100}, limit=50, offset=100),
    _list(
        "the history of connections", {"connectionIds": ["p0", "f0", "g1"]}, connection_ids=["p0", "f0", "g1"]
    ),
    _list("the SMS and faxes", {"types": ["SMS", "FAX"]}, types=["SMS", "FAX"], no_calls=True),
    _list(
        "the history by direction",
        {"directions": ["INCOMING", "MISSED_INCOMING", "OUTGOING", "MISSED_OUTGOING"]},
        directions=["INCOMING", "MISSED_INCOMING", "OUTGOING", "MISSED_OUTGOING"],
    ),
    _list("the archive", {"archived": True}, archived=True),
    _list("what is not archived", {"archived": False}, archived=False),
    _list("what carries a star", {"starred": True}, starred=True),
    _list("what carries no star", {"starred": False}, starred=False),
    _list("what carries a star, in the old way", {"starred": "STARRED"}, starred=True),
    _list("the history of a time", _DATES, from_=_FROM, to=_TO),
    _list("the history with a number", {"phonenumber": "+49302312"}, phonenumber="+49302312"),
    _list(
        "the history by everything at once",
        {
            "connectionIds": ["p0"],
            "types": ["CALL", "VOICEMAIL"],
            "directions": ["INCOMING"],
            "archived": False,
            "starred": True,
            "phonenumber": "+49302312",
            **_DATES,
        },
        {"limit": 1000, "offset": 3},
        connection_ids=["p0"],
        types=["CALL", "VOICEMAIL"],
        directions=["INCOMING"],
        archived=False,
        starred=True,
        phonenumber="+49302312",
        from_=_FROM,
        to=_TO,
        limit=1000,
        offset=3,
    ),
    Job(
        "the history of a device",
        ("history", "fetchAll", {"connectionIds": ["e0"]}),
        call("history.list", connection_ids=["e0"]),
        (
            Difference(
                "outcome", SUCCEEDS, FAILS, "sipgate responds with 403 to a device; we reject it before"
            ),
            one_less("GET /v2/history", "as above"),
        ),
    ),
    Job("one entry", ("history", "fetchById", "1"), call("history.get", "1")),
    Job("the history as CSV", ("history", "exportAsCsvString"), call("history.export_csv"), (_CSV,)),
    Job(
        "the history as CSV by everything at once",
        (
            "history",
            "exportAsCsvString",
            {
                "connectionIds": ["p0", "s0"],
                "types": ["SMS"],
                "directions": ["OUTGOING"],
                "archived": True,
                "starred": False,
                **_DATES,
            },
            {"limit": 10, "offset": 20},
        ),
        call(
            "history.export_csv",
            connection_ids=["p0", "s0"],
            types="SMS",
            directions="OUTGOING",
            archived=True,
            starred=False,
            from_=_FROM,
            to=_TO,
            limit=10,
            offset=20,
        ),
        (_CSV,),
    ),
)

_MANY_IDS: Final = [str(4_200_000_000 + number) for number in range(400)]

DELETING: Final = (
    Job("delete an entry", ("history", "deleteById", "1"), call("history.delete", "1")),
    Job(
        "delete entries",
        ("history", "deleteByListOfIds", ["1", "2", "3"]),
        call("history.delete_many", ["1", "2", "3"]),
    ),
    Job(
        "delete 400 entries",
        ("history", "deleteByListOfIds", _MANY_IDS),
        call("history.delete_many", _MANY_IDS),
        (
            Difference(
                "DELETE /v2/history query.id",
                _MANY_IDS,
                _MANY_IDS[:285],
                "servers and proxies refuse URLs of 8,000 characters; ours stay below 4,100",
            ),
            one_more("DELETE /v2/history", "the other 115"),
        ),
        ordered=False,
    ),
    Job(
        "delete no entries",
        ("history", "deleteByListOfIds", []),
        call("history.delete_many", []),
        (
            Difference("outcome", SUCCEEDS, FAILS, "an empty list deletes the whole history at sipgate"),
            one_less("DELETE /v2/history", "as above"),
        ),
    ),
)

Changes = dict[str, Any]


def _entries(count: int) -> list[dict[str, Any]]:
    return [entry(str(number + 1)) for number in range(count)]


def _answering(changes: Sequence[Changes]) -> Callable[[HistoryEntry], Changes]:
    return lambda single: changes[int(single.id) - 1]


def _update(name: str, changes: list[Changes], *differences: Difference) -> Job:
    entries = _entries(len(changes))
    ours = [HistoryEntry.from_payload(single) for single in entries]
    return Job(
        name,
        ("history", "batchUpdateEvents", entries, {"$changes": changes}),
        call("history.update_many", ours, _answering(changes)),
        differences,
        ordered=False,
    )


_NOTHING_TO_SEND: Final = "theirs sends an empty list beside the notes"
_READ: Final[Changes] = {"read": True}
_BODIES: Final = [{"id": str(number + 1), "read": True} for number in range(200)]

UPDATING: Final = (
    _update("mark entries", [_READ, {"starred": True, "archived": False}]),
    _update("mark some entries", [_READ, {}]),
    _update(
        "note an entry", [{"note": "Rückruf", "read": True}], one_less("PUT /v2/history", _NOTHING_TO_SEND)
    ),
    _update("note an entry and mark another", [{"note": "Rückruf"}, _READ]),
    _update("change nothing", [{}], one_less("PUT /v2/history", "theirs sends an empty list")),
    _update(
        "mark 200 entries",
        [_READ] * 200,
        Difference("PUT /v2/history body", _BODIES, _BODIES[:149], "sipgate takes fewer than 150 at once"),
        one_more("PUT /v2/history", "the other 51"),
    ),
)

JOBS: Final = LISTING + DELETING + UPDATING
