# Made by scripts/make_sync.py from sipgate_tools/_async/messages/fax.py: edit that file.
"""Faxes: sending, status and documents."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final

from sipgate_api.api.faxlines import get_user_faxlines

from sipgate_tools._backends.sync import in_thread, sleep
from sipgate_tools.errors import InvalidInput, NotFound, TimedOut
from sipgate_tools.formats.pdf import MAX_PDF_BYTES, check_pdf
from sipgate_tools.models.fax import Faxline
from sipgate_tools.models.history import FaxEntry, FaxStatus
from sipgate_tools.requests.fax import fax_id_of, only_faxline, resend_fax_request, send_fax_request
from sipgate_tools.values import extension_id, phone_number, seconds

from .._support.resource import SyncResource
from ..history.history import SyncHistory

_MAX_HISTORY_DELAY_SECONDS: Final = 60.0
_FINAL: Final = frozenset({FaxStatus.SENT, FaxStatus.FAILED})


@dataclass(frozen=True, repr=False)
class SyncFax:
    """Faxes (`client.fax`). Received faxes are in `client.history`."""

    _resource: SyncResource

    def send(
        self,
        *,
        to: str,
        content: bytes | bytearray | memoryview | str | Path,
        filename: str | None = None,
        faxline_id: str | None = None,
    ) -> str:
        """Send a PDF as a fax (operation sendFax), which costs money.

        Args:
            to: The recipient's number in international form.
            content: The bytes of the PDF, or the path of the PDF file; at most 21,247,500 bytes and 1000 pages.
            filename: The name of the document in the history; by default `Fax_YYYYMMDD_HHMMSS`.
            faxline_id: The faxline id, such as `f0`; by default the user's only faxline that can send.

        Returns:
            The session id, which is also the id of the history entry. `status`, `wait` and `download` accept it.

        Raises:
            InvalidInput: An argument is invalid, the content is not a PDF that can be faxed, or the user does not have
                exactly one faxline that can send; nothing was sent.
            InsufficientFunds: The balance is too low.
            OutcomeUnknown: The request was sent, but its response was lost. Check the history before sending it again.
            UnexpectedResponse: sipgate accepted the fax, but the response contains no session id.
        """
        recipient = phone_number(to, argument="recipient")
        if faxline_id is not None:
            extension_id(faxline_id, "f", argument="faxline_id")
        # In a thread: a large or damaged file would block the event loop.
        document = in_thread(lambda: _checked_document(content), abandon=True)
        request = send_fax_request(
            faxline_id=faxline_id or only_faxline(self.lines()),
            recipient=recipient,
            document=document,
            filename=filename,
        )
        return fax_id_of(self._resource.payload(request))

    def status(self, session_id: str) -> FaxStatus:
        """Return the status of a fax (operation getHistoryById).

        Raises:
            NotFound: The history contains no entry with this id.
            InvalidInput: `session_id` is not an id, or the entry is not a fax.
        """
        return (self.get(session_id)).fax_status_type or FaxStatus.PENDING

    def get(self, session_id: str) -> FaxEntry:
        """Return the history entry of a fax (operation getHistoryById).

        Raises:
            NotFound: The history contains no entry with this id.
            InvalidInput: `session_id` is not an id, or the entry is not a fax.
        """
        entry = SyncHistory(self._resource).get(session_id)
        if not isinstance(entry, FaxEntry):
            raise InvalidInput("The entry is not a fax.", hint="Use the session id that fax.send returned.")
        return entry

    def wait(
        self,
        session_id: str,
        *,
        timeout: float | timedelta = 600.0,
        poll_seconds: float = 5.0,
        progress: Callable[[FaxStatus], None] | None = None,
    ) -> FaxEntry:
        """Wait until a fax has been sent or has failed.

        Args:
            session_id: The session id that `send` returned.
            timeout: Maximum time to wait, in seconds or as a `timedelta`.
            poll_seconds: Pause between two requests, in seconds.
            progress: A callback that is called with each new status.

        Returns:
            The history entry, whose `fax_status_type` is `SENT` or `FAILED`.

        Raises:
            TimedOut: The fax is still being sent. You can call `wait` again.
            NotFound: The fax does not appear in the history within a minute.
            InvalidInput: An argument is invalid, or the entry is not a fax.
        """
        started = time.monotonic()
        deadline = started + seconds(timeout, argument="timeout")
        last_status: FaxStatus | None = None
        while True:
            late = time.monotonic() - started > _MAX_HISTORY_DELAY_SECONDS
            entry = self.get(session_id) if late else self._get_if_known(session_id)
            status = (entry and entry.fax_status_type) or FaxStatus.PENDING
            if progress and status != last_status:
                progress(status)
            last_status = status
            if entry and status in _FINAL:
                return entry
            if time.monotonic() + poll_seconds > deadline:
                raise TimedOut(
                    f"The fax is still {status}.", hint="sipgate continues to send it; call wait again."
                )
            sleep(poll_seconds)

    def lines(self, user_id: str | None = None) -> list[Faxline]:
        """Return the faxlines of a user (operation getUserFaxlines).

        Args:
            user_id: The user id, such as `w0`; by default the id of the authenticated user.

        Raises:
            InvalidInput: `user_id` is not a user id.
        """
        user = self._resource.user_id(user_id)
        return self._resource.records(get_user_faxlines.build_request(user_id=user), Faxline)

    def resend(self, fax_id: str, *, faxline_id: str | None = None) -> None:
        """Send a fax from the history again (operation resendFax), which costs money.

        Args:
            fax_id: The session id, which is also the id of the history entry.
            faxline_id: The faxline id, such as `f0`; by default the faxline of the original fax.

        Raises:
            InvalidInput: An id is invalid; nothing was sent.
            OutcomeUnknown: The request was sent, but its response was lost. Check the history before sending it again.
        """
        self._resource.confirm(resend_fax_request(fax_id, faxline_id=faxline_id))

    def download(self, session_id: str, path: str | Path, *, overwrite: bool = False) -> Path:
        """Save the PDF of a fax to a file; see `history.download`."""
        return SyncHistory(self._resource).download(self.get(session_id), path, overwrite=overwrite)

    def download_report(self, session_id: str, path: str | Path, *, overwrite: bool = False) -> Path:
        """Save the transmission report of a sent fax (a PDF) to a file; see `history.download`."""
        entry = self.get(session_id)
        return SyncHistory(self._resource).download(entry, path, part="report", overwrite=overwrite)

    def _get_if_known(self, session_id: str) -> FaxEntry | None:
        try:
            return self.get(session_id)
        except NotFound:
            return None  # it appears in the history after a short delay


def _checked_document(content: bytes | bytearray | memoryview | str | Path) -> bytes:
    document = _document(content)
    check_pdf(document)
    return document


def _document(content: bytes | bytearray | memoryview | str | Path) -> bytes:
    if isinstance(content, bytes):
        return content
    if isinstance(content, bytearray | memoryview):
        return bytes(content)
    if isinstance(content, str | Path):  # pyright: ignore[reportUnnecessaryIsInstance]
        return _read(Path(content))
    raise InvalidInput("The content of the fax cannot be read.", hint="Pass the bytes of a PDF, or its path.")


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(MAX_PDF_BYTES + 1)  # one byte more than allowed, to detect larger files
    except (OSError, ValueError) as error:  # ValueError: not a path, such as a text with a null byte
        raise InvalidInput(
            f"The file of the fax, {path}, cannot be read ({type(error).__name__}).", hint="Check its path."
        ) from error
    if len(content) > MAX_PDF_BYTES:
        raise InvalidInput(
            f"The file of the fax, {path}, is too large: the maximum is {MAX_PDF_BYTES} bytes.",
            hint="Reduce its size (fewer or simpler images), or send it in parts.",
        )
    return content
