"""The requests that start calls, on classic and on neo."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Self

from sipgate_api.api.rtcm import start_call
from sipgate_api.api.sessions import new_call
from sipgate_api.models.new_call_request import NewCallRequest
from sipgate_api.models.start_call_request import StartCallRequest
from sipgate_api.types import UNSET, Request

from sipgate_tools.errors import InvalidInput, UnexpectedResponse
from sipgate_tools.values import extension_id, identifier, phone_number, required_text

CALLING_EXTENSIONS: Final = ("e", "p", "x", "y")
"""Kinds of extensions that a call can start from: VoIP device, phoneline, external phone, mobile phone."""
_NEO_DEVICES: Final = ("e", "x", "y", "a")


@dataclass(frozen=True)
class OutgoingCall:
    """A call to start, with validated arguments; see `client.calls.start`."""

    caller: str
    callee: str
    caller_id: str | None
    device_id: str | None
    channel_id: str | None

    @classmethod
    def checked(
        cls,
        *,
        caller: str,
        callee: str,
        caller_id: str | None = None,
        device_id: str | None = None,
        channel_id: str | None = None,
    ) -> Self:
        """Return a call to start after validating the arguments and converting numbers to E.164.

        Raises:
            InvalidInput: An argument is invalid.
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
                code="calls.no_device",
            )
        return cls(number or caller, target, checked_caller_id, device_id, channel_id)

    def request(self, *, neo: bool) -> Request[Any]:
        """Return the request that starts the call (operation newCall on classic, startCall on neo).

        Args:
            neo: Whether the account runs on neo.

        Raises:
            InvalidInput: The platform does not support the combination of arguments.
        """
        return self._neo_request() if neo else self._classic_request()

    def _classic_request(self) -> Request[Any]:
        if self.channel_id is not None:
            raise InvalidInput(
                "Only neo accounts have channels.", hint="Omit channel_id.", code="platform.neo_only"
            )
        body = NewCallRequest(
            caller=self.caller,
            callee=self.callee,
            caller_id=UNSET if self.caller_id is None else self.caller_id,
            device_id=UNSET if self.device_id is None else self.device_id,
        )
        return new_call.build_request(body=body)

    def _neo_request(self) -> Request[Any]:
        device = self.device_id or self.caller
        if device[0] not in _NEO_DEVICES:
            raise InvalidInput(
                "A neo account has no phonelines to call from.",
                hint="Pass a device as caller or device_id; devices.list() returns the devices.",
                code="platform.classic_only",
            )
        visible_number = self.caller_id or (self.caller if self.caller.startswith("+") else None)
        body = StartCallRequest(
            device_id=device,
            # With a plus, neo may respond with 400.
            target_number=self.callee.removeprefix("+"),
            caller_id=UNSET if visible_number is None else visible_number.removeprefix("+"),
            channel_id=UNSET
            if self.channel_id is None
            else identifier(self.channel_id, argument="channel_id"),
        )
        return start_call.build_request(body=body)


def call_id_of(payload: Any) -> str:
    """Return the id in the response to the request that starts a call.

    Raises:
        UnexpectedResponse: The response contains no id.
    """
    match payload:
        case {"sessionId": str(found)} | {"callId": str(found)} | {"callSid": str(found)}:
            return found
        case _:
            raise UnexpectedResponse(
                "sipgate accepted the call, but its response contains no id.",
                hint="The phone may be ringing: rtcm.calls() lists the call once it is picked up.",
            )


def _number_or_extension(caller: str) -> str | None:
    """Return the caller's number in E.164, or `None` if the caller is an extension."""
    first = required_text(caller, argument="caller", hint="Use an extension such as e0, or a number.")[:1]
    if first.isascii() and first.isalpha():
        extension_id(caller, (*CALLING_EXTENSIONS, "a"), argument="caller")
        return None
    return phone_number(caller, argument="caller")
