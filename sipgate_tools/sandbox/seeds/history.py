"""The history of the demo seed with entries of all four types, and the seed's contacts and live calls."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from ..state import State
from ..state.calls_and_history import Endpoint, HistoryRow, LiveCall, Participant
from ..state.messages import Contact
from ..state.phones import Channel
from . import people
from .people import SeedPerson


@dataclass(frozen=True, slots=True)
class _Past:
    """A history entry, with its age, user, other party and outcome."""

    ago: timedelta
    user: str
    kind: str
    other: SeedPerson
    incoming: bool
    seconds: int = 0
    text: str = ""
    missed: bool = False
    pages: int = 0
    read: bool = True
    starred: bool = False
    note: str = ""
    archived: bool = False
    recorded: bool = False


def _days(days: int, hours: int = 0, minutes: int = 0) -> timedelta:
    return timedelta(days=days, hours=hours, minutes=minutes)


PAST: Final = (
    _Past(_days(0, 0, 25), "w0", "CALL", people.DELIVERY, incoming=True, missed=True, read=False),
    _Past(_days(0, 0, 55), "w0", "SMS", people.MERLE, incoming=True, text="Bin um 10 da. Parkt ihr hier?", read=False),
    _Past(_days(0, 2, 5), "w1", "CALL", people.JANNIS, incoming=False, seconds=312),
    _Past(_days(0, 3, 40), "w0", "CALL", people.PRACTICE, incoming=True, seconds=96),
    _Past(_days(1, 1, 10), "w0", "VOICEMAIL", people.SVETLANA, incoming=True, seconds=34, read=False,
          text="Hallo, hier ist Svetlana Weiß. Bitte rufen Sie mich wegen des Angebots zurück, am besten vor 16 Uhr."),
    _Past(_days(1, 4, 20), "w0", "FAX", people.SVETLANA, incoming=True, pages=3),
    _Past(_days(2, 0, 30), "w1", "SMS", people.DELIVERY, incoming=False, text="Abholung morgen ab 8 Uhr möglich."),
    _Past(_days(2, 5, 0), "w2", "CALL", people.STRANGER, incoming=True, missed=True, read=False),
    _Past(_days(3, 1, 0), "w0", "CALL", people.SVETLANA, incoming=False, seconds=745, starred=True,
          note="Angebot bis Freitag", recorded=True),
    _Past(_days(4, 2, 15), "w0", "FAX", people.PRACTICE, incoming=False, pages=2),
    _Past(_days(7), "w0", "CALL", people.MERLE, incoming=True, seconds=184, note="Termin für die Montage"),
    _Past(_days(7, 1, 30), "w0", "SMS", people.MERLE, incoming=False, text="Danke für den Anruf! Der Termin steht."),
    _Past(_days(8, 3, 0), "w1", "CALL", people.JANNIS, incoming=True, missed=True),
    _Past(_days(9, 6, 0), "w2", "VOICEMAIL", people.JANNIS, incoming=True, seconds=21,
          text="Jannis hier, die Lieferung kommt erst am Montag."),
    _Past(_days(12, 2, 0), "w0", "CALL", people.JANNIS, incoming=False, missed=True),
    _Past(_days(15, 0, 45), "w1", "FAX", people.DELIVERY, incoming=True, pages=1, read=False),
    _Past(_days(18, 4, 0), "w0", "SMS", people.STRANGER, incoming=True, text="Ihr Code lautet 481 202.", archived=True),
    _Past(_days(24, 1, 0), "w0", "CALL", people.PRACTICE, incoming=True, seconds=61, archived=True),
)  # fmt: skip

_OWN: Final = {"w0": people.ALEX_NUMBER, "w1": people.BERTA_NUMBER, "w2": people.CARL_NUMBER}
_MOBILE: Final = {"w0": people.ALEX_MOBILE, "w1": "+491729973186"}


def seed_history(state: State, now: datetime) -> None:
    """Add contacts, two live calls, and a history of several weeks that ends shortly before `now`."""
    now = now.replace(microsecond=0)
    for past in sorted(PAST, key=lambda past: -past.ago):
        entry = _entry(state, past, now - past.ago)
        table = state.channel_events if entry.channel_id else state.history
        table.put(entry)
    _contacts(state)
    _live_calls(state, now)


def _channel_of(state: State, user_id: str) -> Channel | None:
    return next(
        (channel for channel in state.channels if any(user.id == user_id for user in channel.users)), None
    )


def _entry(state: State, past: _Past, at: datetime) -> HistoryRow:
    channel = _channel_of(state, past.user) if past.kind == "CALL" else None
    number = _own_number(past)
    user = state.users[past.user]
    own = (number, f"{user.firstname} {user.lastname}")
    other = (past.other.number, past.other.name)
    (source, source_alias), (target, target_alias) = (other, own) if past.incoming else (own, other)
    direction = ("MISSED_" if past.missed else "") + ("INCOMING" if past.incoming else "OUTGOING")
    extension, kind = _extension(state, past)
    entry = HistoryRow(
        id=str(state.count("history", start=4_200_000_000)),
        type=past.kind,
        created=at,
        direction=direction,
        source=source,
        target=target,
        source_alias=source_alias,
        target_alias=target_alias,
        status="NOPICKUP" if past.missed else "PICKUP",
        connection_ids=() if channel else (extension,),
        owner=past.user,
        endpoints=(Endpoint("ROUTED", extension, kind),),
        read=past.read,
        archived=past.archived,
        starred=past.starred,
        note=past.note,
        last_modified=at,
        channel_id=channel.id if channel else "",
    )
    return _with_kind(state, entry, past)


def _with_kind(state: State, entry: HistoryRow, past: _Past) -> HistoryRow:
    match past.kind:
        case "CALL":
            picked_up = () if past.missed else (Endpoint("PICKUP", f"e{past.user[1:]}", "REGISTER"),)
            return replace(
                entry,
                endpoints=entry.endpoints + picked_up,
                duration=past.seconds,
                call_id=state.new_hex("call"),
                call_status="MISSED" if past.missed else "SUCCESS",
                recordings=(f"{entry.id}-1",) if past.recorded else (),
            )
        case "FAX":
            return replace(entry, fax_status="SENT", pages=past.pages, faxline_id=entry.connection_ids[0])
        case "SMS":
            return replace(entry, text=past.text)
        case _:
            return replace(
                entry,
                transcription=past.text,
                duration=past.seconds,
                recordings=(entry.id,),
                status="FORWARD",
            )


def _own_number(past: _Past) -> str:
    if past.kind == "FAX":
        return people.FAX_NUMBER
    return _MOBILE[past.user] if past.kind == "SMS" else _OWN[past.user]


def _extension(state: State, past: _Past) -> tuple[str, str]:
    digits = past.user[1:]
    match past.kind:
        case "SMS":
            return f"s{digits}", "SMS"
        case "FAX":
            return f"f{digits}", "FAX"
        case _ if len(state.phonelines):
            return f"p{digits}", "PHONELINE"
        case "VOICEMAIL":
            return f"v{digits}", "VOICEMAIL"
        case _:
            return past.user, "USER"


def _contacts(state: State) -> None:
    for index, person in enumerate(people.OUTSIDERS):
        state.contacts.put(
            Contact(
                state.new_uuid("contact"),
                state.count("contacts"),
                person.name,
                "PRIVATE" if index % 2 == 0 else "SHARED",
                given=person.given,
                family=person.family,
                emails=({"email": person.email, "type": ["work"]},),
                numbers=({"number": person.number, "type": ["cell" if person is people.MERLE else "work"]},),
                organization=((person.company,),) if person.company else (),
                addresses=(
                    {"streetAddress": "Hafenstraße 3", "postalCode": "20457", "locality": "Hamburg",
                     "region": "", "country": "Deutschland", "poBox": "", "extendedAddress": "", "type": ["work"]},
                ) if person is people.DELIVERY else (),
            )
        )  # fmt: skip


def _live_calls(state: State, now: datetime) -> None:
    live = (("w0", people.SVETLANA, "INCOMING", 4), ("w1", people.JANNIS, "OUTGOING", 11))
    for user_id, other, direction, minutes in live:
        since = now - timedelta(minutes=minutes)
        channel = _channel_of(state, user_id)
        call_id = state.new_hex("call")
        state.calls.put(
            LiveCall(
                id=call_id,
                direction=direction,
                participants=(
                    Participant("1", _OWN[user_id], owner=True),
                    Participant("2", other.number, owner=False),
                ),
                user_id=user_id,
                endpoint_id="" if channel else f"p{user_id[1:]}",
                device_id=f"e{user_id[1:]}",
                started=since,
                established=since + timedelta(seconds=6),
                channel_id=channel.id if channel else "",
            )
        )
