"""Live calls: see them, and act on them while people talk."""

from __future__ import annotations

from dataclasses import dataclass

from sipgate_api.api.rtcm import (
    get_calls,
    hangup_call,
    send_call_dtmf,
    set_call_hold,
    set_call_muted,
    set_call_recording,
    start_call_announcement,
    transfer_call,
)
from sipgate_api.models.announcement_request import AnnouncementRequest
from sipgate_api.models.boolean_request import BooleanRequest
from sipgate_api.models.dtmf_request import DtmfRequest
from sipgate_api.models.recording_request import RecordingRequest
from sipgate_api.models.transfer_request import TransferRequest
from sipgate_api.types import UNSET

from sipgate_tools.errors import InvalidInput
from sipgate_tools.models.rtcm import LiveCall
from sipgate_tools.values import dtmf_sequence, flag, identifier, phone_number, web_url

from ._support import platform
from ._support.resource import AsyncResource


@dataclass(frozen=True, repr=False)
class AsyncRtcm:
    """Real-time call manipulation; `client.rtcm`.

    Everywhere, `call` is a `LiveCall` or its id. An id also works while a call still rings, as far as sipgate lets it
    (hanging up does). Each operation raises `NotFound` when there is no such call, any more or yet.
    """

    _session: AsyncResource

    async def calls(self) -> list[LiveCall]:
        """Return the established calls of the whole account; ringing calls are not among them (operation getCalls)."""
        return await self._session.records(get_calls.build_request(), LiveCall, "data", "items")

    async def mute(self, call: LiveCall | str, muted: bool) -> None:
        """Silence or unsilence our side for the other (operation setCallMuted).

        Raises:
            InvalidInput: The account runs on neo, which cannot mute.
        """
        body = BooleanRequest(value=flag(muted, argument="muted"))
        request = set_call_muted.build_request(call_id=_id(call), body=body)
        await self._classic_only("Muting")
        await self._session.confirm(request)

    async def hold(self, call: LiveCall | str, held: bool) -> None:
        """Put the other side on hold, or take it back (operation setCallHold).

        Raises:
            Conflict: On neo, the call is not established yet.
        """
        body = BooleanRequest(value=flag(held, argument="held"))
        await self._session.confirm(set_call_hold.build_request(call_id=_id(call), body=body))

    async def record(
        self, call: LiveCall | str, recording: bool, *, announcement: bool | None = None
    ) -> None:
        """Start or stop recording a call (operation setCallRecording).

        Args:
            call: The live call or its id.
            recording: Whether to record from now on.
            announcement: Whether the people hear that recording starts; sipgate's default is yes. Recording people
                unannounced is unlawful in many places, and neo refuses it.

        Raises:
            InvalidInput: `announcement=False` on a neo account.
        """
        body = RecordingRequest(
            value=flag(recording, argument="recording"),
            announcement=UNSET if announcement is None else flag(announcement, argument="announcement"),
        )
        request = set_call_recording.build_request(call_id=_id(call), body=body)
        if announcement is False and recording and await platform.is_neo(self._session):
            raise InvalidInput(
                "A neo account cannot record without an announcement.",
                hint="Leave announcement out, or set it to True.",
            )
        await self._session.confirm(request)

    async def announce(
        self, call: LiveCall | str, url: str, *, check: bool = False, allow_private: bool = False
    ) -> None:
        """Play a sound to both sides (operation startCallAnnouncement).

        Args:
            call: The live call or its id.
            url: Where sipgate fetches a WAV: mono, 16-bit PCM, 8 kHz.
            check: Whether to fetch and check it first: sipgate does not say when it cannot play a file.
            allow_private: Whether the check may fetch from an address that is not public.

        Raises:
            InvalidInput: The URL is not usable, the file was checked and is not playable, or the account runs on neo,
                which has no announcements.
        """
        body = AnnouncementRequest(url=web_url(url, argument="announcement URL"))
        request = start_call_announcement.build_request(call_id=_id(call), body=body)
        await self._classic_only("An announcement")
        if check:
            from ._http.public_files import check_announcement_at

            await check_announcement_at(url, allow_private=allow_private)
        await self._session.confirm(request)

    async def transfer(
        self, call: LiveCall | str, number: str, *, attended: bool = False, caller_id: str | None = None
    ) -> None:
        """Connect the other side with somebody else (operation transferCall). The new call may cost money.

        Args:
            call: The live call or its id.
            number: Whom to, in international form.
            attended: Whether our side first talks to that person.
            caller_id: The number shown to that person; by default sipgate's choice.
        """
        body = TransferRequest(
            attended=flag(attended, argument="attended"),
            phone_number=phone_number(number),
            caller_id=UNSET if caller_id is None else phone_number(caller_id, argument="caller id"),
        )
        await self._session.confirm(transfer_call.build_request(call_id=_id(call), body=body))

    async def send_dtmf(self, call: LiveCall | str, digits: str) -> None:
        """Press keys (operation sendCallDtmf).

        Args:
            call: The live call or its id.
            digits: One or more of `0-9 A-D # *`, in either case.

        Raises:
            InvalidInput: There are other characters.
        """
        body = DtmfRequest(sequence=dtmf_sequence(digits))
        await self._session.confirm(send_call_dtmf.build_request(call_id=_id(call), body=body))

    async def hang_up(self, call: LiveCall | str) -> None:
        """End a call (operation hangupCall)."""
        await self._session.confirm(hangup_call.build_request(call_id=_id(call)))

    async def _classic_only(self, what: str) -> None:
        if await platform.is_neo(self._session):
            raise InvalidInput(
                f"{what} is not possible on a neo account.",
                hint="Hold, DTMF, transfer and hanging up work on both platforms.",
            )


def _id(call: LiveCall | str) -> str:
    return identifier(call.call_id if isinstance(call, LiveCall) else call, argument="call")
