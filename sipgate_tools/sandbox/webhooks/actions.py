"""The actions in a webhook's response, and the parsed response."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any, Final, Literal, TypeAlias


@dataclass(frozen=True, slots=True)
class DialAction:
    """Ring other numbers (in E.164). If `anonymous` is None, the account's setting applies."""

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
    """Gather digits and send them to the URL `on_data`. `url` is the sound to play first; "" for none."""

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
"""The actions by their names in JSON. The names are stored in state files and are part of the console's interface."""


def action_name(action: Action) -> str:
    """Return the name of an action in JSON, such as `Dial`."""
    return next(name for name, kind in _ACTIONS.items() if type(action) is kind)


def to_value(action: Action) -> dict[str, Any]:
    """Return an action as a JSON object, with its name in `do`."""
    return {"do": action_name(action), **asdict(action)}


def from_value(value: dict[str, Any]) -> Action:
    """Return the action in a JSON object from `to_value`."""
    fields = {name: one for name, one in value.items() if name != "do"}
    if "numbers" in fields:
        fields["numbers"] = tuple(fields["numbers"])  # JSON has only lists
    return _ACTIONS[value["do"]](**fields)


@dataclass(frozen=True, slots=True)
class ParsedResponse:
    """A parsed response. If `problem` is not empty, all other fields are empty.

    `following` contains the actions after the first action, if `Rules.several_actions` allows more than one.
    """

    action: Action | None = None
    on_answer: str = ""
    on_hangup: str = ""
    problem: str = ""
    following: tuple[Action, ...] = ()

    @property
    def actions(self) -> tuple[Action, ...]:
        """All actions of the response in order."""
        return (self.action, *self.following) if self.action is not None else ()


def sound_of(action: Action) -> str:
    """Return the URL of the sound that an action plays; "" for an action without a sound."""
    return action.url if isinstance(action, PlayAction | GatherAction) else ""
