"""`sipgate-tools sandbox call`: plays a call on a running sandbox and prints what happens in it."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, NoReturn

import httpx2
import typer

API = "/console/api"
PATIENCE = httpx2.Timeout(10.0, read=30.0)


class CalleeDoes(StrEnum):
    """What the called party does."""

    answers = "answers"
    busy = "busy"
    no_answer = "noAnswer"
    rejects = "rejects"
    unreachable = "unreachable"
    unknown = "unknown"
    waits = "waits"


class CallSide(StrEnum):
    """The two in a call."""

    caller = "caller"
    callee = "callee"


def call(
    from_: Annotated[
        str | None,
        typer.Option(
            "--from", help="Who calls: a number, anonymous, or an extension of the account (p0, e0)."
        ),
    ] = None,
    to: Annotated[str | None, typer.Option("--to", help="Who is called.")] = None,
    callee: Annotated[
        CalleeDoes, typer.Option(help="What the called party does; waits: the console decides.")
    ] = CalleeDoes.answers,
    answer_after: Annotated[float | None, typer.Option(min=0, help="Seconds of ringing until then.")] = None,
    digits: Annotated[
        list[str] | None,
        typer.Option(
            help="What the caller presses when a webhook collects digits; repeatable, one for each time."
        ),
    ] = None,
    hangup_after: Annotated[float, typer.Option(min=0, help="Seconds of talking.")] = 60.0,
    hangs_up: Annotated[CallSide, typer.Option(help="Who hangs up.")] = CallSide.caller,
    gives_up_after: Annotated[
        float | None, typer.Option(min=0, help="Seconds until the caller hangs up when nobody picks up.")
    ] = None,
    message: Annotated[str, typer.Option(help="What the caller says to a voicemail.")] = "",
    scenario: Annotated[
        Path | None, typer.Option(help="A call script in a JSON file, instead of the options above.")
    ] = None,
    url: Annotated[
        str,
        typer.Option(help="Address of the sandbox; by default SIPGATE_BASE_URL.", envvar="SIPGATE_BASE_URL"),
    ] = "",
    *,
    live: Annotated[
        bool,
        typer.Option("--live", help="Let the call last as long as it does, instead of moving the clock."),
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the calls as JSON when they are over.")
    ] = False,
) -> None:
    """Play a call on a running sandbox and print its timeline, with every webhook."""
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
        _refuse("Say who calls and who is called: --from and --to, or --scenario FILE.")
    _play(_origin(url), script | {"pace": "live" if live else "script"}, as_json=as_json)


def _read(path: Path) -> dict[str, Any]:
    try:
        value: Any = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        _refuse(f"{path} cannot be read as JSON: {error}.")
    if not isinstance(value, dict):
        _refuse(f"{path} holds no call script: it is not a JSON object.")
    return {"callee": "answers", "talkSeconds": 60.0, **value}


def _origin(url: str) -> str:
    if not url.startswith(("http://", "https://")):
        _refuse("Say where the sandbox is: --url http://127.0.0.1:PORT, or SIPGATE_BASE_URL.")
    return url.rstrip("/").removesuffix("/v2")


def _play(origin: str, script: dict[str, Any], *, as_json: bool) -> None:
    try:
        with (
            httpx2.Client(base_url=origin + API, timeout=PATIENCE, trust_env=False) as client,
            client.stream("GET", "events") as events,
        ):
            _check(events)
            news = events.iter_lines()
            next(news)
            begun = client.post("calls", json=script)
            _check(begun)
            story = _follow(client, news, begun.json()["id"], quiet=as_json)
    except httpx2.HTTPError as error:
        typer.secho(f"The sandbox at {origin} does not answer: {type(error).__name__}.", err=True, fg="red")
        raise typer.Exit(1) from None
    if as_json:
        typer.echo(json.dumps(story["calls"], ensure_ascii=False))


def _follow(client: httpx2.Client, news: Any, call_id: str, *, quiet: bool) -> dict[str, Any]:
    """Print the story of a call as it comes, and return it when it is over."""
    printed = 0
    while True:
        story = client.get(f"calls/{call_id}/timeline").json()
        if not quiet:
            for line in story["lines"][printed:]:
                typer.echo(line)
            printed = len(story["lines"])
        if story["over"]:
            return story
        # Whatever is new, the whole story is asked for: the stream only says when.
        for line in news:
            if line.startswith("event: call"):
                break


def _check(answer: httpx2.Response) -> None:
    if answer.is_success:
        return
    answer.read()
    try:
        sentence = answer.json()["errors"][0]["detail"]
    except (ValueError, KeyError, IndexError, TypeError):
        sentence = f"it answers {answer.status_code}"
    _refuse(f"The sandbox does not play this: {sentence}.")


def _refuse(sentence: str) -> NoReturn:
    typer.secho(sentence, err=True, fg="red")
    raise typer.Exit(2)
