"""The operator's settings, from flags and the environment.

`--read-only` is also `SIPGATE_MCP_READ_ONLY`, `--max-sms-per-day` is `SIPGATE_MCP_MAX_SMS_PER_DAY`, and so on. Settings
that protect the user fail closed: an invalid value counts as the safest value. With an invalid value of another
setting, such as an unknown tool, the server does not start.

The environment is read here in a few lines because pydantic-settings would add 45 ms to every start.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Final, Literal, cast
from urllib.parse import urlsplit

from pydantic import (
    AnyHttpUrl,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    TypeAdapter,
    ValidationError,
    field_validator,
)

from sipgate_tools.errors import InvalidInput

from .policy.numbers.recipients import has_national_prefix

ENVIRONMENT_PREFIX: Final = "SIPGATE_MCP_"
FROM_ENVIRONMENT_ONLY: Final = frozenset({"auth_token", "state_keys"})
"""The secret settings, which have no flags because flags are visible in the list of processes."""

_CLEAR_NO: Final = frozenset({"0", "false", "no", "off", "n", "f"})
_CLEAR_YES: Final = frozenset({"1", "true", "yes", "on", "y", "t"})


def _unless_clearly_no(value: object) -> bool:
    """Return `False` only for a clear no, so that a typo cannot disable a protection."""
    return str(value).strip().lower() not in _CLEAR_NO


def _only_when_clearly_yes(value: object) -> bool:
    """Return `True` only for a clear yes, so that a typo cannot grant a permission."""
    return str(value).strip().lower() in _CLEAR_YES


def _one_of(default: str, others: tuple[str, ...]) -> BeforeValidator:
    def choose(value: object) -> str:
        word = str(value).strip().lower()
        return word if word in others else default

    return BeforeValidator(choose)


def _words(value: object) -> object:
    """Split a string such as `a, b`, or each item of a list of such strings, into words."""
    if isinstance(value, str):
        value = [value]
    if isinstance(value, list | tuple):
        parts = cast("list[object]", value)
        return tuple(word for part in parts for word in re.split(r"[,\s]+", str(part)) if word)
    return value


def _folders(value: object) -> object:
    return tuple(value.split(os.pathsep)) if isinstance(value, str) else value


Protection = Annotated[bool, BeforeValidator(_unless_clearly_no)]
Permission = Annotated[bool, BeforeValidator(_only_when_clearly_yes)]
Words = Annotated[tuple[str, ...], BeforeValidator(_words)]


def _setting(default: Any, description: str, **rules: Any) -> Any:
    """Return a field of `McpSettings` with the help text of its flag and validation rules of pydantic."""
    return Field(default=default, description=description, **rules)


class McpSettings(BaseModel):
    """The operator's settings, which are immutable. The description of a field is the help text of its flag."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    read_only: Protection = _setting(
        False, "Offer only tools that read. Any value other than a clear 'no' means yes."
    )
    access: Annotated[Literal["user", "account"], _one_of("user", ("account",))] = _setting(
        "user", "user: only data of the signed-in user. account: the whole account, for administrators."
    )
    confirm: Annotated[Literal["ask", "always", "never"], _one_of("always", ("ask", "never"))] = _setting(
        "ask",
        "ask: the user confirms what costs money, cannot be undone or affects the whole account. always: the user "
        "confirms every change. never: no confirmation, at the operator's responsibility.",
    )
    toolsets: Words = _setting((), "Offer only the tools of these areas, comma-separated.")
    tools: Words = _setting((), "Offer only these tools, or offer them in addition to --toolsets.")
    exclude_tools: Words = _setting(
        (), "Do not offer these tools. Takes precedence over --toolsets and --tools."
    )
    max_sms_per_hour: int = _setting(20, "Maximum number of SMS parts per hour.", ge=0)
    max_sms_per_day: int = _setting(100, "Maximum number of SMS parts per day.", ge=0)
    max_fax_pages_per_hour: int = _setting(50, "Maximum number of fax pages per hour.", ge=0)
    max_fax_pages_per_day: int = _setting(200, "Maximum number of fax pages per day.", ge=0)
    max_calls_per_hour: int = _setting(20, "Maximum number of calls started per hour.", ge=0)
    max_calls_per_day: int = _setting(100, "Maximum number of calls started per day.", ge=0)
    max_recipients_per_hour: int = _setting(
        20, "Maximum number of different numbers contacted per hour.", ge=0
    )
    max_recipients_per_day: int = _setting(50, "Maximum number of different numbers contacted per day.", ge=0)
    allow_recipients: Words = _setting((), "Contact only numbers with these prefixes, such as +49151,+49211.")
    forbid_recipients: Words = _setting((), "Never contact numbers with these prefixes.")
    repeat_window_seconds: int = _setting(
        300, "Time in seconds in which a duplicate of a paid action needs repeat=true.", ge=0
    )
    journal: Path | None = _setting(
        None, "File of the audit log. By default, a file in the user's state folder."
    )
    journal_texts: Permission = _setting(False, "Store the texts of messages in the audit log.")
    files: Annotated[tuple[Path, ...], BeforeValidator(_folders)] = _setting(
        (), "Folders from which tools can read files, and to which they can write exports."
    )
    events: str | None = _setting(None, "Webhook store with the events of live calls.")
    transport: Literal["stdio", "http"] = _setting("stdio", "stdio, for a host on this machine, or http.")
    host: str = _setting("127.0.0.1", "With http: the address to listen on.")
    port: int = _setting(8321, "With http: the port.", ge=0, le=65535)
    path: str = _setting("/mcp", "With http: the path.", pattern=r"^/")
    allowed_hosts: Words = _setting((), "With http: Host headers to accept, such as mcp.example.org.")
    allowed_origins: Words = _setting(
        (), "With http: Origin headers to accept, such as https://app.example.org."
    )
    auth_token: SecretStr | None = _setting(None, "With http: bearer token that clients must send.")
    auth_issuer: str | None = _setting(None, "With http: OAuth server whose tokens are accepted.")
    auth_audience: str | None = _setting(
        None, "With http: this server's public URL, the audience that tokens must have."
    )
    auth_scopes: Words = _setting(
        ("sipgate",), "With http: scopes that a token of the OAuth server must have."
    )
    state_keys: Annotated[tuple[SecretStr, ...], BeforeValidator(_words)] = _setting(
        (), "With http: secret keys that are shared by several workers."
    )

    @field_validator("auth_token", "auth_issuer", "auth_audience", "state_keys", mode="before")
    @classmethod
    def _is_not_empty(cls, value: object) -> object:
        # An empty variable in a compose file must not switch off a protection.
        text = value.get_secret_value() if isinstance(value, SecretStr) else value
        if isinstance(text, str) and not text.strip():
            raise ValueError("it is empty; set a value, or remove the setting")
        return text.strip() if isinstance(text, str) else value

    @field_validator("auth_issuer", "auth_audience")
    @classmethod
    def _is_protected_url(cls, url: str | None) -> str | None:
        if url is not None:
            host = urlsplit(url).hostname or ""
            local = host == "localhost" or host == "::1" or host.startswith("127.")
            if not host or not url.startswith(("https://", "http://") if local else "https://"):
                raise ValueError("it must be a URL that begins with https://")
            parser = TypeAdapter(AnyHttpUrl, config=ConfigDict(url_preserve_empty_path=True))
            if (canonical := str(parser.validate_python(url))) != url:
                # The URL is published in this form, and clients compare it exactly.
                raise ValueError(f"write it in its canonical form, {canonical}")
        return url

    @field_validator("allow_recipients", "forbid_recipients")
    @classmethod
    def _are_prefixes(cls, prefixes: tuple[str, ...]) -> tuple[str, ...]:
        for prefix in prefixes:
            if not re.fullmatch(r"\+[1-9][0-9]{0,14}", prefix):
                raise ValueError(f"{prefix!r} is not a prefix of international numbers such as +49151")
            # A prefix that no number has would have no effect.
            if has_national_prefix(prefix):
                raise ValueError(
                    f"no number has the prefix {prefix!r}: remove the zero after the country code"
                )
        return prefixes


def load_settings(
    flags: Mapping[str, Any] | None = None, environment: Mapping[str, str] | None = None
) -> McpSettings:
    """Return the settings from flags, then the environment, then the defaults.

    Args:
        flags: The values of flags by field name. `None` means that a flag was not passed.
        environment: The environment variables. By default, those of the process.

    Raises:
        InvalidInput: A value is not valid. The message contains the name of the setting, but never a secret.
    """
    given = {name: value for name, value in (flags or {}).items() if value is not None}
    variables = os.environ if environment is None else environment
    for name in McpSettings.model_fields:
        variable = ENVIRONMENT_PREFIX + name.upper()
        if name not in given and variable in variables:
            given[name] = variables[variable]
    try:
        return McpSettings.model_validate(given)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        name = str(first["loc"][0])
        variable = f"{ENVIRONMENT_PREFIX}{name.upper()}"
        setting = variable if name in FROM_ENVIRONMENT_ONLY else f"--{name.replace('_', '-')} ({variable})"
        raise InvalidInput(
            f"The setting {setting} is not valid: {first['msg'].removeprefix('Value error, ')}."
        ) from None
