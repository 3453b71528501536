"""What `sipgate-tools mcp` does once its options are known; kept free of Typer, whose import is a tenth of a start."""

from __future__ import annotations

import sys
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from sipgate_tools._io.interrupts import interruptible
from sipgate_tools.errors import InvalidInput
from sipgate_tools.mcp.settings import FROM_ENVIRONMENT_ONLY, McpSettings, load_settings
from sipgate_tools.mcp.stdio.connection import HostConnection, open_standard_streams
from sipgate_tools.mcp.stdio.deferred_import import defer_imports
from sipgate_tools.mcp.tools import offered

if TYPE_CHECKING:
    from mcp.server.mcpserver import MCPServer

    from sipgate_tools.mcp.policy.audit_log import AuditLog

__all__ = ["client_options", "journal_of", "plain_options", "serve", "split_options"]

_PLATFORMS = ("classic", "neo")


def plain_options(arguments: Sequence[str]) -> dict[str, Any] | None:
    """The options of `sipgate-tools mcp`, when they are nothing but `--name value`, `--name=value` and switches.

    Hosts start the server so. `None` for anything else (help, a command, a mistake): then Typer reads the arguments
    and has the better words.
    """
    values = {name for name in McpSettings.model_fields if name not in FROM_ENVIRONMENT_ONLY} | {"account"}
    switches = {
        name for name in values if name != "account" and McpSettings.model_fields[name].annotation is bool
    }
    found: dict[str, Any] = {}
    waiting = list(arguments)
    while waiting:
        flag, equals, value = waiting.pop(0).partition("=")
        name = flag.removeprefix("--").replace("-", "_")
        if not flag.startswith("--") or name in found:
            return None
        if name in switches | {"sandbox"} and not equals:
            found[name] = True
        elif name in values - switches and (equals or (waiting and not waiting[0].startswith("--"))):
            found[name] = value if equals else waiting.pop(0)
        else:
            return None
    return found


def serve(options: Mapping[str, Any]) -> int:
    """Serve until the host ends it.

    Args:
        options: Settings by name, and `sandbox` and `account` for an embedded account.

    Returns:
        The exit code: 2 when an option is not possible, which stderr explains.
    """
    open_standard_streams()
    flags, embedded = split_options(options)
    try:
        settings = load_settings(flags)
        # The SDK is imported while the host waits for nothing; a sandbox that says where it is must not come first.
        _check_installed("mcp", "jsonschema")
        with interruptible(), client_options(embedded) as credentials:
            _run(settings, credentials, journal_of(settings, embedded))
    except InvalidInput as error:
        sys.stderr.write(f"{error}\n")
        return 2
    except KeyboardInterrupt:
        return 130
    return 0


def _check_installed(*packages: str) -> None:
    """Refuse to start without these packages, before anything else is done.

    Raises:
        ModuleNotFoundError: One of them is not there.
    """
    for name in packages:
        if find_spec(name) is None:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)


def split_options(options: Mapping[str, Any]) -> tuple[dict[str, Any], str | None]:
    """Return the settings among the options, and the kind of the embedded account, or `None` without one."""
    flags = {name: value for name, value in options.items() if name not in ("sandbox", "account")}
    return flags, str(options.get("account") or "classic") if options.get("sandbox") else None


def _run(settings: McpSettings, client_options: dict[str, Any], journal: AuditLog | None) -> None:
    if settings.transport == "http":
        from sipgate_tools.mcp.http import server as http

        http.check_exposure(settings)
        http.run(_server(settings, client_options, http.server_options(settings), journal), settings)
        return
    tools = offered(settings)
    with defer_imports():
        # From here on the host gets answers, while what deals with its calls is still being imported.
        connection = HostConnection(tools)
        server = _server(settings, client_options, {}, journal)
    connection.serve(server)


def journal_of(settings: McpSettings, embedded: str | None) -> AuditLog | None:
    """Return a journal in memory for an embedded account, or `None`: the one of the settings."""
    if embedded is None or settings.journal is not None:
        return None
    from sipgate_tools.mcp.policy.audit_log import AuditLog

    # What is done to an embedded account is gone with it, and must not count against the real one's limits.
    return AuditLog(None)


def _server(
    settings: McpSettings, client_options: dict[str, Any], options: dict[str, Any], journal: AuditLog | None
) -> MCPServer[Any]:
    from sipgate_tools.mcp.account import McpAccount
    from sipgate_tools.mcp.server import create_server

    return create_server(McpAccount(settings, client_options=client_options, audit_log=journal), **options)


@contextmanager
def client_options(embedded: str | None) -> Generator[dict[str, Any]]:
    """Credentials and address of the embedded account while it is served; or nothing, and the environment counts."""
    if embedded is None:
        yield {}
        return
    if embedded not in _PLATFORMS:
        raise InvalidInput(f"There is no kind of account {embedded!r}; there are: {', '.join(_PLATFORMS)}.")
    from sipgate_tools.sandbox import Sandbox, serve_in_thread

    account = Sandbox(embedded)  # type: ignore[arg-type] - checked above
    with serve_in_thread(account) as served:
        sys.stderr.write(
            f"Embedded {embedded} account, not sipgate: nothing is sent. Console: {served.console_url}\n"
        )
        sys.stderr.flush()
        yield {"token_id": account.token_id, "token": account.token, "base_url": served.base_url}
