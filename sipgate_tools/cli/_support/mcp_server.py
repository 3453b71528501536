"""Serving `sipgate-tools mcp`, without Typer: its import takes a tenth of the start-up time."""

from __future__ import annotations

import sys
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Final

from sipgate_tools._io.interrupts import interruptible
from sipgate_tools.auth.profiles import use_profile
from sipgate_tools.errors import InvalidInput
from sipgate_tools.mcp.settings import FROM_ENVIRONMENT_ONLY, McpSettings, load_settings
from sipgate_tools.mcp.stdio.connection import HostConnection, open_standard_streams
from sipgate_tools.mcp.stdio.deferred_import import defer_imports
from sipgate_tools.mcp.tools import offered_tools

if TYPE_CHECKING:
    from mcp.server.mcpserver import MCPServer

    from sipgate_tools.mcp.policy.audit_log import AuditLog

_PLATFORMS: Final = ("classic", "neo")
_NOT_SETTINGS: Final = frozenset({"sandbox", "account", "profile"})
"""Options that choose the account, and are no settings of the server."""


def plain_options(arguments: Sequence[str]) -> dict[str, Any] | None:
    """Return the options of `sipgate-tools mcp` if all have the form `--name value`, `--name=value` or `--switch`.

    Hosts start the server like this. For anything else (help, a command, a mistake), return `None`, so that Typer
    parses the arguments and prints better errors.
    """
    values = {name for name in McpSettings.model_fields if name not in FROM_ENVIRONMENT_ONLY}
    values |= _NOT_SETTINGS - {"sandbox"}
    switches = {name for name in values - _NOT_SETTINGS if McpSettings.model_fields[name].annotation is bool}
    found: dict[str, Any] = {}
    remaining = list(arguments)
    while remaining:
        flag, equals, value = remaining.pop(0).partition("=")
        name = flag.removeprefix("--").replace("-", "_")
        if not flag.startswith("--") or name in found:
            return None
        if name in switches | {"sandbox"} and not equals:
            found[name] = True
        elif name in values - switches and (equals or (remaining and not remaining[0].startswith("--"))):
            found[name] = value if equals else remaining.pop(0)
        else:
            return None
    return found


def serve(options: Mapping[str, Any]) -> int:
    """Serve until the host closes the connection or the process is interrupted.

    Args:
        options: The settings by name, `sandbox` and `account` for an embedded account, and `profile`.

    Returns:
        The exit code: 0, 2 if an option is invalid (the reason is printed to stderr), or 130 after an interrupt.
    """
    open_standard_streams()
    flags, embedded = split_options(options)
    try:
        if profile := options.get("profile"):
            use_profile(str(profile))
        settings = load_settings(flags)
        # Checked first, because the SDK is imported later, after the sandbox has printed its URL.
        _check_installed("mcp", "jsonschema")
        with interruptible(), client_options(embedded) as credentials:
            _run(settings, credentials, audit_log_for(settings, embedded))
    except InvalidInput as error:
        sys.stderr.write(f"{error}\n")
        return 2
    except KeyboardInterrupt:
        return 130
    return 0


def _check_installed(*packages: str) -> None:
    """Raise an error if one of these packages is not installed.

    Raises:
        ModuleNotFoundError: A package is not installed.
    """
    for name in packages:
        if find_spec(name) is None:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)


def split_options(options: Mapping[str, Any]) -> tuple[dict[str, Any], str | None]:
    """Return the settings among the options, and the platform of the embedded account, or `None` without one."""
    flags = {name: value for name, value in options.items() if name not in _NOT_SETTINGS}
    return flags, str(options.get("account") or "classic") if options.get("sandbox") else None


def _run(settings: McpSettings, client_options: dict[str, Any], audit_log: AuditLog | None) -> None:
    if settings.transport == "http":
        from sipgate_tools.mcp.http import server as http  # imported here: stdio starts faster without it

        http.check_exposure(settings)
        http.run(_server(settings, client_options, http.server_options(settings), audit_log), settings)
        return
    tools = offered_tools(settings)
    with defer_imports():
        # From here on the host gets responses, while the modules that process its calls are still being imported.
        connection = HostConnection(tools)
        server = _server(settings, client_options, {}, audit_log)
    connection.serve(server)


def audit_log_for(settings: McpSettings, embedded: str | None) -> AuditLog | None:
    """Return an audit log in memory for an embedded account, or `None` to use the one in the settings."""
    if embedded is None or settings.journal is not None:
        return None
    from sipgate_tools.mcp.policy.audit_log import AuditLog  # imported here: stdio starts faster without it

    # Actions on an embedded account must not count toward the limits of the real one.
    return AuditLog(None)


def _server(
    settings: McpSettings, client_options: dict[str, Any], options: dict[str, Any], audit_log: AuditLog | None
) -> MCPServer[Any]:
    # Imported here: stdio starts faster when they are imported while the host waits for nothing.
    from sipgate_tools.mcp.account import McpAccount
    from sipgate_tools.mcp.server import create_server

    return create_server(McpAccount(settings, client_options=client_options, audit_log=audit_log), **options)


@contextmanager
def client_options(embedded: str | None) -> Generator[dict[str, Any]]:
    """Serve an embedded account, and yield its credentials and address as options for the client.

    Without an embedded account, yield no options.

    Args:
        embedded: The platform of the embedded account, `classic` or `neo`; `None` for no embedded account.

    Raises:
        InvalidInput: The platform is unknown.
    """
    if embedded is None:
        yield {}
        return
    if embedded not in _PLATFORMS:
        raise InvalidInput(f"Unknown kind of account {embedded!r}. Use one of: {', '.join(_PLATFORMS)}.")
    from sipgate_tools.sandbox import Sandbox, serve_in_thread  # imported here: an optional extra

    account = Sandbox(embedded)  # type: ignore[arg-type] - checked above
    with serve_in_thread(account) as served:
        sys.stderr.write(
            f"Embedded {embedded} account, not sipgate: nothing is sent. Console: {served.console_url}\n"
        )
        sys.stderr.flush()
        yield {"token_id": account.token_id, "token": account.token, "base_url": served.base_url}
