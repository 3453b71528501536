"""Register the server in the configuration file of a host on this machine. No secrets are written.

The server reads its credentials from the store of `sipgate-tools auth login` or from the host's environment.
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
from typing import Any, Final, cast

from sipgate_tools.errors import InvalidInput

from .settings import FROM_ENVIRONMENT_ONLY

NAME: Final = "sipgate"
_PASSWORD: Final = re.compile(r"://[^/@\s:]*:[^/@\s]*@")


@dataclass(frozen=True)
class ConfigurationChange:
    """A planned change to a host's configuration file.

    Attributes:
        path: The path of the configuration file.
        before: The current content, or `None` if the file does not exist yet.
        after: The content with the server added.
    """

    path: Path
    before: str | None
    after: str


@dataclass(frozen=True)
class _Host:
    path: Callable[[Path, str], Path]
    write: Callable[[str, list[str]], str]


def plan(
    host: str, arguments: Sequence[str] = (), *, home: Path | None = None, platform: str = sys.platform
) -> ConfigurationChange:
    """Return the configuration change that makes a host start the server.

    Args:
        host: The name of the host, one of `HOSTS`.
        arguments: Options for `sipgate-tools mcp`, such as `--read-only`.
        home: The user's home folder. By default, the home folder of the current user.
        platform: The operating system, with the values of `sys.platform`.

    Raises:
        InvalidInput: The host is unknown, an argument is a secret, or the file cannot be read or parsed.
    """
    target = HOSTS.get(host)
    if target is None:
        raise InvalidInput(f"Unknown host {host!r}. Supported: {', '.join(HOSTS)}.")
    _refuse_secrets(arguments)
    path = target.path(home or Path.home(), platform)
    try:
        before = path.read_text(encoding="utf-8") if path.exists() else None
        after = target.write(before or "", [_program(), "mcp", *arguments])
    except (OSError, UnicodeDecodeError, ValueError, TypeError) as error:
        raise InvalidInput(
            f"The configuration file {path} cannot be parsed ({type(error).__name__}).",
            hint="The file was not changed. Correct the file, or add the entry by hand (docs/mcp.md).",
        ) from None
    return ConfigurationChange(path, before, after)


def _refuse_secrets(arguments: Sequence[str]) -> None:
    """Refuse arguments that are secrets, which must not be in a configuration file.

    Raises:
        InvalidInput: An argument is a secret, or contains a URL with a password.
    """
    for argument in arguments:
        name = argument.partition("=")[0].removeprefix("--").replace("-", "_")
        if name in FROM_ENVIRONMENT_ONLY or _PASSWORD.search(argument):
            raise InvalidInput(
                "Secrets are not written into a host's configuration.",
                hint="Set SIPGATE_MCP_AUTH_TOKEN or SIPGATE_MCP_EVENTS in the host's environment instead.",
            )


def apply(change: ConfigurationChange) -> Path | None:
    """Back up the existing configuration file in the same folder, and write the change.

    Returns:
        The path of the backup, or `None` if the file did not exist.
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
    """Return the full path of the program, because hosts start servers without the user's PATH."""
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
    """Return the TOML with the server's table added. All other lines, including comments, are unchanged."""
    import tomllib  # for this host only

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


HOSTS: Final[Mapping[str, _Host]] = {
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
"""The supported hosts, with the path and format of their configuration files."""
