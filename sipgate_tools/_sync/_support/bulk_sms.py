# Made by scripts/make_sync.py from sipgate_tools/_async/_support/bulk_sms.py: edit that file.
"""One text to many recipients: each gets it once, also when the sending is taken up again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from sipgate_api.api.sessions import send_web_sms
from sipgate_api.models.send_web_sms_request import SendWebSmsRequest
from sipgate_api.types import UNSET

from sipgate_tools.errors import InvalidInput, SipgateError
from sipgate_tools.models.bulk import BulkReport
from sipgate_tools.models.bulk_checkpoint import SendCheckpoint, finished, open_checkpoint
from sipgate_tools.models.bulk_progress import BulkState, Job, ProgressCallback, WriteOutcome
from sipgate_tools.values import phone_number

from .bulk import checked_concurrency, report_of, write_all
from .resource import SyncResource

_STATES: Final = {
    WriteOutcome.DONE: "done",
    WriteOutcome.REFUSED: "refused",
    WriteOutcome.NOT_SENT: "not sent",
}


@dataclass(frozen=True)
class BulkSms:
    """A checked mass sending.

    Attributes:
        recipients: E.164, each once.
        message: The text.
        send_at: Unix seconds, or `None` for at once.
        at_once: How many requests may be under way.
        journal: The file that remembers what is done, or `None`.
        progress: Told after every message.
    """

    recipients: tuple[str, ...]
    message: str
    send_at: int | None
    at_once: int
    journal: Path | None
    progress: ProgressCallback | None

    def send(self, session: SyncResource, sms_id: str, sender: str | None) -> BulkReport:
        """Send to everybody who is not known to have it, and report what became of each.

        Raises:
            InvalidInput: The journal cannot be used for this sending.
            SipgateError: What stopped it, when nothing was sent at all.
        """
        with self._opened(sms_id, sender) as journal:
            done_before = journal.done if journal else frozenset[str]()
            unknown_before = journal.unknown if journal else frozenset[str]()
            open_ones = [one for one in self.recipients if one not in done_before | unknown_before]
            tally = _CheckpointedBulkState(self.progress, total=len(self.recipients), journal=journal)
            tally.done.extend(one for one in self.recipients if one in done_before)
            tally.unknown.extend((one, None) for one in self.recipients if one in unknown_before)
            try:
                write_all(session, self._jobs(open_ones, sms_id, journal), tally, at_once=self.at_once)
            finally:
                before = tuple(one for one in self.recipients if one in done_before)
                report = replace(report_of(tally, self.recipients), done_before=before)
                tally.notify(report)
        if tally.stopped is not None and not tally.done and not tally.unknown:
            raise tally.stopped
        return report

    def finished(self, sms_id: str | None, sender: str | None) -> BulkReport | None:
        """Return the report where the journal says that nothing is left to send, else `None`: it asks nobody.

        Raises:
            InvalidInput: The journal cannot be used for this sending.
        """
        if self.journal is None:
            return None
        details = self._details(sms_id, sender)
        states = finished(self.journal, self.recipients, message=self.message, details=details)
        if states is None:
            return None
        done = tuple(one for one in self.recipients if states[one] == "done")
        tally = BulkState[str](self.progress, total=len(self.recipients), done=list(done))
        tally.unknown.extend((one, None) for one in self.recipients if one not in set(done))
        report = replace(report_of(tally, self.recipients), done_before=done)
        tally.notify(report)
        return report

    def _opened(self, sms_id: str, sender: str | None) -> AbstractContextManager[SendCheckpoint | None]:
        if self.journal is None:
            return nullcontext()
        return open_checkpoint(self.journal, message=self.message, details=self._details(sms_id, sender))

    def _details(self, sms_id: str | None, sender: str | None) -> dict[str, str | None]:
        send_at = None if self.send_at is None else str(self.send_at)
        return {"sms_id": sms_id, "sender": sender, "send_at": send_at}

    def _jobs(self, recipients: list[str], sms_id: str, journal: SendCheckpoint | None) -> Iterator[Job[str]]:
        for recipient in recipients:
            body = SendWebSmsRequest(
                sms_id=sms_id,
                recipient=recipient,
                message=self.message,
                send_at=UNSET if self.send_at is None else self.send_at,
            )
            # A job is taken when there is room for it: what is noted here leaves next.
            if journal:
                journal.record(recipient, "begun")
            yield Job((recipient,), send_web_sms.build_request(body=body))


@dataclass
class _CheckpointedBulkState(BulkState[str]):
    """A tally that writes down what became of each recipient before anybody is told."""

    journal: SendCheckpoint | None = field(default=None)

    def settle(self, keys: tuple[str, ...], outcome: WriteOutcome, error: SipgateError | None) -> None:
        """Note what became of a recipient; an unknown outcome stays `begun`, which means the same."""
        if self.journal and outcome in _STATES:
            for recipient in keys:
                self.journal.record(recipient, _STATES[outcome])
        super().settle(keys, outcome, error)


def checked_recipients(to: Iterable[str]) -> tuple[str, ...]:
    """Return the recipients as E.164, each once.

    Raises:
        InvalidInput: There are none, or some cannot be read; it says which by their position, from 1.
    """
    if isinstance(to, str):
        raise InvalidInput("One text was given as recipients.", hint="Give a list, or use sms.send.")
    found: dict[str, None] = {}
    wrong: list[int] = []
    for position, text in enumerate(to, 1):
        try:
            found[phone_number(text, argument="recipient")] = None
        except InvalidInput:
            wrong.append(position)
    if wrong:
        shown = ", ".join(map(str, wrong[:20])) + (" ..." if len(wrong) > 20 else "")
        raise InvalidInput(
            f"Recipients cannot be read as telephone numbers, at positions {shown} of the list; nothing was sent.",
            hint="Write them with plus and country code, such as +4915799912345.",
        )
    if not found:
        raise InvalidInput("There are no recipients; nothing was sent.", hint="Give at least one.")
    return tuple(found)


def checked_sending(
    to: Iterable[str],
    message: str,
    send_at: int | None,
    at_once: int,
    journal: str | Path | None,
    progress: ProgressCallback | None,
) -> BulkSms:
    """Return a mass sending whose parts are all fine; see `sms.send_many`."""
    return BulkSms(
        checked_recipients(to),
        message,
        send_at,
        checked_concurrency(at_once),
        None if journal is None else Path(journal),
        progress,
    )
