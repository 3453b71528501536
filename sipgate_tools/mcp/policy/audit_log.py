"""The MCP audit log, which records each paid or changing action before its requests are sent, and then its outcome.

An action has up to two rows, which are never changed. The first is `intended`, written before the requests are sent.
The second is `done`, `failed` (sipgate refused the request, so it had no effect) or `unknown` (the response was lost).
The outcome of an action without a second row is also unknown, because the process may have crashed. Limits and
duplicates are determined from these rows, so they apply across restarts and processes.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
import time
import weakref
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from sipgate_tools.errors import PolicyRefused

from .audit_log_file import FileIdentity, identity_of, open_file
from .rules import Refused, Usage

if TYPE_CHECKING:
    from sqlite3 import Connection

    from .request_facts import RequestFacts

Outcome = Literal["done", "failed", "unknown"]

HOUR: Final = 3600.0
DAY: Final = 86400.0

_COUNTED_ROWS: Final = """
SELECT meter, amount, recipients, fingerprint, at FROM journal WHERE event = 'intended' AND at > ?
    AND action NOT IN (SELECT action FROM journal WHERE event = 'failed' AND at > ?)
"""
_USED_QUESTION: Final = """
SELECT first.at, first.tool, first.action, last.event FROM used_question
JOIN journal AS first ON first.action = used_question.action AND first.event = 'intended'
LEFT JOIN journal AS last ON last.action = first.action AND last.event <> 'intended'
WHERE used_question.question = ?
"""
_LATEST: Final = """
SELECT first.action, first.at, first.tool, first.operation, first.recipients, first.confirmed, last.event,
last.detail FROM journal AS first LEFT JOIN journal AS last ON last.action = first.action AND last.event <>
'intended' WHERE first.event = 'intended' ORDER BY first.seq DESC LIMIT ?
"""


_OUTCOMES: Final = {
    "done": "sipgate accepted the request.",
    "failed": "sipgate refused the request.",
    "running": "the request is on its way.",
    "unknown": "the response was lost, so the outcome is unknown.",
}


_FILE_REPLACED: Final = (
    "The audit log was deleted, moved or replaced while this server ran. Nothing is sent without it."
)
_HOW_TO_CONTINUE: Final = "The operator can put the file back, or restart the server to create a new one."


@dataclass(frozen=True)
class AuditEntry:
    """One action in the audit log.

    Attributes:
        action: The id of the action.
        at: The time of the first row, in Unix seconds.
        tool: The name of the tool that was called.
        operation: The id of the API operation.
        recipients: The numbers that were contacted, in E.164.
        confirmed: The origin of the approval: `user`, `operator` (by the settings) or `not needed`.
        outcome: `done`, `failed`, `unknown`, or `running` while this process executes the action. An unfinished action
            of another process is `unknown`, because that process may have crashed.
        detail: The class name of the error; "" without an error.
    """

    action: str
    at: float
    tool: str
    operation: str
    recipients: tuple[str, ...]
    confirmed: str
    outcome: str
    detail: str


def default_path() -> Path:
    """Return the default path of the audit log, in the user's state folder."""
    from platformdirs import user_state_path  # only without `--journal`

    return user_state_path("sipgate-tools", appauthor=False) / "mcp-journal.sqlite3"


class AuditLog:
    """The audit log of one installation.

    Args:
        path: The path of the file, or `None` for a log in memory, as for the sandbox.
        clock: A function that returns the time in Unix seconds.
        keep_texts: Whether the texts of messages are stored.
    """

    def __init__(
        self, path: Path | None, *, clock: Callable[[], float] = time.time, keep_texts: bool = False
    ) -> None:
        self._path = path
        self._clock = clock
        self._keep_texts = keep_texts
        self._database: Connection | None = None
        self._finalizer: weakref.finalize[[], AuditLog] | None = None
        self._running: set[str] = set()
        self._key = b""
        self._identity: FileIdentity | None = None

    def usage(self, facts: RequestFacts, *, window_seconds: float) -> Usage:
        """Return the usage so far of the limits that apply to a request.

        Args:
            facts: The facts of the request.
            window_seconds: The time in seconds in which an equal action counts as a duplicate.
        """
        with self._transaction() as database:
            return self._usage(database, facts, window_seconds)

    def begin(
        self,
        facts: RequestFacts,
        *,
        tool: str,
        confirmed: str,
        check: Callable[[Usage], Refused | None],
        window_seconds: float,
        question: str | None = None,
    ) -> str:
        """Record that the requests of an action are about to be sent, unless `check` refuses them.

        The check and the recording are one transaction, so two processes cannot both use the last unit of a limit.

        Args:
            facts: The combined facts of the requests.
            tool: The name of the tool that was called.
            confirmed: The origin of the approval, as in `AuditEntry.confirmed`.
            check: A function that receives the usage so far and returns the reason for a refusal, or `None`.
            window_seconds: The time in seconds in which an equal action counts as a duplicate.
            question: The id of the question that the user accepted, which allows one action, or `None`.

        Returns:
            The id of the action, for `finish`.

        Raises:
            PolicyRefused: `check` returned a reason, the question was used before, or the audit log cannot be written.
        """
        action = secrets.token_hex(8)
        with self._transaction() as database:
            if question is not None:
                self._refuse_used(database, question)
                database.execute("INSERT INTO used_question VALUES (?, ?)", (question, action))
            if refusal := check(self._usage(database, facts, window_seconds)):
                raise PolicyRefused(refusal.message)
            self._add(
                database,
                action,
                "intended",
                tool=tool,
                operation=facts.operation_id,
                effect=facts.effect,
                charged=int(facts.charged),
                meter=facts.meter,
                amount=facts.amount,
                recipients=json.dumps(facts.recipients),
                fingerprint=self._keyed_digest(facts.fingerprint),
                confirmed=confirmed,
                detail=facts.message_text if self._keep_texts else None,
            )
        self._running.add(action)
        return action

    def finish(self, action: str, outcome: Outcome, detail: str = "") -> None:
        """Record the outcome of an action.

        Args:
            action: The id from `begin`.
            outcome: `done`, `failed` or `unknown`.
            detail: The class name of the error; "" without an error.

        Raises:
            PolicyRefused: The audit log cannot be written.
        """
        self._running.discard(action)
        with self._transaction() as database:
            self._add(database, action, outcome, detail=detail)

    def refuse_used(self, question: str) -> None:
        """Check that a question has not allowed an action yet.

        Raises:
            PolicyRefused: The question has already allowed an action. The message contains the outcome of that action.
        """
        with self._transaction() as database:
            self._refuse_used(database, question)

    def latest(self, count: int = 20) -> list[AuditEntry]:
        """Return up to `count` actions, newest first."""
        with self._transaction() as database:
            rows = database.execute(_LATEST, (count,)).fetchall()
        return [
            AuditEntry(
                action,
                at,
                tool,
                operation,
                tuple(json.loads(recipients)),
                confirmed,
                event or ("running" if action in self._running else "unknown"),
                detail or "",
            )
            for action, at, tool, operation, recipients, confirmed, event, detail in rows
        ]

    def close(self) -> None:
        """Close the file until the next use. A log in memory stays open until the object is garbage-collected."""
        if self._finalizer is not None and self._path is not None:
            self._finalizer()
            self._database = self._finalizer = None

    def _refuse_used(self, database: Connection, question: str) -> None:
        if (used := database.execute(_USED_QUESTION, (question,)).fetchone()) is None:
            return
        at, tool, action, event = used
        outcome = event or ("running" if action in self._running else "unknown")
        when = datetime.fromtimestamp(at, UTC).isoformat(timespec="seconds")
        raise PolicyRefused(
            f"This confirmation was used already, at {when} for {tool}: {_OUTCOMES[outcome]} Nothing was sent again.",
            hint="Check the history. To do it once more, call the tool again without requestState; the user is then "
            "asked again.",
        )

    def _usage(self, database: Connection, facts: RequestFacts, window: float) -> Usage:
        now = self._clock()
        since = now - max(DAY, window)
        counted, recipients, repeated = [0, 0], (set[str](), set[str]()), False
        for meter, amount, numbers, fingerprint, at in database.execute(_COUNTED_ROWS, (since, since)):
            for index, span in enumerate((HOUR, DAY)):
                if at > now - span:
                    counted[index] += amount if meter == facts.meter else 0
                    recipients[index].update(json.loads(numbers))
            same = hmac.compare_digest(fingerprint, self._keyed_digest(facts.fingerprint))
            repeated = repeated or (same and facts.charged and at > now - window)
        return Usage((counted[0], counted[1]), (frozenset(recipients[0]), frozenset(recipients[1])), repeated)

    def _add(self, database: Connection, action: str, event: str, **columns: Any) -> None:
        names = ["at", "action", "event", *columns]
        values = [self._clock(), action, event, *columns.values()]
        marks = ", ".join("?" for _ in names)
        # The column names come from this module, never from a request.
        database.execute(f"INSERT INTO journal ({', '.join(names)}) VALUES ({marks})", values)  # noqa: S608

    def _keyed_digest(self, fingerprint: str) -> str:
        """Return the HMAC of a fingerprint with the log's key, so that short messages cannot be guessed from a row."""
        return hmac.new(self._key, fingerprint.encode(), hashlib.sha256).hexdigest()

    @contextmanager
    def _transaction(self) -> Generator[Connection]:
        import sqlite3  # 20 ms, not needed by a server that only reads

        try:
            database = self._database or self._connect()
            database.execute("BEGIN IMMEDIATE")
            try:
                self._check_file()
                yield database
                self._check_file()
            except BaseException:
                database.execute("ROLLBACK")
                raise
            database.execute("COMMIT")
        except (sqlite3.Error, OSError) as error:
            raise PolicyRefused(
                f"The audit log cannot be written ({type(error).__name__}). Nothing is sent without it.",
                hint="The operator can choose another file (--journal FILE).",
            ) from error

    def _connect(self) -> Connection:
        # A file that was deleted is not created again, because all limits would start from zero.
        if self._path is not None and self._key and identity_of(self._path) is None:
            raise PolicyRefused(_FILE_REPLACED, hint=_HOW_TO_CONTINUE)
        database, key = open_file(self._path)
        # Closes the database if this object is garbage-collected without `close`.
        self._finalizer = weakref.finalize(self, database.close)
        # A new file may reuse the inode of a deleted one, but never has its key.
        if self._key not in (b"", key):
            self._finalizer()
            raise PolicyRefused(_FILE_REPLACED, hint=_HOW_TO_CONTINUE)
        self._identity = None if self._path is None else identity_of(self._path)
        self._key, self._database = key, database
        return database

    def _check_file(self) -> None:
        """Check that the path still leads to the open file, because rows in a detached file would not count.

        Raises:
            PolicyRefused: The file was deleted, moved or replaced.
        """
        if self._path is not None and identity_of(self._path) != self._identity:
            raise PolicyRefused(_FILE_REPLACED, hint=_HOW_TO_CONTINUE)
