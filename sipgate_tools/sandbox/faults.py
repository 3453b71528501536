"""Faults on demand: what goes wrong, how often, and for which requests."""

from __future__ import annotations

import dataclasses
import difflib
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from sipgate_tools.spec import Operation, load

from .dispatch.api_errors import ApiError
from .dispatch.http import Ending, Request, Response, text_response

HTML = (
    "<!DOCTYPE html><html><head><title>Sorry</title></head><body><h1>We will be right back</h1></body></html>"
)
METHODS = ("GET", "POST", "PUT", "DELETE")
LONGEST_LATENCY = 600
UNKNOWN_VALUE = "VALUE_FROM_THE_FUTURE"


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that goes wrong.

    Attributes:
        kind: one of `KINDS`.
        status: the HTTP status of kind `status`.
        seconds: the wait of kind `latency`, the Retry-After of a `status`.
        retry_after: the literal Retry-After header, if any.
        operation: an operationId, a method, a path prefix such as `/v2/history`; "" means every request.
        times: how many requests it strikes; None means until it is cleared.
        after: how many matching requests pass before it strikes.
    """

    kind: str
    status: int = 0
    seconds: float = 0.0
    retry_after: str = ""
    operation: str = ""
    times: int | None = None
    after: int = 0

    def __str__(self) -> str:
        """The fault as `parse_fault` reads it."""
        words = [str(self.status) if self.kind == "status" else self.kind]
        words += [f"={self.seconds:g}"] if self.seconds else []
        words += [f":retry-after={self.retry_after}"] if self.retry_after else []
        words += [f"@{self.operation}"] if self.operation else []
        words += [f"*{self.times}"] if self.times is not None else []
        words += [f"+{self.after}"] if self.after else []
        return "".join(words)

    @property
    def after_effect(self) -> bool:
        """Whether the request is carried out all the same."""
        return self.kind in _DISTORTIONS

    def instead(self, version: str) -> Response:
        """The answer in place of the operation's, in the form of errors of the API's version ("v2", "v3")."""
        if self.kind == "status":
            headers = {"retry-after": self.retry_after} if self.retry_after else {}
            answer = ApiError(self.status, "A fault of the sandbox", headers=headers).response(version)
            return (
                text_response(520, "Web server is returning an unknown error")
                if self.status == 520
                else answer
            )
        return Response(0, connection_outcome=_ENDINGS[self.kind])

    def distort(self, answer: Response) -> Response:
        """The operation's answer, damaged."""
        return _DISTORTIONS[self.kind](self, answer)

    def concerns(self, operation: Operation | None, request: Request) -> bool:
        """Whether the fault is meant for this request."""
        wanted = self.operation
        if not wanted:
            return True
        if wanted.startswith("/"):
            return request.path.startswith(wanted)
        return wanted == request.method or (operation is not None and wanted == operation.id)


_ENDINGS: dict[str, Ending] = {"refuse": "refused", "drop": "dropped", "hang": "hung"}


def _late(fault: Fault, answer: Response) -> Response:
    return dataclasses.replace(answer, delay_seconds=fault.seconds)


def _cut(_: Fault, answer: Response) -> Response:
    return dataclasses.replace(answer, connection_outcome="cut" if answer.body else "dropped")


def _ending(ending: Ending) -> Callable[[Fault, Response], Response]:
    return lambda _, answer: dataclasses.replace(answer, connection_outcome=ending)


def _cut_json(_: Fault, answer: Response) -> Response:
    return dataclasses.replace(answer, body=answer.body[: len(answer.body) // 2])


def _html(_: Fault, answer: Response) -> Response:
    return text_response(answer.status, HTML, "text/html; charset=utf-8")


def _plain(_: Fault, answer: Response) -> Response:
    """What some operations of the real API answer on success, whatever they declare."""
    return text_response(200, "OK") if answer.status < 300 else answer


def _json_change(change: Callable[[Any], Any]) -> Callable[[Fault, Response], Response]:
    def distort(_: Fault, answer: Response) -> Response:
        if "json" not in answer.headers.get("content-type", ""):
            return answer
        body = json.dumps(change(answer.json()), ensure_ascii=False).encode()
        return dataclasses.replace(answer, body=body)

    return distort


def _with_unknown_values(value: Any) -> Any:
    """Every word in capitals, which is what enums hold, becomes one nobody knows."""
    if isinstance(value, dict):
        return {key: _with_unknown_values(item) for key, item in cast("dict[str, Any]", value).items()}
    if isinstance(value, list):
        return [_with_unknown_values(item) for item in cast("list[Any]", value)]
    if isinstance(value, str) and len(value) > 2 and value.isupper() and value.replace("_", "").isalpha():
        return UNKNOWN_VALUE
    return value


def _with_nulls(value: Any) -> Any:
    """Every list, object and text but ids becomes null below the top."""
    if isinstance(value, dict):
        items = cast("dict[str, Any]", value).items()
        return {key: item if key in ("id", "items", "data") else None for key, item in items} | {
            key: _with_nulls(item) for key, item in items if key in ("items", "data")
        }
    if isinstance(value, list):
        return [_with_nulls(item) for item in cast("list[Any]", value)]
    return value


def _null_list(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            key: None if isinstance(item, list) else item
            for key, item in cast("dict[str, Any]", value).items()
        }
    return None if isinstance(value, list) else value


def _missing_fields(value: Any) -> Any:
    if isinstance(value, dict):
        items = cast("dict[str, Any]", value).items()
        return {key: _missing_fields(item) for key, item in items if isinstance(item, list)}
    if isinstance(value, list):
        return [
            {"id": item["id"]} if "id" in item else {}
            for item in cast("list[Any]", value)
            if isinstance(item, dict)
        ]
    return value


_DISTORTIONS: dict[str, Callable[[Fault, Response], Response]] = {
    "latency": _late,
    "drop-after": _ending("dropped"),
    "cut": _cut,
    "hang-after": _ending("hung"),
    "truncated": _cut_json,
    "html": _html,
    "ok-text": _plain,
    "unknown-enum": _json_change(_with_unknown_values),
    "nulls": _json_change(_with_nulls),
    "null-list": _json_change(_null_list),
    "missing-fields": _json_change(_missing_fields),
}

KINDS = ("status", *_ENDINGS, *_DISTORTIONS)
"""Every kind of fault: `status` answers with an error, `refuse`, `drop` and `hang` give no answer and have no effect,
the others come after the request took effect."""


def parse_fault(text: str) -> Fault:
    """A fault as the command line and the admin path write it.

    `429`, `429:retry-after=2`, `520`, `latency=1.5`, `drop`, `drop-after`, `truncated`, each optionally
    with `@` and what it concerns (`@sendWebSms`, `@POST`, `@/v2/history`), `*` and how many times, `+` and how
    many matching requests pass before: `500@getHistory*2+1`.

    Raises:
        ValueError: the text means no fault.
    """
    head, _, after = text.partition("+")
    head, _, times = head.partition("*")
    head, _, concerned = head.partition("@")
    head, _, option = head.partition(":")
    kind, _, amount = head.partition("=")
    try:
        fault = Fault(
            kind="status" if kind.isdigit() else kind,
            status=int(kind) if kind.isdigit() else 0,
            seconds=float(amount) if amount else 0.0,
            retry_after=option.removeprefix("retry-after="),
            operation=concerned,
            times=int(times) if times else None,
            after=int(after) if after else 0,
        )
    except ValueError:
        fault = Fault("")
    problem = _problem(fault)
    if problem:
        raise ValueError(f"{text!r} is no fault. {problem}")
    return fault


def _problem(fault: Fault) -> str:
    """Why a fault that was read means nothing, as a sentence; "" when it does mean something."""
    if fault.kind not in KINDS or (fault.kind == "status" and not 400 <= fault.status <= 599):
        return f"Write a status (429, 500) or one of: {', '.join(KINDS[1:])}."
    if fault.kind == "latency" and not 0 < fault.seconds <= LONGEST_LATENCY:
        return f"Write how many seconds, up to {LONGEST_LATENCY}: latency=1.5."
    if fault.times is not None and fault.times < 1:
        return "Write after * how many times it strikes, or leave it out for every time."
    if fault.operation.startswith("/") or fault.operation in ("", *METHODS):
        return ""
    operations = load().operations
    if fault.operation in operations:
        return ""
    alike = difflib.get_close_matches(fault.operation, operations, n=1)
    meant = f" Did you mean {alike[0]}?" if alike else ""
    return f"There is no operation {fault.operation}.{meant} A method (@POST) or a path (@/v2/history) will do too."


class Faults:
    """The faults in force, struck in the order they were added."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []

    def add(self, fault: Fault | str) -> None:
        """Let something go wrong from now on; a text is read by `parse_fault`."""
        self._faults.append(parse_fault(fault) if isinstance(fault, str) else fault)

    def clear(self) -> None:
        """Let nothing go wrong any more."""
        self._faults.clear()

    def __iter__(self) -> Any:
        return iter(list(self._faults))

    def take(self, operation: Operation | None, request: Request) -> Fault | None:
        """The fault that strikes this request, counted; None when none does."""
        for index, fault in enumerate(self._faults):
            if not fault.concerns(operation, request):
                continue
            if fault.after:
                self._faults[index] = dataclasses.replace(fault, after=fault.after - 1)
                continue
            if fault.times is not None:
                if fault.times <= 1:
                    del self._faults[index]
                else:
                    self._faults[index] = dataclasses.replace(fault, times=fault.times - 1)
            return fault
        return None
