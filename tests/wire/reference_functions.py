"""The functions of the reference, from the type declarations of the installed package."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

_MODULES: Final = {
    "CallModule": "call",
    "ContactsModule": "contacts",
    "DevicesModule": "devices",
    "FaxModule": "fax",
    "FluentWebhookServer": "fluent",
    "HistoryModule": "history",
    "NumbersModule": "numbers",
    "RTCMModule": "rtcm",
    "SipgateIOClient": "client",
    "SMSModule": "sms",
    "VoicemailsModule": "voicemails",
    "WebhookModule": "webhook",
    "WebhookResponseInterface": "WebhookResponse",
    "WebhookServer": "webhookServer",
    "WebhookSettingsModule": "webhookSettings",
}
"""Interfaces and classes whose members are functions that people call, and the names of the modules in our words."""

_DECLARATION: Final = re.compile(
    r"^(?:export )?(?:declare )?(?:interface|class) (\w+)[^{\n]*\{\n(.*?)^\}", re.M | re.S
)
_MEMBER: Final = re.compile(r"^ {4}(\w+)(?:: (?:<\w+>)?\(|\()", re.M)


def functions_of(package: Path) -> list[tuple[str, str]]:
    """Return module and name of every function of the reference, sorted.

    Args:
        package: The folder of the installed npm package `sipgateio`.
    """
    return sorted({*_functions(package / "dist")})


def _functions(declarations: Path) -> Iterator[tuple[str, str]]:
    for path in declarations.rglob("*.d.ts"):
        for name, members in _DECLARATION.findall(path.read_text(encoding="utf-8")):
            if name in _MODULES:
                yield from ((_MODULES[name], member) for member in _MEMBER.findall(members))


def unknown_interfaces(package: Path) -> set[str]:
    """Return the modules of the package that this file does not list, which means that the reference has new ones."""
    names = {
        name
        for path in (package / "dist").rglob("*.d.ts")
        for name, _ in _DECLARATION.findall(path.read_text(encoding="utf-8"))
    }
    return {name for name in names if name.endswith("Module")} - set(_MODULES)
