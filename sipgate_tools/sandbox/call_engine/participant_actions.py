"""Actions of the participants in a call: pick up, press keys, hold, transfer and hang up."""

from __future__ import annotations

from ..events.scheduler import StepContext
from ..phone_numbers import e164
from ..state.call_engine import CallFlow
from ..state.calls_and_history import LiveCall
from . import connected, ending, playback
from .scenario import Party


class NoSuchCall(LookupError):
    """The call id is unknown, or the call has ended."""


class NotPossible(ValueError):
    """The call is not in a phase that allows this action, or an argument is invalid."""


def _call(context: StepContext) -> tuple[LiveCall, CallFlow | None]:
    call = context.state.calls.get(context.subject)
    if call is None:
        raise NoSuchCall(f"No live call with the id {context.subject}")
    return call, context.state.call_flows.get(call.id)


def answer(context: StepContext, number: str = "", device: str = "") -> None:
    """Pick up a ringing call.

    Args:
        context: The time and the call.
        number: The number that picks up. By default, the first number that rings.
        device: The device that picks up, such as `e0`. By default, the first device that rings.

    Raises:
        NoSuchCall: The call is not live.
        NotPossible: The call is not ringing, or is not ringing at `number` or `device`.
    """
    _, flow = _call(context)
    if flow is None or flow.phase != "ringing":
        raise NotPossible("The call is not ringing")
    checked_number = e164(number) or number
    rings = [
        one for one in flow.rings if checked_number in ("", one.number) and device in ("", one.device_id)
    ]
    if not rings:
        raise NotPossible("The call is not ringing at that number or device")
    connected.establish(context, rings[0])


def press(context: StepContext, digits: str) -> None:
    """Press keys as the caller.

    Raises:
        NoSuchCall: The call is not live.
        NotPossible: `digits` is empty or contains anything but 0-9, A-D, # and *, or the call is neither gathering
            digits nor established.
    """
    call, flow = _call(context)
    pressed = digits.upper()
    if not pressed or set(pressed) - set("0123456789ABCD#*"):
        raise NotPossible("digits must consist of 0-9, A-D, # and *")
    if call.established is None and (flow is None or flow.phase != "gathering"):
        raise NotPossible("The call is neither gathering digits nor established")
    playback.press(context, pressed)


def hold(context: StepContext, *, on: bool) -> None:
    """Put the other party on hold, or resume the call.

    Raises:
        NoSuchCall: The call is not live.
        NotPossible: The call is not established.
    """
    _check_established(context)
    connected.hold(context, on=on)


def transfer(context: StepContext, to: str, *, attended: bool) -> LiveCall:
    """Transfer the other party to another number and return the new call.

    Raises:
        NoSuchCall: The call is not live.
        NotPossible: The call is not established, or `to` is not a telephone number.
    """
    _check_established(context)
    number = e164(to)
    if number is None:
        raise NotPossible("to must be a telephone number")
    return connected.transfer(context, number, attended=attended)


def _check_established(context: StepContext) -> None:
    if _call(context)[0].established is None:
        raise NotPossible("The call is not established")


def hang_up(context: StepContext, by: Party = "caller") -> None:
    """Hang up in any phase. If the callee hangs up while the call is ringing, the call is rejected.

    Raises:
        NoSuchCall: The call is not live.
    """
    _call(context)
    ending.hang_up(context, by)
