"""Actions of the participants of a call: pick up, press keys, hold, transfer, hang up."""

from __future__ import annotations

from ..events.scheduler import StepContext
from ..phone_numbers import e164
from ..state.call_engine import CallFlow
from ..state.calls_and_history import LiveCall
from . import connected, ending, playback
from .scenario import Party


class NoSuchCall(LookupError):
    """There is no live call with this id."""


class NotPossible(ValueError):
    """The call is not in a phase in which this action is possible."""


def _call(context: StepContext) -> tuple[LiveCall, CallFlow | None]:
    call = context.state.calls.get(context.subject)
    if call is None:
        raise NoSuchCall(f"There is no live call {context.subject}")
    return call, context.state.call_flows.get(call.id)


def answer(context: StepContext, number: str = "", device: str = "") -> None:
    """Pick up a call that rings.

    Args:
        context: The time and the call.
        number: The number that picks up; by default the first that rings.
        device: The device that picks up; by default the first that rings.

    Raises:
        NoSuchCall: There is no such call.
        NotPossible: The call does not ring, or not at that number or device.
    """
    _, flow = _call(context)
    if flow is None or flow.phase != "ringing":
        raise NotPossible("The call is not ringing")
    checked_number = e164(number) or number
    rings = [
        one for one in flow.rings if checked_number in ("", one.number) and device in ("", one.device_id)
    ]
    if not rings:
        raise NotPossible("The call does not ring at that number or device")
    connected.establish(context, rings[0])


def press(context: StepContext, digits: str) -> None:
    """Press keys as the caller.

    Raises:
        NoSuchCall: There is no such call.
        NotPossible: The digits are invalid, or the call neither gathers digits nor is established.
    """
    call, flow = _call(context)
    pressed = digits.upper()
    if not pressed or set(pressed) - set("0123456789ABCD#*"):
        raise NotPossible("digits are 0-9, A-D, # and *")
    if call.established is None and (flow is None or flow.phase != "gathering"):
        raise NotPossible("The call neither gathers digits nor is established")
    playback.press(context, pressed)


def hold(context: StepContext, *, on: bool) -> None:
    """Put the other party on hold, or resume the call.

    Raises:
        NoSuchCall: There is no such call.
        NotPossible: The call is not established.
    """
    _check_established(context)
    connected.hold(context, on=on)


def transfer(context: StepContext, to: str, *, attended: bool) -> LiveCall:
    """Transfer the other party to another number and return the new call.

    Raises:
        NoSuchCall: There is no such call.
        NotPossible: The call is not established, or the number is invalid.
    """
    _check_established(context)
    number = e164(to)
    if number is None:
        raise NotPossible("to is not a telephone number")
    return connected.transfer(context, number, attended=attended)


def _check_established(context: StepContext) -> None:
    if _call(context)[0].established is None:
        raise NotPossible("The call is not established")


def hang_up(context: StepContext, by: Party = "caller") -> None:
    """Hang up in any phase; a callee who hangs up while the call rings rejects it.

    Raises:
        NoSuchCall: There is no such call.
    """
    _call(context)
    ending.hang_up(context, by)
