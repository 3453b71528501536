# Made by scripts/make_sync.py from sipgate_tools/_async/messages/bulk_sms.py: edit that file.
"""Bulk SMS: many messages, each of which is sent once, even if the bulk send is resumed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from sipgate_tools.errors import SipgateError
from sipgate_tools.models.bulk_progress import BulkState, Job, ProgressCallback, WriteOutcome
from sipgate_tools.models.bulk_sms.checkpoint import (
    SendCheckpoint,
    checked_path,
    open_checkpoint,
    read_entries,
    subject_of,
)
from sipgate_tools.models.bulk_sms.items import BulkItem, CheckpointEntry, check_same_messages, keys_in_state
from sipgate_tools.models.bulk_sms.report import SmsBulkReport
from sipgate_tools.models.sms import sms_size
from sipgate_tools.requests.bulk_sms import BulkMessages
from sipgate_tools.requests.sms import send_sms_request

from .._support.bulk import checked_concurrency, report_of, write_all
from .._support.resource import SyncResource

_STATES: Final = {
    WriteOutcome.DONE: "done",
    WriteOutcome.REFUSED: "refused",
    WriteOutcome.NOT_SENT: "not sent",
}


@dataclass(frozen=True)
class BulkSms:
    """A validated bulk SMS.

    Attributes:
        messages: The messages.
        sender: The sender's number in E.164, or `None` for the extension's default sender.
        concurrency: Maximum number of concurrent requests.
        checkpoint: The path of the checkpoint file, or `None`.
        progress: A callback that is called after every message, or `None`.
    """

    messages: BulkMessages
    sender: str | None
    concurrency: int
    checkpoint: Path | None
    progress: ProgressCallback | None

    def send(self, resource: SyncResource, extension: str) -> SmsBulkReport:
        """Send all messages that the checkpoint file does not list as done or unknown, and report each outcome.

        Raises:
            InvalidInput: The checkpoint file cannot be used; see `open_checkpoint`.
            OSError: The checkpoint file cannot be read or written.
            SipgateError: The error that stopped the bulk send, if nothing was sent.
        """
        with self._open_checkpoint(extension) as checkpoint:
            entries: Mapping[str, CheckpointEntry] = checkpoint.entries if checkpoint else {}
            # Read again under the lock: another process may have sent messages since `prepare`.
            check_same_messages(self.messages.items, entries)
            due, late = self.messages.due(entries)
            state = self._state(entries, late, checkpoint)
            try:
                write_all(resource, _jobs(due, extension, checkpoint), state, concurrency=self.concurrency)
            finally:
                report = self._report(state, entries)
                state.notify(report)
        if state.stopped is not None and not state.done and not state.unknown:
            raise state.stopped
        return report

    def prepare(self, sms_id: str | None, *, dry_run: bool) -> SmsBulkReport | None:
        """Return the report if nothing is left to send or nothing must be sent, else `None`. No request is sent.

        Args:
            sms_id: The id of the SMS extension, or `None` for any.
            dry_run: Whether nothing must be sent.

        Raises:
            InvalidInput: The checkpoint file cannot be used, or a message that is left to send has an invalid time.
            OSError: The checkpoint file cannot be read.
        """
        subject = self._subject(sms_id)
        entries = {} if self.checkpoint is None else read_entries(self.checkpoint, subject)
        check_same_messages(self.messages.items, entries)
        due, late = self.messages.due(entries)
        if due and not dry_run:
            return None
        state = self._state(entries, late, None)
        report = self._report(state, entries, planned=due if dry_run else None)
        state.notify(report)
        return report

    def _state(
        self,
        entries: Mapping[str, CheckpointEntry],
        late: Iterable[tuple[str, SipgateError]],
        checkpoint: SendCheckpoint | None,
    ) -> BulkState[str]:
        done, unknown = keys_in_state(entries, "done"), keys_in_state(entries, "begun")
        state = _CheckpointedBulkState(self.progress, total=len(self.messages.keys), checkpoint=checkpoint)
        state.refused.extend([*self.messages.invalid, *late])
        state.done.extend(item.key for item in self.messages.items if item.key in done)
        state.unknown.extend((item.key, None) for item in self.messages.items if item.key in unknown)
        return state

    def _report(
        self,
        state: BulkState[str],
        entries: Mapping[str, CheckpointEntry],
        planned: Iterable[BulkItem] | None = None,
    ) -> SmsBulkReport:
        report = report_of(state, self.messages.keys)
        before = keys_in_state(entries, "done")
        sent_now = set(report.done) - before
        charged = planned if planned is not None else (i for i in self.messages.items if i.key in sent_now)
        return SmsBulkReport(
            report.done,
            report.failed,
            report.unknown,
            report.skipped,
            report.stopped,
            done_before=tuple(key for key in report.done if key in before),
            parts=sum(sms_size(item.text).parts for item in charged),
            dry_run=planned is not None,
        )

    def _open_checkpoint(self, extension: str) -> AbstractContextManager[SendCheckpoint | None]:
        if self.checkpoint is None:
            return nullcontext()
        return open_checkpoint(self.checkpoint, self._subject(extension))

    def _subject(self, extension: str | None) -> dict[str, object]:
        common = self.messages.common
        return subject_of(
            text=None if common is None else common.text,
            sms_id=extension,
            sender=self.sender,
            send_at=None if common is None else common.send_at,
        )


def _jobs(items: Iterable[BulkItem], extension: str, checkpoint: SendCheckpoint | None) -> Iterator[Job[str]]:
    for item in items:
        # A job is taken when there is capacity for it: the message recorded here is sent next.
        if checkpoint:
            checkpoint.begin(item)
        yield Job((item.key,), send_sms_request(extension, item.to, item.text, item.send_at))


@dataclass
class _CheckpointedBulkState(BulkState[str]):
    """A state that records the outcome of each message in the checkpoint file before it reports progress."""

    checkpoint: SendCheckpoint | None = field(default=None)

    def settle(self, keys: tuple[str, ...], outcome: WriteOutcome, error: SipgateError | None) -> None:
        """Record the outcome of messages. For an unknown outcome, the state in the file remains `begun`."""
        if self.checkpoint and outcome in _STATES:
            for key in keys:
                self.checkpoint.record(key, _STATES[outcome])
        super().settle(keys, outcome, error)


def checked_bulk_sms(
    messages: BulkMessages,
    sender: str | None,
    concurrency: int,
    checkpoint: str | Path | None,
    progress: ProgressCallback | None,
) -> BulkSms:
    """Return a validated bulk SMS; see `sms.send_many` for the arguments.

    Raises:
        InvalidInput: The concurrency is invalid, or the checkpoint file is not a path.
    """
    path = None if checkpoint is None else checked_path(checkpoint)
    return BulkSms(messages, sender, checked_concurrency(concurrency), path, progress)
