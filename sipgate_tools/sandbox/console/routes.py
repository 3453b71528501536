"""What is below `/console`: the page, and the JSON it lives on (described in README.md here)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ..dispatch.api_errors import ApiError, not_found
from ..dispatch.http import Request, Response, json_response
from ..state import State
from . import calls, controls, fields, incoming, origin_check, overview, pages

if TYPE_CHECKING:
    from ..sandbox import Sandbox

Body = dict[str, Any]

API = "/console/api"


def respond(sandbox: Sandbox, request: Request) -> Response:
    """Answer a request at or below `/console`, but not for the events, which are a stream."""
    try:
        origin_check.check(request, sandbox.engine.address)
        if request.path == calls.PATH or request.path.startswith(f"{calls.PATH}/"):
            return calls.respond(sandbox, request)
        if not request.path.startswith(f"{API}/"):
            return _page(request)
        return _api(sandbox, request)
    except ApiError as refusal:
        return refusal.response("v2")


def _page(request: Request) -> Response:
    if request.method not in ("GET", "HEAD"):
        raise ApiError(405, "Only GET is allowed here", headers={"allow": "GET, HEAD"})
    answer = pages.respond(request.path)
    return answer if request.method == "GET" else Response(answer.status, b"", answer.headers)


def _api(sandbox: Sandbox, request: Request) -> Response:
    name = request.path.removeprefix(f"{API}/")
    if request.method == "GET" and name in _SHOWN:
        sandbox.engine.settle()
        with sandbox.engine.lock:
            return json_response(200, _SHOWN[name](sandbox))
    deed = _DONE.get((request.method, name))
    if deed is None:
        raise not_found(request.path)
    return json_response(200, _whole(sandbox, deed, fields.json_object(request)))


def _whole(sandbox: Sandbox, deed: Callable[[Sandbox, Body], Any], body: Body) -> Any:
    """Do something to the account: everything of it happens, or nothing."""
    engine = sandbox.engine
    with engine.lock:
        engine.settle()
        state: State = engine.state
        try:
            done = deed(sandbox, body)
        except BaseException:
            state.undo()
            raise
        engine.commit()
        return done


_SHOWN: dict[str, Callable[[Sandbox], Any]] = {
    "overview": overview.overview,
    "operations": overview.operations,
    "outbox": lambda sandbox: sandbox.outbox(),
}
_DONE: dict[tuple[str, str], Callable[[Sandbox, Body], Any]] = {
    ("POST", "sms"): incoming.receive_sms,
    ("POST", "faxes"): incoming.receive_fax,
    ("POST", "voicemails"): incoming.receive_voicemail,
    ("PUT", "webhooks"): controls.set_webhooks,
    ("PUT", "balance"): controls.set_balance,
    ("POST", "faults"): controls.add_fault,
    ("DELETE", "faults"): controls.remove_fault,
}
