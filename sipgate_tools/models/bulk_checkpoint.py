"""A file that remembers what of a mass sending is done, so that it can be taken up again without sending twice.

Each line is a JSON object: first what is sent (the text as a digest only), then for each recipient `begun`, written and
synced before the request leaves, and `done` or `refused` after its answer. A recipient that was begun and not ended is
of unknown outcome: it is never sent to again.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Generator, Iterable, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Any, Final, TextIO, cast

from filelock import FileLock, Timeout

from sipgate_tools.errors import InvalidInput

_OTHER: Final = "Use a journal of its own for each mass sending."


class SendCheckpoint:
    """What is known of each recipient of one mass sending. Made by `open_journal`.

    Attributes:
        done: Recipients that sipgate confirmed in an earlier run.
        unknown: Recipients that were begun in an earlier run and not ended: it may have happened.
    """

    def __init__(self, file: TextIO, states: Mapping[str, str]) -> None:
        self.done = frozenset(recipient for recipient, state in states.items() if state == "done")
        self.unknown = frozenset(recipient for recipient, state in states.items() if state == "begun")
        self._file = file
        self._lock = Lock()

    def record(self, recipient: str, state: str) -> None:
        """Write what became of a recipient (`begun`, `done`, `refused`, `not sent`), and see it on the disk."""
        with self._lock:
            _append(self._file, {"to": recipient, "state": state})


@contextmanager
def open_checkpoint(
    path: Path, *, message: str, details: Mapping[str, str | None]
) -> Generator[SendCheckpoint]:
    """Open the journal of a mass sending, or begin one; no second process can meanwhile.

    Args:
        path: The file.
        message: The text that is sent; only its digest is kept.
        details: What else makes the sending what it is: extension, sender, time.

    Raises:
        InvalidInput: The file is not a journal, belongs to another sending, or is in use.
    """
    subject = subject_of(message, details)
    with _locked(path):
        states = _read(path, subject) if path.exists() else None
        # It holds telephone numbers: nobody else's to read.
        with open(
            path, "a", encoding="utf-8", opener=lambda name, flags: os.open(name, flags, 0o600)
        ) as file:
            if states is None:
                _append(file, subject)
            yield SendCheckpoint(file, states or {})


def finished(
    path: Path, recipients: Iterable[str], *, message: str, details: Mapping[str, str | None]
) -> Mapping[str, str] | None:
    """Return what became of each recipient where a journal says that nothing is left to send, else `None`.

    Args:
        path: The file, which may not be there.
        recipients: All of the mass sending.
        message: As for `open_journal`.
        details: As for `open_journal`; an extension of `None` means whichever the journal has.

    Raises:
        InvalidInput: As for `open_journal`.
    """
    if not path.exists():
        return None
    with _locked(path):
        states = _read(path, subject_of(message, details), any_extension=details["sms_id"] is None) or {}
    return states if all(states.get(each) in {"done", "begun"} for each in recipients) else None


def subject_of(message: str, details: Mapping[str, str | None]) -> dict[str, Any]:
    """Return what a journal says first: what is sent, the text as a digest only."""
    digest = hashlib.sha256(message.encode()).hexdigest()
    return {"journal": "sipgate-tools sms", "text": digest, **details}


@contextmanager
def _locked(path: Path) -> Generator[None]:
    lock = FileLock(f"{path}.lock")
    try:
        lock.acquire(blocking=False)
    except Timeout:
        raise InvalidInput("The journal is in use.", hint="Another process is sending with it.") from None
    except OSError as error:
        raise InvalidInput(
            f"The journal cannot be used ({type(error).__name__}).", hint="Check its folder."
        ) from None
    try:
        yield
    finally:
        lock.release()


def _read(path: Path, subject: Mapping[str, Any], *, any_extension: bool = False) -> dict[str, str] | None:
    content = path.read_bytes()
    whole = content[: content.rfind(b"\n") + 1]
    if len(whole) < len(content):
        # The process was killed while it wrote this line, so nothing was sent after it.
        os.truncate(path, len(whole))
    lines = [_parsed(line) for line in whole.decode("utf-8", errors="replace").splitlines()]
    if not lines:
        return None
    if any_extension and lines[0] is not None:
        subject = {**subject, "sms_id": lines[0].get("sms_id")}
    if lines[0] != subject:
        raise InvalidInput("The journal belongs to another message, extension, sender or time.", hint=_OTHER)
    states: dict[str, str] = {}
    for line in lines[1:]:
        if line is None or not isinstance(line.get("to"), str) or not isinstance(line.get("state"), str):
            raise InvalidInput("The journal is damaged.", hint="Nothing was sent; look into the file.")
        states[line["to"]] = line["state"]
    return states


def _parsed(line: str) -> dict[str, Any] | None:
    try:
        found: object = json.loads(line)
    except ValueError:
        return None
    return cast("dict[str, Any]", found) if isinstance(found, dict) else None


def _append(file: TextIO, line: Mapping[str, Any]) -> None:
    file.write(json.dumps(line, ensure_ascii=False) + "\n")
    file.flush()
    os.fsync(file.fileno())
