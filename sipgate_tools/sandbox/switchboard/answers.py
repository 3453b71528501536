"""What a webhook answers: the XML read strictly, as something to do or as what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias
from urllib.parse import urlsplit
from xml.etree import ElementTree

from ..telephony import e164

MOST_NUMBERS = 5
"""How many numbers a call that comes in can be redirected to; a call that goes out has one."""
LONGEST_ANSWER = 100_000
_NUMBER = re.compile(r"\+?[1-9]\d{4,14}\Z")


@dataclass(frozen=True, slots=True)
class Dial:
    """Let other numbers ring, in E.164; `anonymous` None leaves it to the account."""

    numbers: tuple[str, ...]
    caller_id: str = ""
    anonymous: bool | None = None


@dataclass(frozen=True, slots=True)
class Voicemail:
    """Let the voicemail pick up."""


@dataclass(frozen=True, slots=True)
class Reject:
    """Do not take the call."""

    reason: Literal["rejected", "busy"] = "rejected"


@dataclass(frozen=True, slots=True)
class Play:
    """Play a sound, then go on."""

    url: str


@dataclass(frozen=True, slots=True)
class Gather:
    """Collect digits and tell them at `on_data`."""

    on_data: str
    max_digits: int = 1
    timeout_seconds: float = 2.0
    url: str = ""


@dataclass(frozen=True, slots=True)
class Hangup:
    """End the call."""


Action: TypeAlias = Dial | Voicemail | Reject | Play | Gather | Hangup


@dataclass(frozen=True, slots=True)
class Reading:
    """An answer as understood. With a `problem` nothing of it counts."""

    action: Action | None = None
    on_answer: str = ""
    on_hangup: str = ""
    problem: str = ""

    @property
    def sound(self) -> str:
        """The URL of the sound to be played, "" for none."""
        return self.action.url if isinstance(self.action, Play | Gather) else ""


class _Malformed(Exception):
    """What is wrong with an answer."""


class _Builder(ElementTree.TreeBuilder):
    """Builds a tree, but takes no document type: entities that blow up come with one."""

    def doctype(self, *_: Any) -> None:
        raise _Malformed("The answer has a document type")


def read_answer(body: bytes, direction: str) -> Reading:
    """What the body of a webhook's answer means; an empty one means nothing, so the call goes on.

    Args:
        body: as received.
        direction: "in" or "out": of the call the answer is about.
    """
    if not body.strip():
        return Reading()
    try:
        return _response(_tree(body), direction)
    except _Malformed as problem:
        return Reading(problem=str(problem))


def _tree(body: bytes) -> ElementTree.Element:
    if len(body) > LONGEST_ANSWER:
        raise _Malformed(f"The answer is longer than {LONGEST_ANSWER} bytes")
    parser = ElementTree.XMLParser(target=_Builder())  # noqa: S314 - document types are refused above
    try:
        parser.feed(body)
        return parser.close()
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise _Malformed(f"The answer is not XML: {error}") from None


def _response(root: ElementTree.Element, direction: str) -> Reading:
    if root.tag != "Response":
        raise _Malformed(f"The root element is {root.tag} and not Response")
    attributes = _attributes(root, "onAnswer", "onHangup")
    _no_text(root)
    if len(root) > 1:
        raise _Malformed(f"Response has {len(root)} actions, but only one is allowed")
    return Reading(
        action=_action(root[0], direction) if len(root) else None,
        on_answer=_url(attributes.get("onAnswer", ""), "onAnswer"),
        on_hangup=_url(attributes.get("onHangup", ""), "onHangup"),
    )


def _action(element: ElementTree.Element, direction: str) -> Action:
    read = _ACTIONS.get(element.tag)
    if read is None:
        raise _Malformed(f"There is no action {element.tag}")
    _no_text(element)
    return read(element, direction)


def _dial(element: ElementTree.Element, direction: str) -> Action:
    attributes = _attributes(element, "callerId", "anonymous")
    if [child.tag for child in element] == ["Voicemail"]:
        _empty(element[0])
        return Voicemail()
    if not len(element) or any(child.tag != "Number" for child in element):
        raise _Malformed("Dial holds neither numbers nor a voicemail")
    most = MOST_NUMBERS if direction == "in" else 1
    if len(element) > most:
        raise _Malformed(f"Dial has {len(element)} numbers, but at most {most} are allowed")
    # The reference library writes anonymous="undefined" where nothing was said.
    hidden = {"true": True, "false": False}.get(attributes.get("anonymous", ""))
    shown = attributes.get("callerId", "")
    numbers = tuple(dict.fromkeys(_number(_content(child), "Number") for child in element))
    return Dial(numbers, _number(shown, "callerId") if shown else "", hidden)


def _reject(element: ElementTree.Element, _: str) -> Action:
    reason = _attributes(element, "reason").get("reason", "rejected")
    _childless(element)
    match reason:
        case "rejected" | "busy":
            return Reject(reason)
        case _:
            raise _Malformed(f"Reject knows no reason {reason}")


def _hangup(element: ElementTree.Element, _: str) -> Action:
    _empty(element)
    return Hangup()


def _play(element: ElementTree.Element, _: str) -> Play:
    _attributes(element)
    if [child.tag for child in element] != ["Url"]:
        raise _Malformed("Play holds no single Url")
    _attributes(element[0])
    url = _url(_content(element[0]), "Url")
    if not url:
        raise _Malformed("The Url of Play is empty")
    return Play(url)


def _gather(element: ElementTree.Element, direction: str) -> Action:
    attributes = _attributes(element, "onData", "maxDigits", "timeout", "type")
    if attributes.get("type", "dtmf") != "dtmf":
        raise _Malformed("Gather collects nothing but dtmf")
    on_data = _url(attributes.get("onData", ""), "onData")
    if not on_data:
        raise _Malformed("Gather has no onData")
    if len(element) and [child.tag for child in element] != ["Play"]:
        raise _Malformed("Gather may hold one Play and nothing else")
    url = ""
    if len(element):
        _no_text(element[0])
        url = _play(element[0], direction).url
    digits = _whole(attributes.get("maxDigits", "1"), "maxDigits", least=1)
    return Gather(on_data, digits, _whole(attributes.get("timeout", "2000"), "timeout", least=0) / 1000, url)


_ACTIONS: dict[str, Callable[[ElementTree.Element, str], Action]] = {
    "Dial": _dial,
    "Play": _play,
    "Gather": _gather,
    "Reject": _reject,
    "Hangup": _hangup,
}


def _attributes(element: ElementTree.Element, *known: str) -> dict[str, str]:
    unknown = sorted(element.attrib.keys() - set(known))
    if unknown:
        raise _Malformed(f"{element.tag} has no attribute {unknown[0]}")
    return element.attrib


def _no_text(element: ElementTree.Element) -> None:
    if (element.text or "").strip() or any((child.tail or "").strip() for child in element):
        raise _Malformed(f"{element.tag} holds text")


def _childless(element: ElementTree.Element) -> None:
    _no_text(element)
    if len(element):
        raise _Malformed(f"{element.tag} holds something")


def _empty(element: ElementTree.Element) -> None:
    _attributes(element)
    _childless(element)


def _content(element: ElementTree.Element) -> str:
    if len(element):
        raise _Malformed(f"{element.tag} holds more than text")
    return (element.text or "").strip()


def _number(text: str, name: str) -> str:
    # E.164 is written without plus here; what the reference library hands out has one, so both are taken.
    number = e164(f"+{text.removeprefix('+')}") if _NUMBER.match(text) else None
    if number is None:
        raise _Malformed(f"{name} is not a number in E.164")
    return number


def _whole(text: str, name: str, *, least: int) -> int:
    if not re.match(r"\d{1,9}\Z", text) or int(text) < least:
        raise _Malformed(f"{name} is not a whole number of at least {least}")
    return int(text)


def _url(text: str, name: str) -> str:
    if not text:
        return ""
    try:
        parts = urlsplit(text)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        raise _Malformed(f"{name} is not an absolute http or https URL")
    return text
