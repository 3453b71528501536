"""What was done, on disk: written before a paid or changing request leaves, and completed after it.

An action is a few rows that are only ever added: `intended` before anything is sent, then one of `done`,
`failed` (sipgate said no, nothing happened) or `unknown` (the answer was lost). An action without a second
row was cut off by a crash: its outcome is unknown too. Limits and doubles are counted here, so that they
hold across restarts and between several processes.
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
from typing import TYPE_CHECKING, Any, Literal

from sipgate_tools.errors import PolicyRefused

from .audit_log_file import FileIdentity, identity_of, open_file
from .rules import Refused, Usage

if TYPE_CHECKING:
    from sqlite3 import Connection

    from .request_facts import RequestFacts

__all__ = ["AuditEntry", "AuditLog", "default_path"]

Outcome = Literal["done", "failed", "unknown"]

HOUR, DAY = 3600.0, 86400.0

_COUNTED = """
SELECT meter, amount, recipients, fingerprint, at FROM journal WHERE event = 'intended' AND at > ?
    AND action NOT IN (SELECT action FROM journal WHERE event = 'failed' AND at > ?)
"""
_USED = """
SELECT first.at, first.tool, first.action, last.event FROM used_question
JOIN journal AS first ON first.action = used_question.action AND first.event = 'intended'
LEFT JOIN journal AS last ON last.action = first.action AND last.event <> 'intended'
WHERE used_question.question = ?
"""
_LATEST = """
SELECT first.action, first.at, first.tool, first.operation, first.recipients, first.confirmed, last.event,
last.detail FROM journal AS first LEFT JOIN journal AS last ON last.action = first.action AND last.event <>
'intended' WHERE first.event = 'intended' ORDER BY first.seq DESC LIMIT ?
"""


_OUTCOMES = {
    "done": "sipgate accepted the request.",
    "failed": "sipgate refused the request.",
    "running": "the request is on its way.",
    "unknown": "the answer was lost, so the outcome is unknown.",
}


_GONE = "The journal was deleted, moved or replaced while this server ran, and nothing may leave unrecorded."
_HOW_TO_GO_ON = "The operator can put the file back, or restart the server to begin a new journal."


@dataclass(frozen=True)
class AuditEntry:
    """One action of the past.

    Attributes:
        action: Its id in the journal.
        at: When it was intended, in Unix seconds.
        tool: The tool that was called.
        operation: The operation of the API.
        recipients: Numbers that were contacted.
        confirmed: Who allowed it: `user`, `operator` (by settings) or `not needed`.
        outcome: `done`, `failed`, `unknown`, or `running` while this journal's process is at it. What another process
            has begun and not completed is unknown: it may have crashed.
        detail: What sipgate answered, in our words.
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
    """Where the journal is kept when the operator does not say."""
    from platformdirs import user_state_path

    return user_state_path("sipgate-tools", appauthor=False) / "mcp-journal.sqlite3"


class AuditLog:
    """The record of one installation. `path=None` keeps it in memory (for the sandbox)."""

    def __init__(
        self, path: Path | None, *, clock: Callable[[], float] = time.time, texts: bool = False
    ) -> None:
        self._path = path
        self._clock = clock
        self._texts = texts
        self._open: Connection | None = None
        self._end: weakref.finalize[[], AuditLog] | None = None
        self._running: set[str] = set()
        self._key = b""
        self._identity: FileIdentity | None = None

    def usage(self, facts: RequestFacts, *, window_seconds: float) -> Usage:
        """What is counted already that matters for a request."""
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
        texts: str | None = None,
    ) -> str:
        """Record that a request is about to leave, unless `check` of the use so far says no.

        Counting and recording are one transaction: two processes cannot both take the last place.

        Args:
            facts: The request.
            tool: The tool that was called.
            confirmed: Who allowed it.
            check: Called with the use so far.
            window_seconds: How long the same action counts as repeated.
            question: The id of the question that the user accepted; it allows one action.
            texts: What was written; kept only when the operator asked for it.

        Returns:
            The action's id, for `finish`.

        Raises:
            PolicyRefused: `check` refused, the question has allowed an action before, or the journal cannot be
                written: nothing may leave unrecorded.
        """
        action = secrets.token_hex(8)
        with self._transaction() as database:
            if question is not None:
                self._refuse_used(database, question)
                database.execute("INSERT INTO used_question VALUES (?, ?)", (question, action))
            if refusal := check(self._usage(database, facts, window_seconds)):
                raise PolicyRefused(refusal.sentence)
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
                fingerprint=self._sealed(facts.fingerprint),
                confirmed=confirmed,
                detail=texts if self._texts else None,
            )
        self._running.add(action)
        return action

    def finish(self, action: str, outcome: Outcome, detail: str = "") -> None:
        """Complete an action: what became of it, in our words."""
        self._running.discard(action)
        with self._transaction() as database:
            self._add(database, action, outcome, detail=detail)

    def refuse_used(self, question: str) -> None:
        """Refuse when an accepted question has allowed an action already.

        Raises:
            PolicyRefused: It has; the message says what became of the action.
        """
        with self._transaction() as database:
            self._refuse_used(database, question)

    def latest(self, count: int = 20) -> list[AuditEntry]:
        """The last actions, newest first."""
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
        """Close the file; it opens again when it is needed. A journal in memory lives as long as its object."""
        if self._end is not None and self._path is not None:
            self._end()
            self._open = self._end = None

    def _refuse_used(self, database: Connection, question: str) -> None:
        if (used := database.execute(_USED, (question,)).fetchone()) is None:
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
        for meter, amount, numbers, fingerprint, at in database.execute(_COUNTED, (since, since)):
            for index, span in enumerate((HOUR, DAY)):
                if at > now - span:
                    counted[index] += amount if meter == facts.meter else 0
                    recipients[index].update(json.loads(numbers))
            same = hmac.compare_digest(fingerprint, self._sealed(facts.fingerprint))
            repeated = repeated or (same and facts.charged and at > now - window)
        return Usage((counted[0], counted[1]), (frozenset(recipients[0]), frozenset(recipients[1])), repeated)

    def _add(self, database: Connection, action: str, event: str, **columns: Any) -> None:
        names = ["at", "action", "event", *columns]
        values = [self._clock(), action, event, *columns.values()]
        marks = ", ".join("?" for _ in names)
        # The names are the keyword arguments above, never anything from outside.
        database.execute(f"INSERT INTO journal ({', '.join(names)}) VALUES ({marks})", values)  # noqa: S608

    def _sealed(self, fingerprint: str) -> str:
        """A fingerprint under this journal's key: short messages cannot be guessed from a copied row."""
        return hmac.new(self._key, fingerprint.encode(), hashlib.sha256).hexdigest()

    @contextmanager
    def _transaction(self) -> Generator[Connection]:
        import sqlite3  # 20 ms that a server which only reads never pays

        try:
            database = self._open or self._connect()
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
                f"The journal cannot be written ({type(error).__name__}), and nothing may leave unrecorded.",
                hint="The operator can give another place for it (--journal FILE).",
            ) from error

    def _connect(self) -> Connection:
        # What was there before is not made anew: the limits and what was counted would begin anew with it.
        if self._path is not None and self._key and identity_of(self._path) is None:
            raise PolicyRefused(_GONE, hint=_HOW_TO_GO_ON)
        database, key = open_file(self._path)
        # Whoever forgets to close it, or has it in memory, leaves nothing open behind.
        self._end = weakref.finalize(self, database.close)
        # A new file may have the number of a deleted one, but never its key.
        if self._key not in (b"", key):
            self._end()
            raise PolicyRefused(_GONE, hint=_HOW_TO_GO_ON)
        self._identity = None if self._path is None else identity_of(self._path)
        self._key, self._open = key, database
        return database

    def _check_file(self) -> None:
        """Refuse when the path leads to another file than the open one: nobody would count what is written into it."""
        if self._path is not None and identity_of(self._path) != self._identity:
            raise PolicyRefused(_GONE, hint=_HOW_TO_GO_ON)
