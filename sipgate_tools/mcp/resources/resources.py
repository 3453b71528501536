"""MCP resources: the account, history entries and their files, contacts, live calls, operations and the audit log.

Tools return resource links for data that is too large for a result.
"""

from __future__ import annotations

import dataclasses
import json
import tempfile
from collections.abc import Awaitable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

from mcp.server.mcpserver.exceptions import ResourceError, ResourceNotFoundError

from sipgate_tools.errors import NotFound, ResponseTooLarge, SipgateError

if TYPE_CHECKING:
    from mcp.server.mcpserver import MCPServer

    from ..account import McpAccount
    from ..tools.registry import Result

MAX_BYTES: Final = 10_000_000
"""The maximum size in bytes of a file that is returned as a resource."""

_JSON: Final = "application/json"
_PDF: Final = "application/pdf"
_WAV: Final = "audio/wav"
_VCARD: Final = "text/vcard"
T = TypeVar("T")


def add_resources(server: MCPServer[Any], account: McpAccount) -> None:
    """Add an account's resources to a server. Data is read only when a resource is requested."""
    _add_account(server, account)
    _add_history(server, account)
    _add_others(server, account)


def _add_account(server: MCPServer[Any], account: McpAccount) -> None:
    @server.resource(
        "sipgate://account",
        title="Account",
        mime_type=_JSON,
        description="User, platform, balance, extensions",
    )
    async def account_overview() -> str:
        from ..tools.overview import overview  # on first use: keeps the start short

        return _json_of(await _map_errors(overview(account)))

    @server.resource(
        "sipgate://journal",
        title="Audit log",
        mime_type=_JSON,
        description="Latest actions of this server, and outcomes",
    )
    async def journal() -> str:
        entries = [dataclasses.asdict(entry) for entry in account.audit_log.latest(50)]
        # ISO 8601, as in all other resources.
        return _json(
            [
                {**entry, "at": datetime.fromtimestamp(entry["at"], UTC).isoformat("T", "seconds")}
                for entry in entries
            ]
        )

    @server.resource(
        "sipgate://operations",
        title="Operations",
        mime_type=_JSON,
        description="All operations of the API with a summary",
    )
    async def operations() -> str:
        return _json({one.id: one.summary for one in account.spec.operations.values()})


def _add_history(server: MCPServer[Any], account: McpAccount) -> None:
    @server.resource(
        "sipgate://history/{entry_id}",
        title="History entry",
        mime_type=_JSON,
        description="One entry in full",
    )
    async def history_entry(entry_id: str) -> str:
        from ..presentation.sanitize import LONG_TEXT  # on first use: keeps the start short
        from ..tools.history import as_entry

        entry = await _map_errors(account.entry(entry_id))
        summary = as_entry(entry, await _map_errors(account.zone()), limit=LONG_TEXT)
        return _json_of(summary)

    @server.resource(
        "sipgate://history/{entry_id}/document", title="Fax", mime_type=_PDF, description="The PDF of a fax"
    )
    async def fax_document(entry_id: str) -> bytes:
        return await _map_errors(_file(account, entry_id, "document"))

    @server.resource(
        "sipgate://history/{entry_id}/report",
        title="Fax report",
        mime_type=_PDF,
        description="A sent fax's report",
    )
    async def fax_report(entry_id: str) -> bytes:
        return await _map_errors(_file(account, entry_id, "report"))

    @server.resource(
        "sipgate://history/{entry_id}/recording",
        title="Recording",
        mime_type=_WAV,
        description="The recording of a call, or the message on a voicemail",
    )
    async def recording(entry_id: str) -> bytes:
        return await _map_errors(_file(account, entry_id, "document"))


def _add_others(server: MCPServer[Any], account: McpAccount) -> None:
    @server.resource(
        "sipgate://contacts/{contact_id}",
        title="Contact",
        mime_type=_VCARD,
        description="A contact as vCard 4.0",
    )
    async def contact(contact_id: str) -> str:
        from sipgate_tools.formats.vcard import write_vcard  # on first use: keeps the start short

        from ..presentation.sanitize import sanitize

        found = await _map_errors(account.client.contacts.get(contact_id))
        return sanitize(write_vcard(found.to_card()), 50_000)

    @server.resource(
        "sipgate://operations/{operation_id}",
        title="Operation",
        mime_type=_JSON,
        description="What an operation of the API does and takes",
    )
    async def operation(operation_id: str) -> str:
        from ..tools.operations import describe  # on first use: keeps the start short

        async def read() -> Any:
            return describe(account, operation_id)

        return _json_of(await _map_errors(read()))

    @server.resource(
        "sipgate://calls/{call_id}",
        title="Live call",
        mime_type=_JSON,
        description="A live call as it is now",
    )
    async def live_call(call_id: str) -> str:
        from ..tools.live_calls import live_calls  # on first use: keeps the start short

        found = [one for one in (await _map_errors(live_calls(account))).calls if one.call_id == call_id]
        if not found:
            raise ResourceNotFoundError("The user has no live call with this id. The call may have ended.")
        return _json_of(found[0])


async def _file(account: McpAccount, entry_id: str, part: str) -> bytes:
    """Return the file of an entry. The entry is read first to check that it belongs to the user."""
    from sipgate_tools._async._http.downloads import url_of  # on first use: keeps the start short
    from sipgate_tools._http.limits import ResponseLimits

    from ..policy.transport import allowed_download

    entry = await account.entry(entry_id)
    url = url_of(entry, part)
    limited = account.client.with_options(limits=ResponseLimits(max_download_bytes=MAX_BYTES))
    with tempfile.TemporaryDirectory() as folder, allowed_download(url):
        try:
            path = await limited.history.download(url, Path(folder) / "file")
        except ResponseTooLarge:
            raise ResourceError(
                f"The file is larger than {MAX_BYTES} bytes. Download the file in the sipgate account."
            ) from None
        return path.read_bytes()


async def _map_errors(reading: Awaitable[T]) -> T:
    """Return the result of an awaitable, or raise its error as a resource error with a message for the client."""
    from ..presentation.error_messages import error_message  # on first use: keeps the start short

    try:
        return await reading
    except NotFound as error:
        raise ResourceNotFoundError(error_message(error)) from None
    except SipgateError as error:
        raise ResourceError(error_message(error)) from None


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _json_of(result: Result) -> str:
    return _json(result.model_dump(mode="json", exclude_none=True))
