"""`sipgate-tools sandbox call`: play a call on a running sandbox and print its timeline."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Final, NoReturn

import httpx2
import typer

API: Final = "/console/api"
TIMEOUT: Final = httpx2.Timeout(10.0, read=30.0)


class CalleeDoes(StrEnum):
    """The callee's behavior."""

    answers = "answers"
    busy = "busy"
    no_answer = "noAnswer"
    rejects = "rejects"
    unreachable = "unreachable"
    unknown = "unknown"
    waits = "waits"


class CallSide(StrEnum):
    """The two parties of a call."""

    caller = "caller"
    callee = "callee"


def call(
    from_: Annotated[
        str | None,
        typer.Option(
            "--from", help="The caller: a number, anonymous, or an extension of the account (p0, e0)."
        ),
    ] = None,
    to: Annotated[str | None, typer.Option("--to", help="The callee.")] = None,
    callee: Annotated[
        CalleeDoes, typer.Option(help="The callee's behavior. With waits, you decide in the console.")
    ] = CalleeDoes.answers,
    answer_after: Annotated[
        float | None, typer.Option(min=0, help="Seconds of ringing before the callee reacts.")
    ] = None,
    digits: Annotated[
        list[str] | None,
        typer.Option(
            help="The digits that the caller presses when a webhook collects digits; repeatable, one per gather."
        ),
    ] = None,
    hangup_after: Annotated[float, typer.Option(min=0, help="Length of the conversation in seconds.")] = 60.0,
    hangs_up: Annotated[CallSide, typer.Option(help="The party that hangs up.")] = CallSide.caller,
    gives_up_after: Annotated[
        float | None,
        typer.Option(min=0, help="Seconds until the caller hangs up if the call is not answered."),
    ] = None,
    message: Annotated[str, typer.Option(help="The message that the caller leaves on a voicemail.")] = "",
    scenario: Annotated[
        Path | None, typer.Option(help="A call script in a JSON file, instead of the options above.")
    ] = None,
    url: Annotated[
        str,
        typer.Option(help="URL of the sandbox; by default SIPGATE_BASE_URL.", envvar="SIPGATE_BASE_URL"),
    ] = "",
    *,
    live: Annotated[
        bool,
        typer.Option("--live", help="Play the call in real time instead of moving the clock."),
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the calls as JSON when they have ended.")
    ] = False,
) -> None:
    """Play a call on a running sandbox and print its timeline with all webhooks."""
    if scenario is not None:
        script = _read(scenario)
    elif from_ and to:
        script = {
            "from": from_,
            "to": to,
            "callee": {"does": callee.value, "after": answer_after},
            "digits": digits or [],
            "talkSeconds": hangup_after,
            "hangsUp": hangs_up.value,
            "givesUpAfter": gives_up_after,
            "message": message,
        }
    else:
        _refuse("Pass --from and --to, or --scenario FILE.")
    _play(_origin(url), script | {"pace": "live" if live else "script"}, as_json=as_json)


def _read(path: Path) -> dict[str, Any]:
    try:
        value: Any = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        _refuse(f"{path} cannot be read as JSON: {error}.")
    if not isinstance(value, dict):
        _refuse(f"{path} is not a call script: it is not a JSON object.")
    return {"callee": "answers", "talkSeconds": 60.0, **value}


def _origin(url: str) -> str:
    if not url.startswith(("http://", "https://")):
        _refuse(
            "The URL of the sandbox is missing: pass --url http://127.0.0.1:PORT, or set SIPGATE_BASE_URL."
        )
    return url.rstrip("/").removesuffix("/v2")


def _play(origin: str, script: dict[str, Any], *, as_json: bool) -> None:
    try:
        with (
            httpx2.Client(base_url=origin + API, timeout=TIMEOUT, trust_env=False) as client,
            client.stream("GET", "events") as stream,
        ):
            _check(stream)
            events = stream.iter_lines()
            next(events)
            response = client.post("calls", json=script)
            _check(response)
            timeline = _follow(client, events, response.json()["id"], quiet=as_json)
    except httpx2.HTTPError as error:
        typer.secho(f"The sandbox at {origin} does not respond: {type(error).__name__}.", err=True, fg="red")
        raise typer.Exit(1) from None
    if as_json:
        typer.echo(json.dumps(timeline["calls"], ensure_ascii=False))


def _follow(client: httpx2.Client, events: Any, call_id: str, *, quiet: bool) -> dict[str, Any]:
    """Print the timeline of a call while it is played, and return it when the call has ended."""
    printed = 0
    while True:
        timeline = client.get(f"calls/{call_id}/timeline").json()
        if not quiet:
            for line in timeline["lines"][printed:]:
                typer.echo(line)
            printed = len(timeline["lines"])
        if timeline["over"]:
            return timeline
        # The event only signals a change: the whole timeline is read again.
        for line in events:
            if line.startswith("event: call"):
                break


def _check(response: httpx2.Response) -> None:
    if response.is_success:
        return
    response.read()
    try:
        sentence = response.json()["errors"][0]["detail"]
    except (ValueError, KeyError, IndexError, TypeError):
        sentence = f"the response has the status {response.status_code}"
    _refuse(f"The sandbox refused to play this call: {sentence}.")


def _refuse(sentence: str) -> NoReturn:
    typer.secho(sentence, err=True, fg="red")
    raise typer.Exit(2)
