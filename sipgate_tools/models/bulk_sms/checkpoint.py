"""The checkpoint file of a bulk send, with which an interrupted send can resume without sending twice.

Each line is a JSON object. The first line describes the bulk send. For each message, a line with the state `begun`,
its number, a digest of its text and its times is written and synced to disk before the request is sent, and a line with
`done`, `refused` or `not sent` follows when the outcome is known. If the last state of a message is `begun`, the
outcome is unknown, and the message is not sent again.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Generator, Iterable, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Lock
from typing import Any, TextIO, cast

from filelock import FileLock, Timeout

from sipgate_tools.errors import InvalidInput

from .items import OTHER_RUN_HINT, BulkItem, CheckpointEntry, keys_in_state, text_digest


class SendCheckpoint:
    """The recorded states of a bulk send's messages, created by `open_checkpoint`.

    Attributes:
        entries: The entries of earlier runs by key.
        done: Keys for which an earlier run recorded that sipgate accepted the SMS.
        unknown: Keys for which an earlier run recorded no response. The SMS may have been sent.
    """

    def __init__(self, file: TextIO, entries: Mapping[str, CheckpointEntry]) -> None:
        self.entries = entries
        self.done = keys_in_state(entries, "done")
        self.unknown = keys_in_state(entries, "begun")
        self._file = file
        self._lock = Lock()

    def begin(self, item: BulkItem) -> None:
        """Append that the request of a message is sent now, and sync the file to disk.

        Raises:
            OSError: The file cannot be written.
        """
        details = {"to": item.to, "text": item.digest, "send_at": item.send_at, "at": round(time.time(), 3)}
        with self._lock:
            _append(self._file, {"key": item.key, **details, "state": "begun"})

    def record(self, key: str, state: str) -> None:
        """Append the state of a message (`done`, `refused` or `not sent`), and sync the file to disk.

        Raises:
            OSError: The file cannot be written.
        """
        with self._lock:
            _append(self._file, {"key": key, "state": state})


def checked_path(path: str | Path) -> Path:
    """Return the path of a checkpoint file.

    Raises:
        InvalidInput: The argument is neither a string nor a `pathlib.Path`.
    """
    if not isinstance(path, str | Path):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise InvalidInput("checkpoint is not a path.", hint="Pass a string or a pathlib.Path.")
    return Path(path)


@contextmanager
def open_checkpoint(path: Path, subject: Mapping[str, Any]) -> Generator[SendCheckpoint]:
    """Open or create the checkpoint file of a bulk send, and lock it against other processes.

    Args:
        path: The path of the checkpoint file. A new file is readable by its owner only.
        subject: The description of the bulk send; see `subject_of`.

    Raises:
        InvalidInput: The file is in use by another process, cannot be locked, is not a checkpoint file, belongs to
            another bulk send, or is damaged.
        OSError: The file cannot be read or written.
    """
    with _locked(path):
        entries = _read(path, subject) if path.exists() else None
        with _opened(path) as file:
            if entries is None:
                _append(file, subject)
            yield SendCheckpoint(file, entries or {})


@contextmanager
def reopen_checkpoint(path: Path) -> Generator[SendCheckpoint]:
    """Open the existing checkpoint file of any bulk SMS, and lock it against other processes.

    Raises:
        InvalidInput: The file does not exist or cannot be used; see `open_checkpoint`.
        OSError: The file cannot be read or written.
    """
    if not path.exists():
        raise InvalidInput(
            "The checkpoint file does not exist.", hint="Check its path.", code="checkpoint.not_found"
        )
    with _locked(path):
        entries = _read(path, None)
        with _opened(path) as file:
            yield SendCheckpoint(file, entries or {})


def read_entries(path: Path, subject: Mapping[str, Any]) -> dict[str, CheckpointEntry]:
    """Return the entries of a checkpoint file, which are empty if the file does not exist.

    Args:
        path: The path of the checkpoint file.
        subject: The description of the bulk send. If its extension is `None`, any extension matches.

    Raises:
        InvalidInput: The checkpoint file cannot be used; see `open_checkpoint`.
        OSError: The file cannot be read.
    """
    if not path.exists():
        return {}
    with _locked(path):
        return _read(path, subject, any_extension=subject["sms_id"] is None) or {}


def subject_of(
    *, text: str | None, sms_id: str | None, sender: str | None, send_at: int | None
) -> dict[str, Any]:
    """Return the first line of a checkpoint file: a description of the bulk send.

    Args:
        text: The text of all messages, of which the line contains a digest, or `None` if each has its own.
        sms_id: The id of the SMS extension, or `None` if it is not known yet.
        sender: The sender's number in E.164, or `None` for the extension's default sender.
        send_at: The time of all messages as Unix time in seconds, or `None`.
    """
    about = {"sms_id": sms_id, "sender": sender}
    if text is None:
        return {"journal": "sipgate-tools sms", "messages": True, **about}
    time_text = None if send_at is None else str(send_at)
    return {"journal": "sipgate-tools sms", "text": text_digest(text), **about, "send_at": time_text}


@contextmanager
def _locked(path: Path) -> Generator[None]:
    if path.is_dir():
        raise InvalidInput(
            "The path of the checkpoint file is a folder.", hint="Pass the path of a file as checkpoint=."
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


def _opened(path: Path) -> TextIO:
    # Readable by its owner only: it contains telephone numbers.
    return open(path, "a", encoding="utf-8", opener=lambda name, flags: os.open(name, flags, 0o600))


def _read(
    path: Path, subject: Mapping[str, Any] | None, *, any_extension: bool = False
) -> dict[str, CheckpointEntry] | None:
    """Return the entries of a file, or `None` if it is empty.

    Args:
        path: The path of the checkpoint file.
        subject: The description that its first line must be, or `None` for any bulk SMS.
        any_extension: Whether the extension may differ.
    """
    content = path.read_bytes()
    whole = content[: content.rfind(b"\n") + 1]
    if len(whole) < len(content):
        # The process was killed while it wrote this line, so no request was sent after it.
        os.truncate(path, len(whole))
    lines = [_parse_line(line) for line in whole.decode("utf-8", errors="replace").split("\n")[:-1]]
    if not lines:
        return None
    first = lines[0] or {}
    if subject is None:
        subject = first if str(first.get("journal")).endswith(" sms") else {}
    elif any_extension:
        subject = {**subject, "sms_id": first.get("sms_id")}
    if not subject or first != subject:
        raise InvalidInput(
            "The checkpoint file belongs to another message, extension, sender or time.",
            hint=OTHER_RUN_HINT,
            code="checkpoint.other_run",
        )
    return _entries(lines[1:], subject)


def _entries(
    lines: Iterable[dict[str, Any] | None], subject: Mapping[str, Any]
) -> dict[str, CheckpointEntry]:
    entries: dict[str, CheckpointEntry] = {}
    for line in lines:
        key = line.get("key", line.get("to")) if line is not None else None
        if line is None or not isinstance(key, str) or not isinstance(line.get("state"), str):
            raise InvalidInput(
                "The checkpoint file is damaged; nothing was sent.",
                hint="Correct or restore the file.",
                code="checkpoint.damaged",
            )
        before = entries.get(key)
        if "text" in line or before is None:
            # Files of version 0.1.0 have only the number: text and time are those of the first line.
            common_time = subject.get("send_at")
            before = CheckpointEntry(
                "",
                str(line.get("to", key)),
                str(line.get("text", subject.get("text"))),
                line.get("send_at", None if common_time is None else int(common_time)),
                line.get("at"),
            )
        entries[key] = replace(before, state=line["state"])
    return entries


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
