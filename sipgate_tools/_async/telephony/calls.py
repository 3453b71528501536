"""Starting calls."""

from __future__ import annotations

from dataclasses import dataclass

from sipgate_tools.requests.calls import OutgoingCall, call_id_of

from .._support import platform
from .._support.resource import AsyncResource


@dataclass(frozen=True, repr=False)
class AsyncCalls:
    """Starting calls (`client.calls`). For live calls, see `client.rtcm`."""

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
        """Start a call, which costs money.

        A device of the account rings first. Once the device is picked up, the callee is called.

        | caller | device_id | |
        |---|---|---|
        | extension (`e0`, `p0`, `x0`, `y0`) | optional | that device or phoneline rings first |
        | telephone number | required | the device rings first, the number is the caller |

        Classic accounts use the operation newCall, neo accounts startCall. On neo, `caller` or `device_id` must be a
        device (`e0`, `x0`, `y0` or an app), and the callee sees a telephone number in `caller` unless `caller_id` is
        passed.

        Args:
            caller: An extension, or a number in international form.
            callee: The number to call, in international form.
            caller_id: The number that the callee sees.
            device_id: The device that rings first.
            channel_id: On neo, the channel that the call belongs to.

        Returns:
            The session id, which is also the id of the call for `client.rtcm`.

        Raises:
            InvalidInput: An argument is invalid, or the platform does not support the arguments; nothing was sent.
            InsufficientFunds: The balance is too low.
            PermissionDenied: The extension belongs to another user.
            OutcomeUnknown: The request was sent, but its response was lost; the phone may be ringing.
            UnexpectedResponse: sipgate accepted the call, but the response contains no id.
        """
        call = OutgoingCall.checked(
            caller=caller, callee=callee, caller_id=caller_id, device_id=device_id, channel_id=channel_id
        )
        request = call.request(neo=await platform.is_neo(self._resource))
        return call_id_of(await self._resource.payload(request))
