"""What a webhook's answer asks for: the actions, and the whole of an answer as understood."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any, Literal, TypeAlias


@dataclass(frozen=True, slots=True)
class DialAction:
    """Let other numbers ring, in E.164; `anonymous` None leaves it to the account."""

    numbers: tuple[str, ...]
    caller_id: str = ""
    anonymous: bool | None = None


@dataclass(frozen=True, slots=True)
class VoicemailAction:
    """Let the voicemail pick up."""


@dataclass(frozen=True, slots=True)
class RejectAction:
    """Do not take the call."""

    reason: Literal["rejected", "busy"] = "rejected"


@dataclass(frozen=True, slots=True)
class PlayAction:
    """Play a sound, then go on."""

    url: str


@dataclass(frozen=True, slots=True)
class GatherAction:
    """Collect digits and tell them at `on_data`."""

    on_data: str
    max_digits: int = 1
    timeout_seconds: float = 2.0
    url: str = ""


@dataclass(frozen=True, slots=True)
class HangupAction:
    """End the call."""


Action: TypeAlias = DialAction | VoicemailAction | RejectAction | PlayAction | GatherAction | HangupAction


def kind_of(action: Action) -> str:
    """Return the name of an action's element in the push API: `Dial`, `Voicemail`, `Play` and so on."""
    return type(action).__name__.removesuffix("Action")


def to_value(action: Action) -> dict[str, Any]:
    """Return an action as a JSON value."""
    return {"do": kind_of(action), **asdict(action)}


def from_value(value: dict[str, Any]) -> Action:
    """Return the action that `to_value` wrote."""
    fields = {name: one for name, one in value.items() if name != "do"}
    if "numbers" in fields:
        fields["numbers"] = tuple(fields["numbers"])  # JSON knows only lists
    kinds: tuple[Callable[..., Action], ...] = (
        DialAction,
        VoicemailAction,
        RejectAction,
        PlayAction,
        GatherAction,
        HangupAction,
    )
    return next(kind for kind in kinds if kind.__name__ == f"{value['do']}Action")(**fields)


@dataclass(frozen=True, slots=True)
class ParsedResponse:
    """An answer as understood. With a `problem` nothing of it counts.

    `following` holds the actions behind the first one, where `Rules.several_actions` lets them count.
    """

    action: Action | None = None
    on_answer: str = ""
    on_hangup: str = ""
    problem: str = ""
    following: tuple[Action, ...] = ()

    @property
    def actions(self) -> tuple[Action, ...]:
        """All actions, in their order."""
        return (self.action, *self.following) if self.action is not None else ()


def sound_of(action: Action) -> str:
    """Return the URL of the sound that an action plays, "" for none."""
    return action.url if isinstance(action, PlayAction | GatherAction) else ""
