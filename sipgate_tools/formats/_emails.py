"""Validation of e-mail addresses, and their extraction from the values of address books.

The accepted syntax is the one of HTML input fields, extended by what mail systems accept today: letters of every
alphabet, quoted local parts and address literals. A domain must contain a dot. The library for this purpose
(email-validator) depends on a DNS resolver, but only the syntax is checked here.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from sipgate_tools.errors import InvalidInput

MAX_EMAIL: Final = 254
"""Maximum number of characters in one address (RFC 5321, erratum 1690)."""

_MAX_CHARS: Final = 4000
_LOCAL: Final = re.compile(r"[^\x00-\x20\x7f-\xa0()<>\[\]:;,@\\\"\s]+")
_QUOTED: Final = re.compile(r'"(?:[^"\\\x00-\x1f\x7f]|\\[\x20-\x7e])*"')
_LABEL: Final = re.compile(r"[^\W_](?:[\w-]*[^\W_])?", re.ASCII)
_WIDE_LABEL: Final = re.compile(r"[^\W_][\w\u0300-\u036f\u200c\u200d·-]*")
_LITERAL: Final = re.compile(r"\[(?:[0-9]{1,3}(?:\.[0-9]{1,3}){3}|IPv6:[0-9A-Fa-f:.]{2,45})\]")
_SEPARATORS: Final = re.compile(r"[;,|\r\n]")
_PART: Final = "a part that is not an e-mail address"
_BESIDE: Final = "the words next to the e-mail address"


class ReadEmails(NamedTuple):
    """The e-mail addresses in a value, and a description of the part that was not used, if any."""

    emails: tuple[str, ...]
    problem: str | None = None


def is_email(text: str) -> bool:
    """Return whether a string is one e-mail address. Whether the mailbox exists is not checked."""
    local, at, domain = text.rpartition("@")
    if not at or len(text) > MAX_EMAIL or len(local) > 64:
        return False
    dotted = not local.startswith(".") and not local.endswith(".") and ".." not in local
    if not (dotted and _LOCAL.fullmatch(local)) and not _QUOTED.fullmatch(local):
        return False
    return _is_domain(domain)


def _is_domain(domain: str) -> bool:
    if domain.startswith("["):
        return _LITERAL.fullmatch(domain) is not None
    labels = domain.split(".")
    return (
        len(labels) > 1
        and all(len(label) <= 63 and _is_label(label) for label in labels)
        and not labels[-1].isdigit()
    )


def _is_label(label: str) -> bool:
    if label.isascii():
        return _LABEL.fullmatch(label) is not None
    return _WIDE_LABEL.fullmatch(label) is not None and not label.endswith("-")


def check_email(text: str, *, argument: str = "email") -> str:
    """Return an e-mail address without surrounding whitespace.

    Raises:
        InvalidInput: `text` is not an e-mail address, or contains several. The error does not contain `text`.
    """
    address = text.strip()
    if is_email(address):
        return address
    found = read_emails(address)
    if len(found.emails) > 1:
        raise InvalidInput(
            f"{argument} contains several e-mail addresses in one string.",
            hint="Pass a list with one string per address.",
            code="email.invalid",
        )
    raise InvalidInput(
        f"{argument} contains an entry that is not an e-mail address.",
        hint="Write the address as ada@example.org, without a name or brackets.",
        code="email.invalid",
    )


def read_emails(text: str) -> ReadEmails:
    """Return the e-mail addresses in a value that was read from an address book.

    Addresses can be separated by `;`, `,`, `|`, ` / ` or whitespace. `mailto:` and angle brackets are removed.
    The address of `Ada Byron <ada@example.org>` is returned, and `problem` mentions the other words. Of
    `ada byron@example.org` none is returned: `byron@example.org` may be the address of another person.
    """
    value = text.strip()
    whole = _bare(value)
    if is_email(whole):
        return ReadEmails((whole,))
    if len(value) > _MAX_CHARS:
        return ReadEmails((), "not an e-mail address")
    found: list[str] = []
    problems: dict[str, None] = {}
    for segment in filter(str.strip, _SEPARATORS.split(value)):
        emails, problem = _read_segment(segment)
        found.extend(emails)
        if problem:
            problems[problem] = None
    if not found:
        return ReadEmails((), "not an e-mail address")
    return ReadEmails(tuple(dict.fromkeys(found)), next(iter(sorted(problems)), None))


def _read_segment(segment: str) -> tuple[list[str], str | None]:
    """Return the addresses in a part of a value, and a description of the words that were not used.

    Words count as a name only if brackets enclose the address, because `byron@example.org` in
    `ada byron@example.org` could be another person's address.
    """
    pieces = [_bare(piece) for piece in segment.split() if piece.strip("/")]
    if all(map(is_email, pieces)):
        return pieces, None
    before, opened, rest = segment.rpartition("<")
    inner, closed, behind = rest.partition(">")
    if opened and closed and "@" not in before + behind and is_email(_bare(inner)):
        return [_bare(inner)], _BESIDE
    first, opened, _ = segment.partition("(")
    if opened and segment.count("@") == 1 and is_email(_bare(first)):
        return [_bare(first)], _BESIDE
    return [], _PART if "@" in segment else _BESIDE


def _bare(text: str) -> str:
    text = text.strip().removeprefix("<").removesuffix(">").strip()
    return text[7:].partition("?")[0] if text[:7].lower() == "mailto:" else text
