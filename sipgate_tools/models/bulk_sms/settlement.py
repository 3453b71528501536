"""Finds the unknown messages of a bulk SMS in the history."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from sipgate_tools.errors import InvalidInput
from sipgate_tools.values import phone_number

from ..history import SmsEntry
from .items import CheckpointEntry, keys_in_state, text_digest

EARLY_SECONDS: Final = 300.0
"""The time by which a message in the history may be earlier than its request, because clocks differ."""
_LATE_SECONDS: Final = 900.0
# How much later: a request can wait in the network, and in sipgate's queues.


@dataclass(frozen=True)
class SmsSettlement:
    """The outcomes of the unknown messages of a bulk SMS, according to the history.

    Attributes:
        sent: Keys of messages that are in the history with the same number and text, at the time of their request.
            They are certain, and the checkpoint file records them as sent.
        not_sent: Keys of messages that are not in the history, although there was enough time for them to appear.
        uncertain: Keys of messages whose outcome the history does not show: they are recent or not due yet, or
            the history contains a similar message.
    """

    sent: tuple[str, ...] = ()
    not_sent: tuple[str, ...] = ()
    uncertain: tuple[str, ...] = ()


@dataclass
class _HistoryMessage:
    """An SMS in the history: the time in seconds, the digest of its text, and whether a message was found for it."""

    at: float
    digest: str | None
    taken: bool = False


def search_from(entries: Mapping[str, CheckpointEntry]) -> datetime | None:
    """Return the time from which the history must be searched, or `None` if no message is unknown."""
    unknown = [entries[key] for key in keys_in_state(entries, "begun")]
    if not unknown:
        return None
    first = min(entry.requested_at or 0.0 for entry in unknown)
    return datetime.fromtimestamp(max(first - EARLY_SECONDS, 0.0), UTC)


def settle_unknown(
    entries: Mapping[str, CheckpointEntry], history: Iterable[SmsEntry], *, now: float, wait: float
) -> SmsSettlement:
    """Return what became of the unknown messages.

    An SMS in the history belongs to one message at most. Those that are known to be sent get theirs first, so that an
    unknown message with the same number and text is found only if the history contains one more.

    Args:
        entries: The entries of the checkpoint file.
        history: All outgoing SMS since `search_from`.
        now: The current time as Unix time in seconds.
        wait: Seconds after which a message that was sent is in the history.
    """
    by_number = _by_number(history)
    digests = {entry.digest for entry in entries.values()}
    lost = {
        (entry.to, entry.digest)
        for entry in _in_order(entries, "done").values()
        if _take(entry, by_number[entry.to]) is None
    }
    found: dict[str, list[str]] = {"sent": [], "not_sent": [], "uncertain": []}
    for key, entry in _in_order(entries, "begun").items():
        if _take(entry, by_number[entry.to]) is not None:
            found["sent"].append(key)
        elif (
            entry.requested_at is None
            or now - max(entry.requested_at, entry.send_at or 0.0) < wait
            or (entry.to, entry.digest) in lost
            or any(_is_similar(sent, entry, digests) for sent in by_number[entry.to])
        ):
            found["uncertain"].append(key)
        else:
            found["not_sent"].append(key)
    return SmsSettlement(*(tuple(found[name]) for name in ("sent", "not_sent", "uncertain")))


def _in_order(entries: Mapping[str, CheckpointEntry], state: str) -> dict[str, CheckpointEntry]:
    chosen = [(key, entry) for key, entry in entries.items() if entry.state == state]
    return dict(sorted(chosen, key=lambda each: each[1].requested_at or 0.0))


def _by_number(history: Iterable[SmsEntry]) -> defaultdict[str, list[_HistoryMessage]]:
    by_number: defaultdict[str, list[_HistoryMessage]] = defaultdict(list)
    for entry in history:
        try:
            number = phone_number(entry.target or "", plus_optional=True)
        except InvalidInput:
            continue
        at = entry.created.timestamp() if entry.created else 0.0
        content = entry.sms_content
        by_number[number].append(_HistoryMessage(at, None if content is None else text_digest(content)))
    for sent in by_number.values():
        sent.sort(key=lambda each: each.at)
    return by_number


def _take(entry: CheckpointEntry, sent: Iterable[_HistoryMessage]) -> _HistoryMessage | None:
    """Return the SMS in the history that belongs to a message, and mark it as taken."""
    for each in sent:
        if not each.taken and each.digest == entry.digest and _is_near(each.at, entry):
            each.taken = True
            return each
    return None


def _is_near(at: float, entry: CheckpointEntry) -> bool:
    """Return whether a time in the history can be that of a message: of its request or of its schedule."""
    times = [time for time in (entry.requested_at, entry.send_at) if time is not None]
    return any(-EARLY_SECONDS <= at - time <= _LATE_SECONDS for time in times)


def _is_similar(sent: _HistoryMessage, entry: CheckpointEntry, digests: set[str]) -> bool:
    """Return whether an SMS to the same number may be the message, although its text or time differs."""
    if sent.taken:
        return False
    return sent.digest == entry.digest or (sent.digest not in digests and _is_near(sent.at, entry))
