"""Profiles: several logins on one machine, chosen with `SIPGATE_PROFILE` or `--profile`."""

from __future__ import annotations

import os
import re
from typing import Final

from sipgate_tools.errors import InvalidInput

PROFILE_VARIABLE: Final = "SIPGATE_PROFILE"
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


def current_profile() -> str | None:
    """Return the name of the profile in the environment, or `None` for the default login.

    Raises:
        InvalidInput: The name in `SIPGATE_PROFILE` is not valid.
    """
    name = os.environ.get(PROFILE_VARIABLE)
    return checked_profile(name) if name else None


def use_profile(name: str) -> None:
    """Choose a profile for this process and its children.

    Raises:
        InvalidInput: The name is not valid.
    """
    os.environ[PROFILE_VARIABLE] = checked_profile(name)


def checked_profile(name: str) -> str:
    """Return the name of a profile after a check: it becomes part of a file name.

    Raises:
        InvalidInput: The name has other characters than letters, digits, `.`, `_` and `-`, or more than 64.
    """
    if _NAME.fullmatch(name) is None:
        raise InvalidInput(
            "The name of the profile is not valid.",
            hint="Use up to 64 letters, digits, dots, underscores and hyphens, such as work.",
        )
    return name
