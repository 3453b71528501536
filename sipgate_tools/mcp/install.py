"""Telling a host on this machine about the server, in the host's own configuration file. No secrets are written.

The server finds its credentials by itself: stored by `sipgate-tools auth login`, or in the environment of the host.
"""

from __future__ import annotations

import json
import os
import re
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

from sipgate_tools.errors import InvalidInput

from .settings import FROM_ENVIRONMENT_ONLY

__all__ = ["HOSTS", "ConfigurationChange", "apply", "plan"]

NAME = "sipgate"
_PASSWORD = re.compile(r"://[^/@\s:]*:[^/@\s]*@")


@dataclass(frozen=True)
class ConfigurationChange:
    """What is to be written where.

    Attributes:
        path: The host's configuration file.
        before: Its text; `None` when there is no file yet.
        after: Its text with the server in it.
    """

    path: Path
    before: str | None
    after: str


@dataclass(frozen=True)
class _Host:
    place: Callable[[Path, str], Path]
    write: Callable[[str, list[str]], str]


def plan(
    host: str, arguments: Sequence[str] = (), *, home: Path | None = None, platform: str = sys.platform
) -> ConfigurationChange:
    """What has to be written so that a host starts the server.

    Args:
        host: One of `HOSTS`.
        arguments: Options of `sipgate-tools mcp`, as `--read-only`.
        home: The user's home, instead of this process's.
        platform: As `sys.platform`.

    Raises:
        InvalidInput: There is no such host, a secret is among the arguments, or the file cannot be understood.
    """
    known = HOSTS.get(host)
    if known is None:
        raise InvalidInput(f"There is no host {host!r}; there are: {', '.join(HOSTS)}.")
    _refuse_secrets(arguments)
    path = known.place(home or Path.home(), platform)
    try:
        before = path.read_text(encoding="utf-8") if path.exists() else None
        after = known.write(before or "", [_program(), "mcp", *arguments])
    except (OSError, UnicodeDecodeError, ValueError, TypeError) as error:
        raise InvalidInput(
            f"{path} cannot be read as the configuration that it should be ({type(error).__name__}).",
            hint="It was left as it is; correct it, or write the entry by hand (docs/mcp.md).",
        ) from None
    return ConfigurationChange(path, before, after)


def _refuse_secrets(arguments: Sequence[str]) -> None:
    """The file is no place for secrets."""
    for argument in arguments:
        name = argument.partition("=")[0].removeprefix("--").replace("-", "_")
        if name in FROM_ENVIRONMENT_ONLY or _PASSWORD.search(argument):
            raise InvalidInput(
                "A secret is not written into a host's configuration.",
                hint="Put it into the environment of the host, as SIPGATE_MCP_AUTH_TOKEN or SIPGATE_MCP_EVENTS.",
            )


def apply(change: ConfigurationChange) -> Path | None:
    """Write a change; the file that was there is kept beside it.

    Returns:
        The copy of what was there, if anything was.
    """
    change.path.parent.mkdir(parents=True, exist_ok=True)
    backup = None
    if change.before is not None:
        stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
        backup = change.path.with_name(f"{change.path.name}.{stamp}.bak")
        backup.write_text(change.before, encoding="utf-8")
        backup.chmod(change.path.stat().st_mode & 0o777)
    handle, name = tempfile.mkstemp(dir=change.path.parent, prefix=f".{change.path.name}-")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(change.after)
    if backup is not None:
        Path(name).chmod(backup.stat().st_mode & 0o777)
    Path(name).replace(change.path)
    return backup


def _program() -> str:
    """The program by its full path: hosts start servers without the user's PATH."""
    return str(
        Path(sys.executable).with_name("sipgate-tools.exe" if sys.platform == "win32" else "sipgate-tools")
    )


def _in_json(key: str, extra: Mapping[str, str] | None = None) -> Callable[[str, list[str]], str]:
    def write(text: str, command: list[str]) -> str:
        found: Any = json.loads(text) if text.strip() else {}
        if not isinstance(found, dict):
            raise TypeError("not an object")
        configuration = cast("dict[str, Any]", found)
        servers = configuration.setdefault(key, {})
        servers[NAME] = {**(extra or {}), "command": command[0], "args": command[1:]}
        return json.dumps(configuration, ensure_ascii=False, indent=2) + "\n"

    return write


def _in_toml(text: str, command: list[str]) -> str:
    """The text with our table in it; every other line stays as it is, comments too."""
    import tomllib

    tomllib.loads(text)
    ours = re.compile(rf"(?m)^\[mcp_servers\.{NAME}(?:\.[^\]\n]*)?\].*\n?(?:^(?!\[).*\n?)*")
    kept = ours.sub("", text).rstrip()
    arguments = ", ".join(json.dumps(argument) for argument in command[1:])
    table = f"[mcp_servers.{NAME}]\ncommand = {json.dumps(command[0])}\nargs = [{arguments}]\n"
    after = f"{kept}\n\n{table}" if kept else table
    tomllib.loads(after)
    return after


def _configuration_folder(home: Path, platform: str, application: str) -> Path:
    if platform == "darwin":
        return home / "Library" / "Application Support" / application
    if platform == "win32":
        return Path(os.environ.get("APPDATA") or home / "AppData" / "Roaming") / application
    return home / ".config" / application


HOSTS: Mapping[str, _Host] = {
    "claude-code": _Host(lambda home, _: home / ".claude.json", _in_json("mcpServers", {"type": "stdio"})),
    "claude-desktop": _Host(
        lambda home, platform: _configuration_folder(home, platform, "Claude") / "claude_desktop_config.json",
        _in_json("mcpServers"),
    ),
    "codex": _Host(lambda home, _: home / ".codex" / "config.toml", _in_toml),
    "cursor": _Host(lambda home, _: home / ".cursor" / "mcp.json", _in_json("mcpServers")),
    "vscode": _Host(
        lambda home, platform: _configuration_folder(home, platform, "Code") / "User" / "mcp.json",
        _in_json("servers", {"type": "stdio"}),
    ),
}
"""Hosts, and how each wants to be told."""
