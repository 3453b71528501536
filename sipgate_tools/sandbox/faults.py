"""Faults on request: the kind of failure, how often it occurs, and for which requests."""

from __future__ import annotations

import dataclasses
import difflib
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, cast

from sipgate_tools.spec import Operation, load

from .dispatch.api_errors import ApiError
from .dispatch.http import ConnectionOutcome, Request, Response, text_response

HTML: Final = (
    "<!DOCTYPE html><html><head><title>Sorry</title></head><body><h1>We will be right back</h1></body></html>"
)
METHODS: Final = ("GET", "POST", "PUT", "DELETE")
MAX_LATENCY_SECONDS: Final = 600
UNKNOWN_VALUE: Final = "VALUE_FROM_THE_FUTURE"


@dataclass(frozen=True, slots=True)
class Fault:
    """A failure that the sandbox produces on request.

    Attributes:
        kind: One of `KINDS`.
        status: The HTTP status (400 to 599) of a fault of kind `status`.
        seconds: The delay in seconds of a fault of kind `latency`.
        retry_after: The value of the `Retry-After` header; "" omits the header.
        operation: An operationId, a method or a path prefix such as `/v2/history`; "" for every request.
        times: The number of requests that fail. If None, requests fail until the fault is cleared.
        after: The number of matching requests that succeed first.
    """

    kind: str
    status: int = 0
    seconds: float = 0.0
    retry_after: str = ""
    operation: str = ""
    times: int | None = None
    after: int = 0

    def __str__(self) -> str:
        """Return the fault in the notation of `parse_fault`."""
        words = [str(self.status) if self.kind == "status" else self.kind]
        words += [f"={self.seconds:g}"] if self.seconds else []
        words += [f":retry-after={self.retry_after}"] if self.retry_after else []
        words += [f"@{self.operation}"] if self.operation else []
        words += [f"*{self.times}"] if self.times is not None else []
        words += [f"+{self.after}"] if self.after else []
        return "".join(words)

    @property
    def after_effect(self) -> bool:
        """Whether the request takes effect in spite of the fault."""
        return self.kind in _DISTORTIONS

    def error_response(self, version: str) -> Response:
        """Return the response to a request without effect, in the error format of an API version ("v2" or "v3")."""
        if self.kind == "status":
            headers = {"retry-after": self.retry_after} if self.retry_after else {}
            response = ApiError(self.status, "A fault of the sandbox", headers=headers).response(version)
            return (
                text_response(520, "Web server is returning an unknown error")
                if self.status == 520
                else response
            )
        return Response(0, connection_outcome=_CONNECTION_OUTCOMES[self.kind])

    def distort(self, response: Response) -> Response:
        """Return a copy of the operation's response, damaged according to the kind of fault."""
        return _DISTORTIONS[self.kind](self, response)

    def concerns(self, operation: Operation | None, request: Request) -> bool:
        """Return whether the fault applies to this request."""
        target = self.operation
        if not target:
            return True
        if target.startswith("/"):
            return request.path.startswith(target)
        return target == request.method or (operation is not None and target == operation.id)


_CONNECTION_OUTCOMES: Final[dict[str, ConnectionOutcome]] = {
    "refuse": "refused",
    "drop": "dropped",
    "hang": "hung",
}


def _late(fault: Fault, response: Response) -> Response:
    return dataclasses.replace(response, delay_seconds=fault.seconds)


def _cut(_: Fault, response: Response) -> Response:
    return dataclasses.replace(response, connection_outcome="cut" if response.body else "dropped")


def _with_outcome(outcome: ConnectionOutcome) -> Callable[[Fault, Response], Response]:
    return lambda _, response: dataclasses.replace(response, connection_outcome=outcome)


def _cut_json(_: Fault, response: Response) -> Response:
    return dataclasses.replace(response, body=response.body[: len(response.body) // 2])


def _html(_: Fault, response: Response) -> Response:
    return text_response(response.status, HTML, "text/html; charset=utf-8")


def _plain(_: Fault, response: Response) -> Response:
    """Replace a successful response with plain text `OK`, which some real operations return contrary to the spec."""
    return text_response(200, "OK") if response.status < 300 else response


def _json_change(change: Callable[[Any], Any]) -> Callable[[Fault, Response], Response]:
    def distort(_: Fault, response: Response) -> Response:
        if "json" not in response.headers.get("content-type", ""):
            return response
        body = json.dumps(change(response.json()), ensure_ascii=False).encode()
        return dataclasses.replace(response, body=body)

    return distort


def _with_unknown_values(value: Any) -> Any:
    """Replace every string in capitals, the form of enum values, with an unknown value."""
    if isinstance(value, dict):
        return {key: _with_unknown_values(item) for key, item in cast("dict[str, Any]", value).items()}
    if isinstance(value, list):
        return [_with_unknown_values(item) for item in cast("list[Any]", value)]
    if isinstance(value, str) and len(value) > 2 and value.isupper() and value.replace("_", "").isalpha():
        return UNKNOWN_VALUE
    return value


def _with_nulls(value: Any) -> Any:
    """Replace every value below the top level with null, except ids."""
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


_DISTORTIONS: Final[dict[str, Callable[[Fault, Response], Response]]] = {
    "latency": _late,
    "drop-after": _with_outcome("dropped"),
    "cut": _cut,
    "hang-after": _with_outcome("hung"),
    "truncated": _cut_json,
    "html": _html,
    "ok-text": _plain,
    "unknown-enum": _json_change(_with_unknown_values),
    "nulls": _json_change(_with_nulls),
    "null-list": _json_change(_null_list),
    "missing-fields": _json_change(_missing_fields),
}

KINDS: Final = ("status", *_CONNECTION_OUTCOMES, *_DISTORTIONS)
"""All kinds of faults. `status` returns an error response. With `refuse`, `drop` and `hang`, the request has neither a
response nor an effect. All other faults occur after the request has taken effect."""


def parse_fault(text: str) -> Fault:
    """Parse a fault in the notation that the command line and the admin path use.

    A fault is a status (`429`, `429:retry-after=2`, `520`), `latency=` with seconds (`latency=1.5`), or another of the
    `KINDS` (`drop`, `truncated`). Three optional parts follow: `@` with an operation, method or path (`@sendWebSms`,
    `@POST`, `@/v2/history`), `*` with the number of failures, and `+` with the number of requests that succeed first,
    as in `500@getHistory*2+1`.

    Raises:
        ValueError: `text` is not a valid fault. The message describes the problem.
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
        raise ValueError(f"Invalid fault {text!r}. {problem}")
    return fault


def _problem(fault: Fault) -> str:
    """Return why a parsed fault is invalid, as a sentence; "" if it is valid."""
    if fault.kind not in KINDS or (fault.kind == "status" and not 400 <= fault.status <= 599):
        return f"Use a status from 400 to 599, or one of: {', '.join(KINDS[1:])}."
    if fault.kind == "latency" and not 0 < fault.seconds <= MAX_LATENCY_SECONDS:
        return f"Specify the latency in seconds, at most {MAX_LATENCY_SECONDS}, as in latency=1.5."
    if fault.times is not None and fault.times < 1:
        return "Specify the number of failures after *, or omit * to fail every request."
    if fault.operation.startswith("/") or fault.operation in ("", *METHODS):
        return ""
    operations = load().operations
    if fault.operation in operations:
        return ""
    alike = difflib.get_close_matches(fault.operation, operations, n=1)
    hint = f" Did you mean {alike[0]}?" if alike else ""
    return f"Unknown operation {fault.operation}.{hint} You can also use a method (@POST) or a path (@/v2/history)."


class Faults:
    """The active faults. If several of them apply to a request, the fault that was added first is used."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []

    def add(self, fault: Fault | str) -> None:
        """Activate a fault, or a string in the notation of `parse_fault`.

        Raises:
            ValueError: The string is not a valid fault.
        """
        self._faults.append(parse_fault(fault) if isinstance(fault, str) else fault)

    def clear(self) -> None:
        """Remove all faults."""
        self._faults.clear()

    def __iter__(self) -> Any:
        return iter(list(self._faults))

    def take(self, operation: Operation | None, request: Request) -> Fault | None:
        """Return the fault for this request and update the faults' counters; None if no fault applies."""
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
