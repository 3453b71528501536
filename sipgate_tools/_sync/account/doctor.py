# Made by scripts/make_sync.py from sipgate_tools/_async/account/doctor.py: edit that file.
"""Checks of what works with a client's credentials. They change nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Final, cast

from sipgate_api.api.authorization import userinfo

from sipgate_tools import errors
from sipgate_tools._http.environment import proxy_for, tls_variables
from sipgate_tools.auth.credentials import jwt_claims
from sipgate_tools.models._lists import items_of
from sipgate_tools.models.checks import Check, covers, webhook_log_message, webhook_url_check
from sipgate_tools.models.users import Platform
from sipgate_tools.requests.operations import decoded_response, operation_request
from sipgate_tools.spec import Operation, Spec, load

from .._support.platform import is_neo, platform_of
from .._support.resource import SyncResource

MAX_CLOCK_SECONDS: Final = 30
_LOGGED: Final = 20


def examine(resource: SyncResource, *, connection_ids: Sequence[str] | None = None) -> list[Check]:
    """Run all checks; see `Sipgate.doctor`.

    Args:
        resource: The connection and the cache of the client.
        connection_ids: Extensions to restrict the history to; by default the history of the whole account is read.
    """
    checks = [_proxy(resource.connection.root)]
    try:
        response = resource.connection.send(userinfo.build_request())
    except (errors.CredentialsMissing, errors.InvalidInput) as error:
        return [*checks, Check("credentials", "broken", str(error))]
    except errors.NotAuthenticated:
        words = "refused by sipgate: wrong, expired or revoked. `sipgate-tools auth login` stores new ones."
        return [*checks, Check("credentials", "broken", words)]
    except errors.SipgateError as error:
        return [*checks, Check("network", "broken", str(error))]
    user = (resource.user_info()).sub
    checks.append(Check("credentials", "ok", f"accepted by sipgate; the user is {user}"))
    checks.append(_clock(response.headers.get("date")))
    checks.append(_checked("platform", lambda: _platform(resource)))
    spec = load()
    for operation in spec.operations.values():
        if operation.use and operation.effect == "read":
            checks.append(
                _checked(operation.id, _probe(resource, operation, operation.use, user, connection_ids))
            )
    checks += _scopes(resource, spec)
    checks.append(_checked("sms senders", lambda: _senders(resource, spec, user)))
    checks.append(_checked("webhook", lambda: _webhook(resource, spec)))
    checks.append(_checked("webhook log", lambda: _webhook_log(resource, spec)))
    return checks


def _checked(name: str, check: Callable[[], Check]) -> Check:
    try:
        return check()
    except errors.SipgateError as error:
        return Check(name, "missing", str(error))


def _proxy(root: str) -> Check:
    try:
        proxy = proxy_for(root)
    except errors.SipgateError as error:
        return Check("proxy", "broken", str(error))
    words = "requests are sent directly" if proxy is None else f"requests are sent through {proxy.label}"
    variables = tls_variables()
    return Check("proxy", "ok", f"{words}; {', '.join(variables)} set" if variables else words)


def _clock(date: str | None) -> Check:
    try:
        moment = parsedate_to_datetime(date or "")
    except ValueError:
        return Check("clock", "ok", "not compared: the response contains no date")
    seconds = (datetime.now(UTC) - moment.astimezone(UTC)).total_seconds()
    if abs(seconds) <= MAX_CLOCK_SECONDS:
        return Check("clock", "ok", "agrees with sipgate's clock")
    words = "ahead of" if seconds > 0 else "behind"
    return Check(
        "clock",
        "missing",
        f"{abs(seconds):.0f} seconds {words} sipgate's clock; set it before you schedule SMS",
    )


def _platform(resource: SyncResource) -> Check:
    platform = platform_of(resource)
    lacks = " Live calls cannot be muted or hear announcements; past calls cannot be marked."
    return Check("platform", "ok", f"sipgate {platform}." + (lacks if platform == Platform.NEO else ""))


def _read(resource: SyncResource, operation: Operation, **path: str) -> dict[str, Any]:
    request = operation_request(operation, path=path)
    response = decoded_response((resource.connection.send(request)).content)
    return cast("dict[str, Any]", response) if isinstance(response, dict) else {}


def _items(resource: SyncResource, operation: Operation, **path: str) -> list[Any]:
    return items_of(_read(resource, operation, **path))


def _probe(
    resource: SyncResource, operation: Operation, use: str, user: str, connection_ids: Sequence[str] | None
) -> Callable[[], Check]:
    def probe() -> Check:
        names = {one.name for one in operation.parameters}
        query: dict[str, Any] = {"limit": 1} if "limit" in names else {}
        if connection_ids is not None and any(one.id_kind == "connection" for one in operation.parameters):
            query["connectionIds"] = list(connection_ids)
        path = {"userId": user} if "userId" in names else {}
        try:
            request = operation_request(operation, path=path, query=query)
            response = decoded_response((resource.connection.send(request)).content)
        except errors.PermissionDenied:
            scopes = " or ".join(scope for scope in operation.scopes if scope != "all")
            words = f"refused: to {use}, the token needs the scope {scopes} (and the user the feature and permission)"
            return Check(operation.id, "missing", words)
        found = cast("dict[str, Any]", response) if isinstance(response, dict) else {}
        if "items" in found and not found["items"]:
            words = f"the user has none; to {use}, activate or assign one in the account"
            return Check(operation.id, "missing", words)
        return Check(operation.id, "ok", use)

    return probe


def _scopes(resource: SyncResource, spec: Spec) -> list[Check]:
    """Check the scopes of an OAuth token. The scopes of a personal access token cannot be read."""
    scheme, _, token = resource.connection.credentials.authorization().partition(" ")
    claims = jwt_claims(token) if scheme == "Bearer" else None
    if claims is None:
        words = "the scopes of a personal access token cannot be read; a missing one causes an error when it is needed"
        return [Check("scopes", "ok", words)]
    held = set(str(claims.get("scope", "")).split())
    needed = {
        max(one.scopes, key=len): one.use
        for one in spec.operations.values()
        if one.use and one.effect != "read"
    }
    return [
        Check(scope, "missing", f"not in the token; needed to {use}")
        for scope, use in needed.items()
        if not covers(held, scope)
    ] or [Check("scopes", "ok", "the token has the scopes to send messages, start calls and make changes")]


def _senders(resource: SyncResource, spec: Spec, user: str) -> Check:
    operations = spec.operations
    lines = _items(resource, operations["getSmsExtensions"], userId=user)
    if not lines:
        return Check("sms senders", "missing", "the user has no SMS extension")
    line = str(lines[0].get("id"))
    callers = _items(resource, operations["getSmsCallerIds"], userId=user, smsId=line)
    verified = [str(one.get("phonenumber")) for one in callers if one.get("verified")]
    if not verified:
        return Check("sms senders", "missing", f"{line} has no verified sender; verify one in the account")
    return Check("sms senders", "ok", f"{line} sends from {', '.join(verified)}")


def _webhook(resource: SyncResource, spec: Spec) -> Check:
    settings = _read(resource, spec.operations["getSipgateIoUrls"])
    urls = [str(url) for name in ("incomingUrl", "outgoingUrl") if (url := settings.get(name))]
    if not urls:
        return Check("webhook", "missing", "no URL is set: sipgate sends no events of live calls")
    neo = is_neo(resource)
    checks = [webhook_url_check(url, neo=neo) for url in urls]
    return max(checks, key=lambda check: ("ok", "missing", "broken").index(check.state))


def _webhook_log(resource: SyncResource, spec: Spec) -> Check:
    try:
        items = _items(resource, spec.operations["getWebhooksLog"])
    except errors.SipgateError:
        return Check("webhook log", "ok", "not readable with these credentials")
    recent = sorted(items, key=lambda item: str(item.get("created")), reverse=True)[:_LOGGED]
    problems = [words for item in recent if (words := webhook_log_message(str(item.get("status", ""))))]
    if problems:
        return Check(
            "webhook log", "missing", f"{len(problems)} of the last {len(recent)} failed; last {problems[0]}"
        )
    return Check("webhook log", "ok", f"{len(recent)} deliveries, none failed" if recent else "empty")
