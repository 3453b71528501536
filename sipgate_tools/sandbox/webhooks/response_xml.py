"""Parses the XML response to a webhook strictly, into actions or a problem."""

from __future__ import annotations

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Callable
from typing import Any, Final
from urllib.parse import urlsplit
from xml.etree import ElementTree
from xml.parsers import expat

from ..phone_numbers import e164
from ..rules import Rules
from .actions import (
    Action,
    DialAction,
    GatherAction,
    HangupAction,
    ParsedResponse,
    PlayAction,
    RejectAction,
    VoicemailAction,
)

MAX_NUMBERS: Final = 5
"""The maximum number of numbers that an incoming call can be redirected to. For an outgoing call, it is one."""
MAX_RESPONSE_BYTES: Final = 100_000
_NUMBER: Final = re.compile(r"\+?[1-9]\d{4,14}\Z")
_BYTE_ORDER_MARKS: Final = (BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE)
_DEFAULT_RULES: Final = Rules()


class _Malformed(Exception):
    """The response is invalid. The message describes the problem."""


class _Builder(ElementTree.TreeBuilder):
    """A tree builder that rejects document types, which could declare exponentially growing entities."""

    def doctype(self, *_: Any) -> None:
        raise _Malformed("The response has a document type")


def parse_response(
    body: bytes, direction: str, *, charset: str = "", rules: Rules = _DEFAULT_RULES
) -> ParsedResponse:
    """Parse the body of the response to a webhook. An empty body contains no actions, so the call continues.

    Args:
        body: The body as received.
        direction: The direction of the call, "in" or "out".
        charset: The charset in the Content-Type header; "" for none. It takes precedence over the XML declaration, and
            a byte order mark takes precedence over both (RFC 7303).
        rules: The rules for several actions and for text after the XML.
    """
    if not body.strip():
        return ParsedResponse()
    try:
        return _response(_tree(_decode(body, charset), rules), direction, rules)
    except _Malformed as problem:
        return ParsedResponse(problem=str(problem))


def _decode(body: bytes, charset: str) -> bytes | str:
    """Return the body decoded with the header's charset, or else the bytes, which the XML parser decodes."""
    if len(body) > MAX_RESPONSE_BYTES:
        raise _Malformed(f"The response must not be longer than {MAX_RESPONSE_BYTES} bytes")
    if not charset or body.startswith(_BYTE_ORDER_MARKS):
        return body
    try:
        return body.decode(charset)
    except LookupError:
        raise _Malformed(f"The charset {charset[:40]} in the Content-Type is unknown") from None
    except ValueError:
        raise _Malformed(
            f"The response is not valid {charset[:40]}, which is the charset in the Content-Type"
        ) from None


def _tree(body: bytes | str, rules: Rules) -> ElementTree.Element:
    try:
        return _parse(body)
    except ElementTree.ParseError as error:
        if error.code == _TEXT_BEHIND and rules.text_after_xml == "ignored":
            return _parse(_without_text_behind(body))
        raise _not_xml(error) from None


_TEXT_BEHIND: Final = expat.errors.codes[expat.errors.XML_ERROR_JUNK_AFTER_DOC_ELEMENT]


def _parse(body: bytes | str) -> ElementTree.Element:
    parser = ElementTree.XMLParser(target=_Builder())  # noqa: S314 - document types are refused above
    try:
        parser.feed(body)
        return parser.close()
    except ElementTree.ParseError:
        raise
    except (ValueError, LookupError) as error:
        raise _not_xml(error) from None


def _not_xml(error: Exception) -> _Malformed:
    return _Malformed(f"The response is not XML: {error}")


def _without_text_behind(body: bytes | str) -> bytes:
    """Return the XML in a body, without the text after the XML."""
    content = body.encode() if isinstance(body, str) else body
    parser = expat.ParserCreate("utf-8" if isinstance(body, str) else None)
    try:
        parser.Parse(content, True)
    except expat.ExpatError:
        return content[: parser.ErrorByteIndex]
    return content


def _response(root: ElementTree.Element, direction: str, rules: Rules) -> ParsedResponse:
    if root.tag != "Response":
        raise _Malformed(f"The root element must be Response, not {root.tag}")
    attributes = _attributes(root, "onAnswer", "onHangup")
    _no_text(root)
    if len(root) > 1 and rules.several_actions == "refused":
        raise _Malformed(f"Response has {len(root)} actions, but only one is allowed")
    elements = list(root) if rules.several_actions == "in-order" else list(root)[:1]
    actions = [_action(element, direction) for element in elements]
    return ParsedResponse(
        action=actions[0] if actions else None,
        on_answer=_url(attributes.get("onAnswer", ""), "onAnswer"),
        on_hangup=_url(attributes.get("onHangup", ""), "onHangup"),
        following=tuple(actions[1:]),
    )


def _action(element: ElementTree.Element, direction: str) -> Action:
    read = _ACTIONS.get(element.tag)
    if read is None:
        raise _Malformed(f"Unknown action {element.tag}")
    _no_text(element)
    return read(element, direction)


def _dial(element: ElementTree.Element, direction: str) -> Action:
    attributes = _attributes(element, "callerId", "anonymous")
    if [child.tag for child in element] == ["Voicemail"]:
        _empty(element[0])
        return VoicemailAction()
    if not len(element) or any(child.tag != "Number" for child in element):
        raise _Malformed("Dial must contain either Number elements or one Voicemail element")
    maximum = MAX_NUMBERS if direction == "in" else 1
    if len(element) > maximum:
        raise _Malformed(f"Dial has {len(element)} numbers, but at most {maximum} are allowed")
    hidden = _hidden(attributes.get("anonymous", ""))
    caller_id = attributes.get("callerId", "")
    numbers = tuple(dict.fromkeys(_number(_content(child), "Number") for child in element))
    return DialAction(numbers, _number(caller_id, "callerId") if caller_id else "", hidden)


def _hidden(text: str) -> bool | None:
    # The reference library writes anonymous="undefined" when the option is not set.
    values = {"true": True, "false": False, "undefined": None, "": None}
    if text not in values:
        raise _Malformed("The attribute anonymous of Dial must be true or false")
    return values[text]


def _reject(element: ElementTree.Element, _: str) -> Action:
    reason = _attributes(element, "reason").get("reason", "rejected")
    _childless(element)
    match reason:
        case "rejected" | "busy":
            return RejectAction(reason)
        case _:
            raise _Malformed(f"Unknown reason {reason} in Reject")


def _hangup(element: ElementTree.Element, _: str) -> Action:
    _empty(element)
    return HangupAction()


def _play(element: ElementTree.Element, _: str) -> PlayAction:
    _attributes(element)
    if [child.tag for child in element] != ["Url"]:
        raise _Malformed("Play must contain exactly one Url")
    _attributes(element[0])
    url = _url(_content(element[0]), "Url")
    if not url:
        raise _Malformed("The Url in Play must not be empty")
    return PlayAction(url)


def _gather(element: ElementTree.Element, direction: str) -> Action:
    attributes = _attributes(element, "onData", "maxDigits", "timeout", "type")
    if attributes.get("type", "dtmf") != "dtmf":
        raise _Malformed("Gather supports only the type dtmf")
    on_data = _url(attributes.get("onData", ""), "onData")
    if not on_data:
        raise _Malformed("Gather must have the attribute onData")
    if len(element) and [child.tag for child in element] != ["Play"]:
        raise _Malformed("Gather can contain only one Play element")
    url = ""
    if len(element):
        _no_text(element[0])
        url = _play(element[0], direction).url
    digits = _integer(attributes.get("maxDigits", "1"), "maxDigits", minimum=1)
    return GatherAction(
        on_data, digits, _integer(attributes.get("timeout", "2000"), "timeout", minimum=0) / 1000, url
    )


_ACTIONS: Final[dict[str, Callable[[ElementTree.Element, str], Action]]] = {
    "Dial": _dial,
    "Play": _play,
    "Gather": _gather,
    "Reject": _reject,
    "Hangup": _hangup,
}


def _attributes(element: ElementTree.Element, *allowed: str) -> dict[str, str]:
    unknown = sorted(element.attrib.keys() - set(allowed))
    if unknown:
        raise _Malformed(f"Unknown attribute {unknown[0]} of {element.tag}")
    return element.attrib


def _no_text(element: ElementTree.Element) -> None:
    if (element.text or "").strip() or any((child.tail or "").strip() for child in element):
        raise _Malformed(f"{element.tag} must not contain text")


def _childless(element: ElementTree.Element) -> None:
    _no_text(element)
    if len(element):
        raise _Malformed(f"{element.tag} must be empty")


def _empty(element: ElementTree.Element) -> None:
    _attributes(element)
    _childless(element)


def _content(element: ElementTree.Element) -> str:
    if len(element):
        raise _Malformed(f"{element.tag} must contain only text")
    return (element.text or "").strip()


def _number(text: str, name: str) -> str:
    # The push API writes E.164 without plus, the reference library with one: accept both.
    number = e164(f"+{text.removeprefix('+')}") if _NUMBER.match(text) else None
    if number is None:
        raise _Malformed(f"{name} must be a number in E.164")
    return number


def _integer(text: str, name: str, *, minimum: int) -> int:
    if not re.match(r"\d{1,9}\Z", text) or int(text) < minimum:
        raise _Malformed(f"{name} must be a whole number of at least {minimum}")
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
        raise _Malformed(f"{name} must be an absolute http or https URL")
    return text
