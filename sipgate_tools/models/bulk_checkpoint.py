"""The checkpoint file of a bulk send, with which an interrupted send can resume without sending twice.

Each line is a JSON object. The first line describes the bulk send and contains a digest of the text. For each
recipient, a line with the state `begun` is written and synced to disk before the request is sent, and a line with
`done`, `refused` or `not sent` follows when the outcome is known. If the last state of a recipient is `begun`, the
outcome is unknown, and no further SMS is sent to that recipient.
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

_OTHER: Final = "Use a separate checkpoint file for each bulk send."


class SendCheckpoint:
    """The recorded states of a bulk send's recipients, created by `open_checkpoint`.

    Attributes:
        done: Recipients for whom an earlier run recorded that sipgate accepted the SMS.
        unknown: Recipients for whom an earlier run recorded no response. The SMS may have been sent.
    """

    def __init__(self, file: TextIO, states: Mapping[str, str]) -> None:
        self.done = frozenset(recipient for recipient, state in states.items() if state == "done")
        self.unknown = frozenset(recipient for recipient, state in states.items() if state == "begun")
        self._file = file
        self._lock = Lock()

    def record(self, recipient: str, state: str) -> None:
        """Append the state of a recipient (`begun`, `done`, `refused` or `not sent`), and sync the file to disk.

        Raises:
            OSError: The file cannot be written.
        """
        with self._lock:
            _append(self._file, {"to": recipient, "state": state})


@contextmanager
def open_checkpoint(
    path: Path, *, message: str, details: Mapping[str, str | None]
) -> Generator[SendCheckpoint]:
    """Open or create the checkpoint file of a bulk send, and lock it against other processes.

    Args:
        path: The path of the checkpoint file. A new file is readable by its owner only.
        message: The text of the SMS; only its digest is stored.
        details: The other values that identify the bulk send: extension, sender and time.

    Raises:
        InvalidInput: The file is in use by another process, cannot be locked, is not a checkpoint file, belongs to
            another bulk send, or is damaged.
        OSError: The file cannot be read or written.
    """
    subject = subject_of(message, details)
    with _locked(path):
        states = _read(path, subject) if path.exists() else None
        # Readable by its owner only: it contains telephone numbers.
        with open(
            path, "a", encoding="utf-8", opener=lambda name, flags: os.open(name, flags, 0o600)
        ) as file:
            if states is None:
                _append(file, subject)
            yield SendCheckpoint(file, states or {})


def states_if_complete(
    path: Path, recipients: Iterable[str], *, message: str, details: Mapping[str, str | None]
) -> Mapping[str, str] | None:
    """Return the state of each recipient if nothing is left to send; otherwise, or without a file, return `None`.

    Args:
        path: The path of the checkpoint file, which does not have to exist.
        recipients: All recipients of the bulk send.
        message: See `open_checkpoint`.
        details: See `open_checkpoint`. If the extension is `None`, any extension matches.

    Raises:
        InvalidInput: The checkpoint file cannot be used; see `open_checkpoint`.
        OSError: The file cannot be read.
    """
    if not path.exists():
        return None
    with _locked(path):
        states = _read(path, subject_of(message, details), any_extension=details["sms_id"] is None) or {}
    return states if all(states.get(each) in {"done", "begun"} for each in recipients) else None


def subject_of(message: str, details: Mapping[str, str | None]) -> dict[str, Any]:
    """Return the first line of a checkpoint file: a description of the bulk send, with a digest of the text."""
    digest = hashlib.sha256(message.encode()).hexdigest()
    return {"journal": "sipgate-tools sms", "text": digest, **details}


@contextmanager
def _locked(path: Path) -> Generator[None]:
    if path.is_dir():
        raise InvalidInput(
            "The path of the checkpoint file is a folder.", hint="Pass the path of a file as journal=."
        )
    lock = FileLock(f"{path}.lock")
    try:
        lock.acquire(blocking=False)
    except Timeout:
        raise InvalidInput(
            "The checkpoint file is in use by another process.",
            hint="Wait until that bulk send has ended.",
            code="checkpoint.in_use",
        ) from None
    except OSError as error:
        raise InvalidInput(
            f"The checkpoint file cannot be locked ({type(error).__name__}).",
            hint="Check that its folder exists and is writable.",
            code="checkpoint.not_writable",
        ) from None
    try:
        yield
    finally:
        lock.release()


def _read(path: Path, subject: Mapping[str, Any], *, any_extension: bool = False) -> dict[str, str] | None:
    content = path.read_bytes()
    whole = content[: content.rfind(b"\n") + 1]
    if len(whole) < len(content):
        # The process was killed while it wrote this line, so no request was sent after it.
        os.truncate(path, len(whole))
    lines = [_parse_line(line) for line in whole.decode("utf-8", errors="replace").splitlines()]
    if not lines:
        return None
    if any_extension and lines[0] is not None:
        subject = {**subject, "sms_id": lines[0].get("sms_id")}
    if lines[0] != subject:
        raise InvalidInput(
            "The checkpoint file belongs to another message, extension, sender or time.",
            hint=_OTHER,
            code="checkpoint.other_run",
        )
    states: dict[str, str] = {}
    for line in lines[1:]:
        if line is None or not isinstance(line.get("to"), str) or not isinstance(line.get("state"), str):
            raise InvalidInput(
                "The checkpoint file is damaged; nothing was sent.",
                hint="Correct or restore the file.",
                code="checkpoint.damaged",
            )
        states[line["to"]] = line["state"]
    return states


def _parse_line(line: str) -> dict[str, Any] | None:
    try:
        found: object = json.loads(line)
    except ValueError:
        return None
    return cast("dict[str, Any]", found) if isinstance(found, dict) else None


def _append(file: TextIO, line: Mapping[str, Any]) -> None:
    file.write(json.dumps(line, ensure_ascii=False) + "\n")
    file.flush()
    os.fsync(file.fileno())
