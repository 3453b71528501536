"""What somebody at the console does in a call: pick up, press keys, hold, transfer, hang up."""

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
    """The call is not in a state in which this can be done."""


def _call(moment: StepContext) -> tuple[LiveCall, CallFlow | None]:
    call = moment.state.calls.get(moment.subject)
    if call is None:
        raise NoSuchCall(f"There is no live call {moment.subject}")
    return call, moment.state.call_flows.get(call.id)


def answer(moment: StepContext, number: str = "", device: str = "") -> None:
    """Pick up a call that rings.

    Args:
        moment: when, and which call.
        number: whose phone of several, by default the first that rings.
        device: which device of the account, likewise.

    Raises:
        NoSuchCall: there is no such call.
        NotPossible: it does not ring, or nothing with that number or device does.
    """
    _, flow = _call(moment)
    if flow is None or flow.phase != "ringing":
        raise NotPossible("The call does not ring")
    wanted = e164(number) or number
    rings = [one for one in flow.rings if wanted in ("", one.number) and device in ("", one.device_id)]
    if not rings:
        raise NotPossible("Nothing with that number or device rings")
    connected.establish(moment, rings[0])


def press(moment: StepContext, digits: str) -> None:
    """The caller presses keys.

    Raises:
        NoSuchCall: there is no such call.
        NotPossible: the digits are none, or nobody hears them yet.
    """
    call, flow = _call(moment)
    pressed = digits.upper()
    if not pressed or set(pressed) - set("0123456789ABCD#*"):
        raise NotPossible("digits are 0-9, A-D, # and *")
    if call.established is None and (flow is None or flow.phase != "gathering"):
        raise NotPossible("Nobody collects digits or talks in this call")
    playback.press(moment, pressed)


def hold(moment: StepContext, *, on: bool) -> None:
    """The account's side puts the other one on hold, or fetches it back.

    Raises:
        NoSuchCall: there is no such call.
        NotPossible: nobody has picked up.
    """
    _talks(moment)
    connected.hold(moment, on=on)


def transfer(moment: StepContext, to: str, *, attended: bool) -> LiveCall:
    """The account's side connects the other one with somebody else; returns the new call.

    Raises:
        NoSuchCall: there is no such call.
        NotPossible: nobody has picked up, or the number is none.
    """
    _talks(moment)
    number = e164(to)
    if number is None:
        raise NotPossible("to is not a telephone number")
    return connected.transfer(moment, number, attended=attended)


def _talks(moment: StepContext) -> None:
    if _call(moment)[0].established is None:
        raise NotPossible("Nobody has picked up")


def hang_up(moment: StepContext, by: Party = "caller") -> None:
    """Hang up, at any time; the callee who hangs up while it rings rejects the call.

    Raises:
        NoSuchCall: there is no such call.
    """
    _call(moment)
    ending.hang_up(moment, by)
