"""Bulk SMS: one message to many recipients, each of whom receives it once, even if the bulk send is resumed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from sipgate_tools.errors import InvalidInput, SipgateError
from sipgate_tools.models.bulk import BulkReport
from sipgate_tools.models.bulk_checkpoint import SendCheckpoint, open_checkpoint, states_if_complete
from sipgate_tools.models.bulk_progress import BulkState, Job, ProgressCallback, WriteOutcome
from sipgate_tools.requests.sms import SmsMessage
from sipgate_tools.values import as_iterable, phone_number

from .._support.bulk import checked_concurrency, report_of, write_all
from .._support.resource import AsyncResource

_STATES: Final = {
    WriteOutcome.DONE: "done",
    WriteOutcome.REFUSED: "refused",
    WriteOutcome.NOT_SENT: "not sent",
}


@dataclass(frozen=True)
class BulkSms:
    """A validated bulk SMS.

    Attributes:
        message: The message.
        recipients: The recipients' numbers in E.164, without duplicates.
        concurrency: Maximum number of concurrent requests.
        journal: The path of the checkpoint file, or `None`.
        progress: A callback that is called after every message, or `None`.
    """

    message: SmsMessage
    recipients: tuple[str, ...]
    concurrency: int
    journal: Path | None
    progress: ProgressCallback | None

    async def send(self, resource: AsyncResource, extension: str) -> BulkReport:
        """Send to all recipients that the checkpoint file does not list as done or unknown, and report each outcome.

        Raises:
            InvalidInput: The checkpoint file cannot be used; see `open_checkpoint`.
            OSError: The checkpoint file cannot be read or written.
            SipgateError: The error that stopped the bulk send, if nothing was sent.
        """
        with self._open_checkpoint(extension) as checkpoint:
            done_before = checkpoint.done if checkpoint else frozenset[str]()
            unknown_before = checkpoint.unknown if checkpoint else frozenset[str]()
            remaining = [one for one in self.recipients if one not in done_before | unknown_before]
            state = _CheckpointedBulkState(self.progress, total=len(self.recipients), checkpoint=checkpoint)
            state.done.extend(one for one in self.recipients if one in done_before)
            state.unknown.extend((one, None) for one in self.recipients if one in unknown_before)
            try:
                await write_all(
                    resource,
                    self._jobs(remaining, extension, checkpoint),
                    state,
                    concurrency=self.concurrency,
                )
            finally:
                before = tuple(one for one in self.recipients if one in done_before)
                report = replace(report_of(state, self.recipients), done_before=before)
                state.notify(report)
        if state.stopped is not None and not state.done and not state.unknown:
            raise state.stopped
        return report

    def report_if_complete(self) -> BulkReport | None:
        """Return the report if the checkpoint file lists every recipient as done or unknown, else `None`.

        No request is sent.

        Raises:
            InvalidInput: The checkpoint file cannot be used; see `open_checkpoint`.
            OSError: The checkpoint file cannot be read.
        """
        if self.journal is None:
            return None
        details = self._details(self.message.sms_id)
        states = states_if_complete(self.journal, self.recipients, message=self.message.text, details=details)
        if states is None:
            return None
        done = tuple(one for one in self.recipients if states[one] == "done")
        state = BulkState[str](self.progress, total=len(self.recipients), done=list(done))
        state.unknown.extend((one, None) for one in self.recipients if one not in set(done))
        report = replace(report_of(state, self.recipients), done_before=done)
        state.notify(report)
        return report

    def _open_checkpoint(self, extension: str) -> AbstractContextManager[SendCheckpoint | None]:
        if self.journal is None:
            return nullcontext()
        return open_checkpoint(self.journal, message=self.message.text, details=self._details(extension))

    def _details(self, extension: str | None) -> dict[str, str | None]:
        send_at = None if self.message.send_at is None else str(self.message.send_at)
        return {"sms_id": extension, "sender": self.message.sender, "send_at": send_at}

    def _jobs(
        self, recipients: list[str], extension: str, checkpoint: SendCheckpoint | None
    ) -> Iterator[Job[str]]:
        for recipient in recipients:
            # A job is taken when there is capacity for it: the recipient recorded here is sent to next.
            if checkpoint:
                checkpoint.record(recipient, "begun")
            yield Job((recipient,), self.message.request(extension, recipient))


@dataclass
class _CheckpointedBulkState(BulkState[str]):
    """A state that records the outcome for each recipient in the checkpoint file before it reports progress."""

    checkpoint: SendCheckpoint | None = field(default=None)

    def settle(self, keys: tuple[str, ...], outcome: WriteOutcome, error: SipgateError | None) -> None:
        """Record the outcome for recipients. For an unknown outcome, the state in the file remains `begun`."""
        if self.checkpoint and outcome in _STATES:
            for recipient in keys:
                self.checkpoint.record(recipient, _STATES[outcome])
        super().settle(keys, outcome, error)


def checked_recipients(to: Iterable[str]) -> tuple[str, ...]:
    """Return the recipients in E.164, without duplicates.

    Raises:
        InvalidInput: `to` is a string, is empty, or contains invalid numbers. The error contains the positions of the
            invalid numbers, counting from 1.
    """
    if isinstance(to, str):
        raise InvalidInput("The recipients are a single string.", hint="Pass a list, or use sms.send.")
    found: dict[str, None] = {}
    wrong: list[int] = []
    for position, text in enumerate(as_iterable(to, argument="to"), 1):
        try:
            found[phone_number(text, argument="recipient")] = None
        except InvalidInput:
            wrong.append(position)
    if wrong:
        positions = ", ".join(map(str, wrong[:20])) + (" ..." if len(wrong) > 20 else "")
        raise InvalidInput(
            f"The recipients at positions {positions} are not valid telephone numbers; nothing was sent.",
            hint="Include the plus sign and the country code, as in +4915799912345.",
            code="sms.invalid_recipients",
        )
    if not found:
        raise InvalidInput("No recipients were passed; nothing was sent.", hint="Pass at least one.")
    return tuple(found)


def checked_bulk_sms(
    message: SmsMessage,
    to: Iterable[str],
    concurrency: int,
    journal: str | Path | None,
    progress: ProgressCallback | None,
) -> BulkSms:
    """Return a validated bulk SMS; see `sms.send_many` for the arguments.

    Raises:
        InvalidInput: A recipient or the concurrency is invalid.
    """
    return BulkSms(
        message,
        checked_recipients(to),
        checked_concurrency(concurrency),
        None if journal is None else Path(journal),
        progress,
    )
