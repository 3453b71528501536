"""Labels for numbers and addresses in address books, and the corresponding types."""

from __future__ import annotations

from typing import Final

_WORK, _HOME, _OTHER, _CELL, _FAX = ("work",), ("home",), ("other",), ("cell",), ("fax",)

LABELS: Final = {
    "mobile": _CELL,
    "mobil": _CELL,
    "cell": _CELL,
    "cell phone": _CELL,
    "iphone": _CELL,
    "work": _WORK,
    "arbeit": _WORK,
    "geschäftlich": _WORK,
    "business": _WORK,
    "home": _HOME,
    "privat": _HOME,
    "zuhause": _HOME,
    "other": _OTHER,
    "sonstige": _OTHER,
    "andere": _OTHER,
    "main": ("main",),
    "hauptnummer": ("main",),
    "work fax": _WORK + _FAX,
    "fax geschäftlich": _WORK + _FAX,
    "home fax": _HOME + _FAX,
    "fax privat": _HOME + _FAX,
    "fax": _FAX,
    "pager": ("pager",),
    "homefax": _HOME + _FAX,
    "workfax": _WORK + _FAX,
    "homepage": ("homepage",),
}
"""Labels in address books, in lower case, and the corresponding types in vCards and in the API."""


def label_types(label: str) -> tuple[str, ...]:
    """Return the types for a label from Google, Apple or Outlook.

    An unknown label becomes the only type, without the markers that Google and Apple add. An empty label, and Outlook's
    `SMTP` and `EX`, have no types.
    """
    # Google marks the preferred value with a star; Apple wraps its labels: _$!<Mobile>!$_.
    text = label.strip().removeprefix("*").strip().removeprefix("_$!<").removesuffix(">!$_").strip()
    if not text or text.casefold() in {"smtp", "ex"}:  # Outlook's "E-mail Type" is the protocol, not a label
        return ()
    return LABELS.get(text.casefold(), (text,))
