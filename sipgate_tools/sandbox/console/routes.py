"""Routes below `/console`: the page, and its JSON interface, which README.md in this folder describes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from ..dispatch.api_errors import ApiError, not_found
from ..dispatch.dispatcher import Dispatcher
from ..dispatch.http import Request, Response, json_response
from ..events.outbox import outbox_record
from . import calls, controls, fields, incoming, origin_check, overview, pages
from .context import ConsoleContext

Body = dict[str, Any]

API: Final = "/console/api"


def respond(console: ConsoleContext, request: Request) -> Response:
    """Respond to a request at or below `/console`, except for the event stream."""
    try:
        origin_check.check(request, console.dispatcher.address)
        if request.path == calls.PATH or request.path.startswith(f"{calls.PATH}/"):
            return calls.respond(console, request)
        if not request.path.startswith(f"{API}/"):
            return _page(request)
        return _api(console, request)
    except ApiError as error:
        return error.response("v2")


def _page(request: Request) -> Response:
    if request.method not in ("GET", "HEAD"):
        raise ApiError(405, "Only GET is allowed here", headers={"allow": "GET, HEAD"})
    response = pages.respond(request.path)
    return response if request.method == "GET" else Response(response.status, b"", response.headers)


def _api(console: ConsoleContext, request: Request) -> Response:
    name = request.path.removeprefix(f"{API}/")
    if request.method == "GET" and name in _GETTERS:
        console.dispatcher.settle()
        with console.dispatcher.lock:
            return json_response(200, _GETTERS[name](console))
    action = _ACTIONS.get((request.method, name))
    if action is None:
        raise not_found(request.path)
    return json_response(200, _atomically(console.dispatcher, action, fields.json_object(request)))


def _atomically(dispatcher: Dispatcher, action: Callable[[Dispatcher, Body], Any], body: Body) -> Any:
    """Change the account in one transaction, and return the result of the action."""
    with dispatcher.lock:
        dispatcher.settle()
        state = dispatcher.state
        try:
            result = action(dispatcher, body)
        except BaseException:
            state.undo()
            raise
        dispatcher.commit()
        return result


_GETTERS: Final[dict[str, Callable[[ConsoleContext], Any]]] = {
    "overview": overview.overview,
    "operations": overview.operations,
    "outbox": lambda console: outbox_record(console.dispatcher.state),
}
_ACTIONS: Final[dict[tuple[str, str], Callable[[Dispatcher, Body], Any]]] = {
    ("POST", "sms"): incoming.receive_sms,
    ("POST", "faxes"): incoming.receive_fax,
    ("POST", "voicemails"): incoming.receive_voicemail,
    ("PUT", "webhooks"): controls.set_webhooks,
    ("PUT", "balance"): controls.set_balance,
    ("POST", "faults"): controls.add_fault,
    ("DELETE", "faults"): controls.remove_fault,
}
