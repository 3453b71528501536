"""The messages of a bulk send, and their entries in a checkpoint file."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from sipgate_tools.errors import InvalidInput

OTHER_RUN_HINT: Final = "Use a separate checkpoint file for each bulk send."


@dataclass(frozen=True)
class BulkItem:
    """A message of a bulk send with validated values.

    Attributes:
        key: The name of the message, which is unique within the bulk send.
        to: The recipient's number in E.164.
        text: The text; `repr` omits it.
        send_at: The time to send the message as Unix time in seconds, or `None` to send it immediately.
    """

    key: str
    to: str
    text: str = field(repr=False)
    send_at: int | None = None

    @property
    def digest(self) -> str:
        """The digest of the text that checkpoint files contain."""
        return text_digest(self.text)


@dataclass(frozen=True)
class CheckpointEntry:
    """The entry for a message in a checkpoint file.

    Attributes:
        state: The last state: `begun`, `done`, `refused` or `not sent`.
        to: The recipient's number in E.164.
        digest: The digest of the text.
        send_at: The time to send the message as Unix time in seconds, or `None`.
        requested_at: The time when the request was last sent, as Unix time in seconds, or `None` if the file does not
            contain it.
    """

    state: str
    to: str
    digest: str
    send_at: int | None = None
    requested_at: float | None = None


def keys_in_state(entries: Mapping[str, CheckpointEntry], state: str) -> frozenset[str]:
    """Return the keys of the messages whose last state is the given one."""
    return frozenset(key for key, entry in entries.items() if entry.state == state)


def text_digest(text: str) -> str:
    """Return the digest of a text: its SHA-256, hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def check_same_messages(items: Iterable[BulkItem], entries: Mapping[str, CheckpointEntry]) -> None:
    """Check that messages that were sent, or may have been sent, have the same number and text as now.

    Raises:
        InvalidInput: A message has the key of another one in the checkpoint file.
    """
    wrong = [
        position
        for position, item in enumerate(items, 1)
        if (entry := entries.get(item.key)) is not None
        and entry.state in {"begun", "done"}
        and (entry.to, entry.digest) != (item.to, item.digest)
    ]
    if wrong:
        places = ", ".join(map(str, wrong[:20])) + (" ..." if len(wrong) > 20 else "")
        raise InvalidInput(
            f"According to the checkpoint file, other messages with the same keys were sent: positions {places}.",
            hint=OTHER_RUN_HINT,
            code="checkpoint.other_run",
        )
