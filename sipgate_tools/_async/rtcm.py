"""Live calls: list, hold, record and transfer them (RTCM)."""

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

    `call` is always a `LiveCall` or its id. With an id, some methods (such as `hang_up`) also work while a call is
    ringing. Each method raises `NotFound` if the call does not exist, or not yet, or not any more.
    """

    _resource: AsyncResource

    async def calls(self) -> list[LiveCall]:
        """Return the established calls of the whole account, without ringing calls (operation getCalls)."""
        return await self._resource.records(get_calls.build_request(), LiveCall, "data", "items")

    async def mute(self, call: LiveCall | str, muted: bool) -> None:
        """Mute or unmute the account's side of a call (operation setCallMuted).

        Raises:
            InvalidInput: The account runs on neo, which cannot mute.
        """
        body = BooleanRequest(value=flag(muted, argument="muted"))
        request = set_call_muted.build_request(call_id=_id(call), body=body)
        await self._classic_only("Muting")
        await self._resource.confirm(request)

    async def hold(self, call: LiveCall | str, held: bool) -> None:
        """Put the other side on hold, or resume the call (operation setCallHold).

        Raises:
            Conflict: On neo, the call is not established yet.
        """
        body = BooleanRequest(value=flag(held, argument="held"))
        await self._resource.confirm(set_call_hold.build_request(call_id=_id(call), body=body))

    async def record(
        self, call: LiveCall | str, recording: bool, *, announcement: bool | None = None
    ) -> None:
        """Start or stop recording a call (operation setCallRecording).

        Args:
            call: The live call or its id.
            recording: Whether to record from now on.
            announcement: Whether the participants hear an announcement of the recording; by default yes. Recording
                without an announcement is illegal in many places, and impossible on neo.

        Raises:
            InvalidInput: `announcement=False` on a neo account.
        """
        body = RecordingRequest(
            value=flag(recording, argument="recording"),
            announcement=UNSET if announcement is None else flag(announcement, argument="announcement"),
        )
        request = set_call_recording.build_request(call_id=_id(call), body=body)
        if announcement is False and recording and await platform.is_neo(self._resource):
            raise InvalidInput(
                "A neo account cannot record without an announcement.",
                hint="Omit announcement, or set it to True.",
            )
        await self._resource.confirm(request)

    async def announce(
        self, call: LiveCall | str, url: str, *, check: bool = False, allow_private: bool = False
    ) -> None:
        """Play a sound to both sides (operation startCallAnnouncement).

        Args:
            call: The live call or its id.
            url: URL of a WAV file for sipgate to fetch: mono, 16-bit PCM, 8 kHz.
            check: Whether to fetch and check it first, because sipgate reports no error if it cannot play a file.
            allow_private: Whether the check may connect to an address that is not public.

        Raises:
            InvalidInput: The URL is invalid, the check failed, or the account runs on neo, which does not support
                announcements.
        """
        body = AnnouncementRequest(url=web_url(url, argument="announcement URL"))
        request = start_call_announcement.build_request(call_id=_id(call), body=body)
        await self._classic_only("An announcement")
        if check:
            # Takes time to import, and is rarely needed.
            from ._http.public_files import check_announcement_at

            await check_announcement_at(url, allow_private=allow_private)
        await self._resource.confirm(request)

    async def transfer(
        self, call: LiveCall | str, number: str, *, attended: bool = False, caller_id: str | None = None
    ) -> None:
        """Transfer the other side to another number (operation transferCall). The new call may cost money.

        Args:
            call: The live call or its id.
            number: The number to transfer to, in international form.
            attended: Whether the account's side first talks to that number.
            caller_id: The number that is shown there; by default sipgate chooses it.
        """
        body = TransferRequest(
            attended=flag(attended, argument="attended"),
            phone_number=phone_number(number),
            caller_id=UNSET if caller_id is None else phone_number(caller_id, argument="caller id"),
        )
        await self._resource.confirm(transfer_call.build_request(call_id=_id(call), body=body))

    async def send_dtmf(self, call: LiveCall | str, digits: str) -> None:
        """Send DTMF digits (operation sendCallDtmf).

        Args:
            call: The live call or its id.
            digits: One or more of `0-9 A-D # *`, in upper or lower case.

        Raises:
            InvalidInput: It contains other characters.
        """
        body = DtmfRequest(sequence=dtmf_sequence(digits))
        await self._resource.confirm(send_call_dtmf.build_request(call_id=_id(call), body=body))

    async def hang_up(self, call: LiveCall | str) -> None:
        """End a call (operation hangupCall)."""
        await self._resource.confirm(hangup_call.build_request(call_id=_id(call)))

    async def _classic_only(self, feature: str) -> None:
        if await platform.is_neo(self._resource):
            raise InvalidInput(
                f"{feature} is not possible on a neo account.",
                hint="Hold, DTMF, transfer and hanging up work on both platforms.",
            )


def _id(call: LiveCall | str) -> str:
    return identifier(call.call_id if isinstance(call, LiveCall) else call, argument="call")
