"""`/console/api/calls`: dial, pick up, press keys, hold, transfer, hang up, and read timelines."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, cast, get_args
from urllib.parse import parse_qs

from ..call_engine import dialing, participant_actions
from ..call_engine.scenario import Party, ScenarioError, parse_scenario
from ..call_engine.timeline import call_to_json, timeline
from ..dispatch.api_errors import ApiError, bad_request, conflict, not_found
from ..dispatch.http import Request, Response, json_response
from ..events.scheduler import StepContext
from ..state import State
from . import fields
from .context import ConsoleContext

PATH: Final = "/console/api/calls"
PACES: Final = ("live", "script")
DEFAULT_LIMIT: Final = 100

Body = dict[str, Any]
Action = Callable[[StepContext, Body], object]


def respond(console: ConsoleContext, request: Request) -> Response:
    """Respond to a request at or below `/console/api/calls`.

    Raises:
        ApiError: 400 for an invalid request, 404 for an unknown call or action, 405 for a method other than GET and
            POST, 409 for a call that is over or does not allow the action.
    """
    parts = request.path.removeprefix(PATH).strip("/").split("/")
    call_id, action = parts[0], "/".join(parts[1:])
    if request.method == "GET":
        return json_response(200, _respond_for_call(console, call_id, action, request))
    if request.method != "POST":
        raise ApiError(405, "Only GET and POST are allowed here", headers={"allow": "GET, POST"})
    body = fields.json_object(request)
    try:
        if not call_id:
            return _dial(console, body)
        return _do(console, call_id, action, body)
    except ScenarioError as error:
        raise bad_request(str(error)) from None
    except participant_actions.NoSuchCall:
        raise not_found("Call", call_id) from None
    except participant_actions.NotPossible as error:
        raise conflict(str(error)) from None


def list_calls(state: State, limit: int = DEFAULT_LIMIT) -> list[dict[str, Any]]:
    """Return the latest calls, newest first."""
    latest = sorted(state.call_records, key=lambda one: one.steps[0].number if one.steps else 0, reverse=True)
    return [call_to_json(state, record) for record in latest[:limit]]


def _respond_for_call(console: ConsoleContext, call_id: str, action: str, request: Request) -> Any:
    dispatcher = console.dispatcher
    dispatcher.settle()
    with dispatcher.lock:
        if not call_id:
            limit = parse_qs(request.query).get("limit", [str(DEFAULT_LIMIT)])[-1]
            if not limit.isdigit() or len(limit) > 6:
                raise bad_request("limit must be a whole number with at most 6 digits", "limit")
            return {"calls": list_calls(dispatcher.state, int(limit))}
        record = dispatcher.state.call_records.get(call_id)
        if record is None or action not in ("", "timeline"):
            raise not_found("Call", call_id)
        if not action:
            return call_to_json(dispatcher.state, record)
        result = timeline(dispatcher.state, record.xcid)
        calls = [call_to_json(dispatcher.state, one) for one in result.calls]
        return {
            "calls": calls,
            "lines": result.lines(),
            "problems": result.problems,
            "over": console.webhook_dispatcher.is_over(record.xcid),
        }


def _dial(console: ConsoleContext, body: Body) -> Response:
    pace = body.pop("pace", "live")
    if pace not in PACES:
        raise bad_request(f"pace must be one of: {', '.join(PACES)}", "/pace")
    scenario = parse_scenario({"callee": "waits", "talkSeconds": None, **body})
    clock_moves = pace == "script"
    call = console.webhook_dispatcher.act(
        lambda context: dialing.dial(context, scenario, clock_moves=clock_moves)
    )
    return json_response(201, _call(console, call.id), {"location": f"{PATH}/{call.id}"})


def _do(console: ConsoleContext, call_id: str, action: str, body: Body) -> Response:
    do = _ACTIONS.get(action)
    if do is None:
        raise ApiError(404, f"Unknown action {action}")
    state = console.dispatcher.state
    if call_id not in state.call_records and call_id not in state.calls:
        raise not_found("Call", call_id)
    if call_id not in state.calls:
        raise conflict("The call is over")
    console.webhook_dispatcher.act(lambda context: do(context, body), call_id)
    return json_response(200, _call(console, call_id))


def _call(console: ConsoleContext, call_id: str) -> dict[str, Any]:
    state = console.dispatcher.state
    record = state.call_records.get(call_id)
    return call_to_json(state, record) if record else {"id": call_id}


def _text(body: Body, name: str) -> str:
    value = body.get(name, "")
    if not isinstance(value, str):
        raise bad_request(f"{name} must be a string", f"/{name}")
    return value


def _switch(body: Body, name: str, *, default: bool) -> bool:
    value = body.get(name, default)
    if not isinstance(value, bool):
        raise bad_request(f"{name} must be true or false", f"/{name}")
    return value


def _party(body: Body) -> Party:
    value = _text(body, "by") or "caller"
    if value not in get_args(Party):
        raise bad_request("by must be one of: caller, callee", "/by")
    return cast("Party", value)


_ACTIONS: Final[dict[str, Action]] = {
    "answer": lambda context, body: participant_actions.answer(
        context, _text(body, "number"), _text(body, "device")
    ),
    "press": lambda context, body: participant_actions.press(context, _text(body, "digits")),
    "hold": lambda context, body: participant_actions.hold(context, on=_switch(body, "value", default=True)),
    "transfer": lambda context, body: participant_actions.transfer(
        context, _text(body, "to"), attended=_switch(body, "attended", default=False)
    ),
    "hangup": lambda context, body: participant_actions.hang_up(context, _party(body)),
}
