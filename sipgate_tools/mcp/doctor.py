"""Diagnose which functions of the server work: the checks of `client.doctor()`, and the audit log.

The checks change nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sipgate_tools import errors
from sipgate_tools.models.checks import Check

if TYPE_CHECKING:
    from .account import McpAccount


async def examine(account: McpAccount) -> list[Check]:
    """Run all checks and return their results. If credentials or the network fail, the remaining checks are skipped."""
    checks = [_audit_log(account)]
    try:
        own = await account.ownership.connections() if await account.ownership.access() == "user" else None
        return checks + await account.client.doctor(connection_ids=own)
    except (errors.CredentialsMissing, errors.InvalidInput) as error:
        return [*checks, Check("credentials", "broken", str(error))]
    except errors.SipgateError:
        # Ownership needs credentials and network too: the client's own checks describe what is wrong.
        return checks + await account.client.doctor()


def _audit_log(account: McpAccount) -> Check:
    try:
        unknown = [one for one in account.audit_log.latest(100) if one.outcome == "unknown"]
    except errors.PolicyRefused as error:
        return Check("audit log", "broken", str(error))
    words = f"{len(unknown)} actions of unknown outcome" if unknown else "writable"
    return Check("audit log", "missing" if unknown else "ok", words)
