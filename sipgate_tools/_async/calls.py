"""Starting calls."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from sipgate_api.api.rtcm import start_call
from sipgate_api.api.sessions import new_call
from sipgate_api.models.new_call_request import NewCallRequest
from sipgate_api.models.start_call_request import StartCallRequest
from sipgate_api.types import UNSET

from sipgate_tools.errors import InvalidInput, UnexpectedResponse
from sipgate_tools.values import extension_id, identifier, phone_number, required_text

from ._support import platform
from ._support.resource import AsyncResource

CALLING_EXTENSIONS: Final = ("e", "p", "x", "y")
"""Kinds of extensions that a call can start from: VoIP device, phoneline, external phone, mobile phone."""
_NEO_DEVICES: Final = ("e", "x", "y", "a")


@dataclass(frozen=True, repr=False)
class AsyncCalls:
    """Starting of calls; `client.calls`. For live calls, see `client.rtcm`."""

    _resource: AsyncResource

    async def start(
        self,
        *,
        caller: str,
        callee: str,
        caller_id: str | None = None,
        device_id: str | None = None,
        channel_id: str | None = None,
    ) -> str:
        """Start a call, which costs money: a device of the account rings first and, once it is picked up, the callee's.

        | caller | device_id | |
        |---|---|---|
        | extension (`e0`, `p0`, `x0`, `y0`) | optional | that device or phoneline rings first |
        | telephone number | required | the device rings first, the number is the caller |

        Classic accounts use operation newCall, neo accounts startCall, where `caller` or `device_id` must be a device
        (`e0`, `x0`, `y0` or an app); a telephone number as `caller` is shown to the callee unless `caller_id` is given.

        Args:
            caller: The caller: an extension, or a number in international form.
            callee: The number to call, in international form.
            caller_id: The number that the callee sees.
            device_id: The device that rings first.
            channel_id: On neo, the channel that the call belongs to.

        Returns:
            The session id, which is also the id of the call for `client.rtcm`.

        Raises:
            InvalidInput: The combination is not possible; nothing was sent.
            InsufficientFunds: The balance is too low.
            PermissionDenied: The extension belongs to another user.
            OutcomeUnknown: The request was sent, but its response was lost: the phone may be ringing.
        """
        target = phone_number(callee, argument="callee")
        checked_caller_id = None if caller_id is None else phone_number(caller_id, argument="caller_id")
        if device_id is not None:
            extension_id(device_id, (*CALLING_EXTENSIONS, "a"), argument="device_id")
        number = _number_or_extension(caller)
        if number is not None and device_id is None:
            raise InvalidInput(
                "A call that starts with a telephone number needs a device.",
                hint="Add device_id=: the device that rings first, such as e0.",
            )
        if await platform.is_neo(self._resource):
            return await self._start_on_neo(
                number or caller, target, checked_caller_id, device_id, channel_id
            )
        if channel_id is not None:
            raise InvalidInput("Only neo accounts have channels.", hint="Omit channel_id.")
        body = NewCallRequest(
            caller=number or caller,
            callee=target,
            caller_id=UNSET if checked_caller_id is None else checked_caller_id,
            device_id=UNSET if device_id is None else device_id,
        )
        return _session_id(await self._resource.payload(new_call.build_request(body=body)))

    async def _start_on_neo(
        self, caller: str, callee: str, caller_id: str | None, device_id: str | None, channel_id: str | None
    ) -> str:
        device = device_id or caller
        if device[0] not in _NEO_DEVICES:
            raise InvalidInput(
                "A neo account has no phonelines to call from.",
                hint="Give a device as caller or device_id; devices.list() returns them.",
            )
        visible_number = caller_id or (caller if caller.startswith("+") else None)
        body = StartCallRequest(
            device_id=device,
            # With a plus, neo may respond with 400.
            target_number=callee.removeprefix("+"),
            caller_id=UNSET if visible_number is None else visible_number.removeprefix("+"),
            channel_id=UNSET if channel_id is None else identifier(channel_id, argument="channel_id"),
        )
        return _session_id(await self._resource.payload(start_call.build_request(body=body)))


def _number_or_extension(caller: str) -> str | None:
    """Return the caller as E.164, or `None` if it is an extension."""
    first = required_text(caller, argument="caller", hint="Give an extension such as e0, or a number.")[:1]
    if first.isascii() and first.isalpha():
        extension_id(caller, (*CALLING_EXTENSIONS, "a"), argument="caller")
        return None
    return phone_number(caller, argument="caller")


def _session_id(payload: Any) -> str:
    match payload:
        case {"sessionId": str(found)} | {"callId": str(found)} | {"callSid": str(found)}:
            return found
        case _:
            raise UnexpectedResponse(
                "sipgate accepted the call, but its response contains no id.",
                hint="The phone may be ringing: rtcm.calls() lists the call once it is picked up.",
            )
