"""What the operator decides: the same names as flags (`--read-only`) and in the environment.

`--read-only` is `SIPGATE_MCP_READ_ONLY`, `--max-sms-per-day` is `SIPGATE_MCP_MAX_SMS_PER_DAY`, and so on.
Settings that protect fail closed: what is not understood is read as the careful choice. Settings that select
(names of tools, numbers, prefixes) refuse to start instead, with a sentence that says what is possible.

The environment is read here, in a few lines, because pydantic-settings would add 45 ms to every start.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, cast

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    field_validator,
)

from sipgate_tools.errors import InvalidInput

__all__ = ["ENVIRONMENT_PREFIX", "Settings", "load_settings"]

ENVIRONMENT_PREFIX = "SIPGATE_MCP_"

_CLEAR_NO = frozenset({"0", "false", "no", "off", "n", "f"})
_CLEAR_YES = frozenset({"1", "true", "yes", "on", "y", "t"})


def _unless_clearly_no(value: object) -> bool:
    """A protection is on unless the operator clearly says no: a typo must not switch it off."""
    return str(value).strip().lower() not in _CLEAR_NO


def _only_when_clearly_yes(value: object) -> bool:
    """Something that gives away more is off unless the operator clearly says yes."""
    return str(value).strip().lower() in _CLEAR_YES


def _careful(default: str, others: tuple[str, ...]) -> BeforeValidator:
    def choose(value: object) -> str:
        word = str(value).strip().lower()
        return word if word in others else default

    return BeforeValidator(choose)


def _words(value: object) -> object:
    """`a, b` as it stands in the environment; lists and tuples as they come from flags."""
    if isinstance(value, str):
        value = [value]
    if isinstance(value, list | tuple):
        parts = cast("list[object]", value)
        return tuple(word for part in parts for word in re.split(r"[,\s]+", str(part)) if word)
    return value


def _folders(value: object) -> object:
    return tuple(value.split(os.pathsep)) if isinstance(value, str) else value


Protection = Annotated[bool, BeforeValidator(_unless_clearly_no)]
Opening = Annotated[bool, BeforeValidator(_only_when_clearly_yes)]
Words = Annotated[tuple[str, ...], BeforeValidator(_words)]
Count = Annotated[int, Field(ge=0)]


class Settings(BaseModel):
    """The operator's decisions; frozen once the server runs.

    Attributes:
        read_only: Nothing but reading leaves. Anything but a clear "no" means yes.
        access: `user` keeps to what belongs to the authenticated user, `account` (administrators) does not.
        confirm: Which actions the user is asked about: `ask` those that cost money, destroy or concern the
            whole account, `always` every change, `never` none (the operator answers for them).
        toolsets: Areas of tools to offer; empty means all.
        tools: Single tools to offer in addition to, or instead of, whole toolsets.
        exclude_tools: Tools not to offer; wins over the other two.
        max_sms_per_hour: Text messages, counted in parts of 160 characters; likewise `..._per_day`.
        max_fax_pages_per_hour: Pages handed over for faxing; likewise `..._per_day`.
        max_calls_per_hour: Calls started; likewise `..._per_day`.
        max_recipients_per_hour: Different numbers messaged, faxed or called; likewise `..._per_day`.
        allow_recipients: When given, only numbers that begin so, as `+49151`.
        forbid_recipients: Numbers that begin so are refused.
        repeat_window_seconds: How long the same paid action is refused unless it is said to be meant.
        journal: Where the record of actions is kept; by default in the user's state folder.
        journal_texts: Keep the texts of messages in the journal as well.
        files: Folders that tools may read files from (and write exports to).
        events: Webhook store that live call events are read from.
        transport: `stdio` or `http`.
        host: Address to listen on with `http`; likewise `port` and `path`.
        allowed_hosts: Host headers that are answered with `http`, as `mcp.example.org` or `localhost:*`.
        allowed_origins: Origin headers that are answered with `http`, as `https://app.example.org`.
        auth_token: Bearer token that callers must present with `http`; from the environment only.
        auth_issuer: OAuth authorization server whose tokens are accepted with `http`.
        auth_audience: This server's own public URL, which tokens must be issued for.
        state_keys: Secrets shared by several workers behind a balancer; from the environment only.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    read_only: Protection = False
    access: Annotated[Literal["user", "account"], _careful("user", ("account",))] = "user"
    confirm: Annotated[Literal["ask", "always", "never"], _careful("always", ("ask", "never"))] = "ask"
    toolsets: Words = ()
    tools: Words = ()
    exclude_tools: Words = ()
    max_sms_per_hour: Count = 20
    max_sms_per_day: Count = 100
    max_fax_pages_per_hour: Count = 50
    max_fax_pages_per_day: Count = 200
    max_calls_per_hour: Count = 20
    max_calls_per_day: Count = 100
    max_recipients_per_hour: Count = 20
    max_recipients_per_day: Count = 50
    allow_recipients: Words = ()
    forbid_recipients: Words = ()
    repeat_window_seconds: Count = 300
    journal: Path | None = None
    journal_texts: Opening = False
    files: Annotated[tuple[Path, ...], BeforeValidator(_folders)] = ()
    events: str | None = None
    transport: Literal["stdio", "http"] = "stdio"
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8321
    path: Annotated[str, Field(pattern=r"^/")] = "/mcp"
    allowed_hosts: Words = ()
    allowed_origins: Words = ()
    auth_token: SecretStr | None = None
    auth_issuer: str | None = None
    auth_audience: str | None = None
    state_keys: Annotated[tuple[SecretStr, ...], BeforeValidator(_words)] = ()

    @field_validator("allow_recipients", "forbid_recipients")
    @classmethod
    def _are_prefixes(cls, prefixes: tuple[str, ...]) -> tuple[str, ...]:
        for prefix in prefixes:
            if not re.fullmatch(r"\+\d{1,15}", prefix):
                raise ValueError(f"{prefix!r} is not the beginning of an international number such as +49151")
        return prefixes


def load_settings(
    flags: Mapping[str, Any] | None = None, environment: Mapping[str, str] | None = None
) -> Settings:
    """Settings from flags, then the environment, then the defaults.

    Args:
        flags: Values by field name; `None` values are flags that were not given.
        environment: Variables to read instead of the process's own.

    Raises:
        InvalidInput: A value is not possible; the message names the setting and never repeats a secret.
    """
    given = {name: value for name, value in (flags or {}).items() if value is not None}
    variables = os.environ if environment is None else environment
    for name in Settings.model_fields:
        variable = ENVIRONMENT_PREFIX + name.upper()
        if name not in given and variable in variables:
            given[name] = variables[variable]
    if given.get("read_only") is False and ENVIRONMENT_PREFIX + "READ_ONLY" in variables:
        # A flag may switch read-only on, never off: the environment belongs to the operator.
        given["read_only"] = variables[ENVIRONMENT_PREFIX + "READ_ONLY"]
    try:
        return Settings.model_validate(given)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        name = str(first["loc"][0])
        raise InvalidInput(
            f"The setting --{name.replace('_', '-')} ({ENVIRONMENT_PREFIX}{name.upper()}) cannot be used: "
            f"{first['msg'].removeprefix('Value error, ')}."
        ) from None
