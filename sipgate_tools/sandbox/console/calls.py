"""`/console/api/calls`: dial in, pick up, press keys, hold, transfer, hang up, and see what happened."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast, get_args
from urllib.parse import parse_qs

from ..call_engine import dialing, participant_actions
from ..call_engine.scenario import Party, ScenarioError, read
from ..call_engine.timeline import call_value, timeline
from ..dispatch.api_errors import ApiError, bad_request, conflict, not_found
from ..dispatch.http import Request, Response, json_response
from ..events.scheduler import StepContext
from . import fields

if TYPE_CHECKING:
    from ..sandbox import Sandbox

PATH = "/console/api/calls"
PACES = ("live", "script")
MOST_SHOWN = 100

Body = dict[str, Any]
Deed = Callable[[StepContext, Body], object]


def respond(sandbox: Sandbox, request: Request) -> Response:
    """Answer a request at or below `/console/api/calls`.

    Raises:
        Refusal: 400, 404, 405 or 409.
    """
    parts = request.path.removeprefix(PATH).strip("/").split("/")
    call_id, deed = parts[0], "/".join(parts[1:])
    if request.method == "GET":
        return json_response(200, _respond_for_call(sandbox, call_id, deed, request))
    if request.method != "POST":
        raise ApiError(405, "Only GET and POST are allowed here", headers={"allow": "GET, POST"})
    body = fields.json_object(request)
    try:
        if not call_id:
            return _dial(sandbox, body)
        return _do(sandbox, call_id, deed, body)
    except ScenarioError as error:
        raise bad_request(str(error)) from None
    except participant_actions.NoSuchCall:
        raise not_found("Call", call_id) from None
    except participant_actions.NotPossible as error:
        raise conflict(str(error)) from None


def list_calls(sandbox: Sandbox, most: int = MOST_SHOWN) -> list[dict[str, Any]]:
    """The latest calls, newest first."""
    state = sandbox.state
    latest = sorted(state.call_records, key=lambda one: one.steps[0].number if one.steps else 0, reverse=True)
    return [call_value(state, record) for record in latest[:most]]


def _respond_for_call(sandbox: Sandbox, call_id: str, action: str, request: Request) -> Any:
    engine = sandbox.engine
    engine.settle()
    with engine.lock:
        if not call_id:
            wanted = parse_qs(request.query).get("limit", [str(MOST_SHOWN)])[-1]
            if not wanted.isdigit() or len(wanted) > 6:
                raise bad_request("The parameter limit is no number", "limit")
            return {"calls": list_calls(sandbox, int(wanted))}
        record = engine.state.call_records.get(call_id)
        if record is None or action not in ("", "timeline"):
            raise not_found("Call", call_id)
        if not action:
            return call_value(engine.state, record)
        story = timeline(engine.state, record.xcid)
        calls = [call_value(engine.state, one) for one in story.calls]
        return {
            "calls": calls,
            "lines": story.lines(),
            "problems": story.problems,
            "over": sandbox.switchboard.desk.is_over(record.xcid),
        }


def _dial(sandbox: Sandbox, body: Body) -> Response:
    pace = body.pop("pace", "live")
    if pace not in PACES:
        raise bad_request(f"pace is none of: {', '.join(PACES)}", "/pace")
    scenario = read({"callee": "waits", "talkSeconds": None, **body})
    moves = pace == "script"
    desk = sandbox.switchboard.desk
    call = desk.act(lambda moment: dialing.dial(moment, scenario, clock_moves=moves))
    return json_response(201, _call(sandbox, call.id), {"location": f"{PATH}/{call.id}"})


def _do(sandbox: Sandbox, call_id: str, action: str, body: Body) -> Response:
    do = _DEEDS.get(action)
    if do is None:
        raise ApiError(404, f"There is no {action or 'such thing'} to do with a call")
    if call_id not in sandbox.state.call_records and call_id not in sandbox.state.calls:
        raise not_found("Call", call_id)
    if call_id not in sandbox.state.calls:
        raise conflict("The call is over")
    sandbox.switchboard.desk.act(lambda moment: do(moment, body), call_id)
    return json_response(200, _call(sandbox, call_id))


def _call(sandbox: Sandbox, call_id: str) -> dict[str, Any]:
    record = sandbox.state.call_records.get(call_id)
    return call_value(sandbox.state, record) if record else {"id": call_id}


def _text(body: Body, name: str) -> str:
    value = body.get(name, "")
    if not isinstance(value, str):
        raise bad_request(f"{name} is not a text", f"/{name}")
    return value


def _switch(body: Body, name: str, *, default: bool) -> bool:
    value = body.get(name, default)
    if not isinstance(value, bool):
        raise bad_request(f"{name} is neither true nor false", f"/{name}")
    return value


def _party(body: Body) -> Party:
    value = _text(body, "by") or "caller"
    if value not in get_args(Party):
        raise bad_request("by is none of: caller, callee", "/by")
    return cast("Party", value)


_DEEDS: dict[str, Deed] = {
    "answer": lambda moment, body: participant_actions.answer(
        moment, _text(body, "number"), _text(body, "device")
    ),
    "press": lambda moment, body: participant_actions.press(moment, _text(body, "digits")),
    "hold": lambda moment, body: participant_actions.hold(moment, on=_switch(body, "value", default=True)),
    "transfer": lambda moment, body: participant_actions.transfer(
        moment, _text(body, "to"), attended=_switch(body, "attended", default=False)
    ),
    "hangup": lambda moment, body: participant_actions.hang_up(moment, _party(body)),
}
