"""Live calls: list, hold, record and transfer them (RTCM)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sipgate_api.api.rtcm import get_calls
from sipgate_api.types import Request

from sipgate_tools.models.rtcm import LiveCall
from sipgate_tools.requests import live_calls

from .._support import platform
from .._support.resource import AsyncResource


@dataclass(frozen=True, repr=False)
class AsyncRtcm:
    """Real-time call manipulation (`client.rtcm`).

    The argument `call` is a `LiveCall` or its id. With an id, some methods (such as `hang_up`) also work while a call
    is ringing. All methods with this argument raise `NotFound` if the call does not exist, does not exist yet, or
    has ended, and `InvalidInput` if the id is malformed.
    """

    _resource: AsyncResource

    async def calls(self) -> list[LiveCall]:
        """Return the established calls of the whole account, without ringing calls (operation getCalls)."""
        return await self._resource.records(get_calls.build_request(), LiveCall, "data", "items")

    async def mute(self, call: LiveCall | str, muted: bool) -> None:
        """Mute or unmute the account's side of a call (operation setCallMuted).

        Raises:
            InvalidInput: `muted` is not a bool, or the account runs on neo, which does not support muting.
        """
        await self._send(live_calls.mute_request(call, muted))

    async def hold(self, call: LiveCall | str, held: bool) -> None:
        """Put the other side on hold, or resume the call (operation setCallHold).

        Raises:
            InvalidInput: `held` is not a bool.
            Conflict: On neo, the call is not established yet.
        """
        await self._send(live_calls.hold_request(call, held))

    async def record(
        self, call: LiveCall | str, recording: bool, *, announcement: bool | None = None
    ) -> None:
        """Start or stop recording a call (operation setCallRecording).

        Args:
            call: The live call or its id.
            recording: Whether to record from now on.
            announcement: Whether the participants hear an announcement that the call is recorded; by default `True`.
                Recording without an announcement is illegal in many places, and is not supported on neo.

        Raises:
            InvalidInput: An argument is not a bool, or `announcement=False` was passed for a neo account.
        """
        await self._send(live_calls.record_request(call, recording, announcement=announcement))

    async def announce(
        self, call: LiveCall | str, url: str, *, check: bool = False, allow_private: bool = False
    ) -> None:
        """Play a sound to both sides (operation startCallAnnouncement).

        Args:
            call: The live call or its id.
            url: URL of a WAV file for sipgate to fetch: mono, 16-bit PCM, 8 kHz.
            check: Whether to download and check the file first, because sipgate reports no error if it cannot play it.
            allow_private: Whether the check may connect to an address that is not public.

        Raises:
            InvalidInput: The URL is invalid, the check failed, or the account runs on neo, which does not support
                announcements.
        """
        request = live_calls.announce_request(call, url)
        await check_platform(self._resource, request)
        if check:
            # Takes time to import, and is rarely needed.
            from .._http.public_files import check_announcement_at

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
            caller_id: The number that the new callee sees; by default, sipgate chooses it.

        Raises:
            InvalidInput: An argument is invalid; nothing was sent.
            OutcomeUnknown: The request was sent, but its response was lost; the call may have been transferred.
        """
        await self._send(live_calls.transfer_request(call, number, attended=attended, caller_id=caller_id))

    async def send_dtmf(self, call: LiveCall | str, digits: str) -> None:
        """Send DTMF digits (operation sendCallDtmf).

        Args:
            call: The live call or its id.
            digits: One or more of `0-9 A-D # *`, in upper or lower case.

        Raises:
            InvalidInput: `digits` is empty or contains other characters.
        """
        await self._send(live_calls.dtmf_request(call, digits))

    async def hang_up(self, call: LiveCall | str) -> None:
        """End a call (operation hangupCall)."""
        await self._send(live_calls.hang_up_request(call))

    async def _send(self, request: Request[Any]) -> None:
        await check_platform(self._resource, request)
        await self._resource.confirm(request)


async def check_platform(resource: AsyncResource, request: Request[Any]) -> None:
    """Check that a request of `requests.live_calls` is possible on the account's platform.

    Raises:
        InvalidInput: The account runs on neo, which does not support the request.
    """
    refusal = live_calls.refusal_on_neo(request)
    if refusal is not None and await platform.is_neo(resource):
        raise refusal
