"""The actions of a webhook's response, and the parsed response."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any, Final, Literal, TypeAlias


@dataclass(frozen=True, slots=True)
class DialAction:
    """Ring other numbers (E.164); `anonymous` None uses the setting of the account."""

    numbers: tuple[str, ...]
    caller_id: str = ""
    anonymous: bool | None = None


@dataclass(frozen=True, slots=True)
class VoicemailAction:
    """Send the call to the voicemail."""


@dataclass(frozen=True, slots=True)
class RejectAction:
    """Reject the call."""

    reason: Literal["rejected", "busy"] = "rejected"


@dataclass(frozen=True, slots=True)
class PlayAction:
    """Play a sound, then continue the call."""

    url: str


@dataclass(frozen=True, slots=True)
class GatherAction:
    """Gather digits and send them to the URL `on_data`."""

    on_data: str
    max_digits: int = 1
    timeout_seconds: float = 2.0
    url: str = ""


@dataclass(frozen=True, slots=True)
class HangupAction:
    """End the call."""


Action: TypeAlias = DialAction | VoicemailAction | RejectAction | PlayAction | GatherAction | HangupAction


_ACTIONS: Final[dict[str, Callable[..., Action]]] = {
    "Dial": DialAction,
    "Voicemail": VoicemailAction,
    "Reject": RejectAction,
    "Play": PlayAction,
    "Gather": GatherAction,
    "Hangup": HangupAction,
}
"""The actions by their name in JSON, which is stored in state files and part of the console's interface."""


def action_name(action: Action) -> str:
    """Return the name of an action in JSON, such as `Dial`."""
    return next(name for name, kind in _ACTIONS.items() if type(action) is kind)


def to_value(action: Action) -> dict[str, Any]:
    """Return an action as a JSON value."""
    return {"do": action_name(action), **asdict(action)}


def from_value(value: dict[str, Any]) -> Action:
    """Return the action that `to_value` wrote."""
    fields = {name: one for name, one in value.items() if name != "do"}
    if "numbers" in fields:
        fields["numbers"] = tuple(fields["numbers"])  # JSON has only lists
    return _ACTIONS[value["do"]](**fields)


@dataclass(frozen=True, slots=True)
class ParsedResponse:
    """A parsed response. If it has a `problem`, the other fields are empty.

    `following` holds the actions after the first one, where `Rules.several_actions` allows them.
    """

    action: Action | None = None
    on_answer: str = ""
    on_hangup: str = ""
    problem: str = ""
    following: tuple[Action, ...] = ()

    @property
    def actions(self) -> tuple[Action, ...]:
        """All actions in order."""
        return (self.action, *self.following) if self.action is not None else ()


def sound_of(action: Action) -> str:
    """Return the URL of the sound that an action plays, "" for none."""
    return action.url if isinstance(action, PlayAction | GatherAction) else ""
