"""Diagnose which functions work by checking credentials, network, scopes, platform, features, audit log and webhooks.

The checks change nothing.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, cast
from urllib.parse import urlsplit

from sipgate_tools import errors
from sipgate_tools.auth.credentials import jwt_claims

from .presentation.error_messages import error_message
from .tools.overview import NEO_LACKS

if TYPE_CHECKING:
    from sipgate_tools.spec import Operation, Spec

    from .account import McpAccount

State = Literal["ok", "missing", "broken"]


@dataclass(frozen=True)
class Finding:
    """The result of one check.

    Attributes:
        name: The name of the check, such as `credentials`.
        state: The result: `ok`, `missing` (some functions are not available) or `broken` (nothing works).
        words: The description of the result, and of what to do about it.
    """

    name: str
    state: State
    words: str


async def examine(account: McpAccount) -> list[Finding]:
    """Run all checks and return their results. If credentials or the network fail, the remaining checks are skipped."""
    findings = [_audit_log(account)]
    try:
        user = await account.ownership.user_id()
    except (errors.CredentialsMissing, errors.InvalidInput) as error:
        return [*findings, Finding("credentials", "broken", str(error))]
    except errors.NotAuthenticated:
        words = "refused by sipgate: wrong, expired or revoked. `sipgate-tools auth login` stores new ones."
        return [*findings, Finding("credentials", "broken", words)]
    except errors.ConnectionFailed as error:
        return [*findings, Finding("network", "broken", error_message(error))]
    findings.append(Finding("credentials", "ok", f"accepted by sipgate; the user is {user}"))
    findings.append(await _run(account, "platform", _platform))
    for operation in account.spec.operations.values():
        if operation.use and operation.effect == "read":
            findings.append(await _run(account, operation.id, _probe(operation, operation.use, user)))
    findings += _scopes(account)
    findings.append(await _run(account, "webhook", _webhook))
    return findings


def _audit_log(account: McpAccount) -> Finding:
    try:
        unknown = [one for one in account.audit_log.latest(100) if one.outcome == "unknown"]
    except errors.PolicyRefused as error:
        return Finding("audit log", "broken", str(error))
    words = f"{len(unknown)} actions of unknown outcome" if unknown else "writable"
    return Finding("audit log", "missing" if unknown else "ok", words)


async def _run(account: McpAccount, name: str, look: Callable[[McpAccount], Awaitable[Finding]]) -> Finding:
    try:
        return await look(account)
    except errors.SipgateError as error:
        return Finding(name, "missing", error_message(error))


async def _platform(account: McpAccount) -> Finding:
    platform = await account.client.account.platform()
    return Finding("platform", "ok", f"sipgate {platform}." + (f" {NEO_LACKS}" if platform == "neo" else ""))


def _probe(operation: Operation, use: str, user: str) -> Callable[[McpAccount], Awaitable[Finding]]:
    async def look(account: McpAccount) -> Finding:
        path = {
            one.name: user for one in operation.parameters if one.location == "path" and one.name == "userId"
        }
        query: dict[str, Any] = (
            {"limit": 1} if any(one.name == "limit" for one in operation.parameters) else {}
        )
        if (
            any(one.id_kind == "connection" for one in operation.parameters)
            and await account.ownership.access() == "user"
        ):
            query["connectionIds"] = await account.ownership.connections()
        try:
            response = await account.send(operation, path=path, query=query)
        except errors.PermissionDenied:
            scopes = " or ".join(scope for scope in operation.scopes if scope != "all")
            return Finding(
                operation.id,
                "missing",
                f"refused: to {use}, the token needs the scope {scopes} (and the user the feature and the permission)",
            )
        held = cast("dict[str, Any]", response) if isinstance(response, dict) else {}
        if "items" in held and not held["items"]:
            return Finding(
                operation.id, "missing", f"the user has none; to {use}, activate or assign one in the account"
            )
        return Finding(operation.id, "ok", use)

    return look


def _scopes(account: McpAccount) -> list[Finding]:
    """Check the scopes of an OAuth token. The scopes of a personal access token cannot be read."""
    scheme, _, token = account.client.api.credentials.authorization().partition(" ")
    claims = jwt_claims(token) if scheme == "Bearer" else None
    if claims is None:
        words = "the scopes of a personal access token cannot be read; a missing one causes an error when it is needed"
        return [Finding("scopes", "ok", words)]
    held = set(str(claims.get("scope", "")).split())
    return [
        Finding(scope, "missing", f"not in the token; needed to {use}")
        for scope, use in _writing_scopes(account.spec).items()
        if not _covers(held, scope)
    ] or [Finding("scopes", "ok", "the token has the scopes to send messages, start calls and make changes")]


def _writing_scopes(spec: Spec) -> dict[str, str]:
    """Return what each scope of a changing operation is for. These scopes cannot be checked by a reading request."""
    return {
        max(one.scopes, key=len): one.use
        for one in spec.operations.values()
        if one.use and one.effect != "read"
    }


def _covers(held: set[str], scope: str) -> bool:
    """Return whether scopes include another one: `sessions:write` includes `sessions:sms:write`."""
    *parents, kind = scope.split(":")
    above = {":".join([*parents[:depth], kind]) for depth in range(1, len(parents) + 1)}
    return bool(held & (above | {"all"}))


async def _webhook(account: McpAccount) -> Finding:
    settings = await account.client.webhook_settings.get()
    urls = [url for url in (settings.incoming_url, settings.outgoing_url) if url]
    if not urls:
        return Finding("webhook", "missing", "no URL is set: sipgate sends no events of live calls")
    neo = await account.client.account.platform() == "neo"
    hosts = ", ".join(sorted({str(urlsplit(url).hostname) for url in urls}))
    if any(url.startswith("http://") for url in urls):
        words = (
            "is not https, which neo accounts require" if neo else "is not https, so events are not encrypted"
        )
        return Finding("webhook", "broken" if neo else "missing", f"the URL at {hosts} {words}")
    return Finding("webhook", "ok", f"events are sent to {hosts}")
