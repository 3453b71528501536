"""`sipgate-tools api`: call any operation of the API."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, cast
from urllib.parse import parse_qsl, urlsplit

import typer

from sipgate_tools.errors import InvalidInput
from sipgate_tools.mcp.operations.operation_schemas import check_arguments
from sipgate_tools.requests.operations import decoded_response, operation_request
from sipgate_tools.spec import load

from .._support.operation_arguments import find_operation, read_fields
from .._support.session import Session, single_command

if TYPE_CHECKING:
    from sipgate_tools.spec import Operation, Spec

METHODS: Final = ("GET", "POST", "PUT", "PATCH", "DELETE")
_PAGE_SIZE: Final = 100


@single_command(example="sipgate-tools api GET /v2/history limit=5 --query 'items[].source'")
def command(
    session: Session,
    operation: Annotated[
        str, typer.Argument(metavar="METHOD PATH | OPERATION", help="Such as GET /v2/balance, or getBalance.")
    ],
    fields: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[NAME=VALUE]...",
            help="Parameters and fields of the JSON body; name:=JSON for JSON values, name=@FILE for a file.",
            show_default=False,
        ),
    ] = None,
    *,
    body: Annotated[
        str | None,
        typer.Option("--input", help="A file with the JSON body; - for stdin.", show_default=False),
    ] = None,
    paginate: Annotated[
        bool, typer.Option("--paginate", help="Read all pages, and print one item per line.")
    ] = False,
    query: Annotated[
        str | None,
        typer.Option(
            "--query", "-q", help="A JMESPath expression that selects from the response.", show_default=False
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="Write the response to this file.", show_default=False),
    ] = None,
) -> None:
    """Call any operation of sipgate's API, by method and path or by name.

    The arguments are checked against the API's document before anything is sent. Find operations with
    `sipgate-tools operations search`.
    """
    spec = load()
    words = list(fields or ())
    selected, arguments = _selected(spec, operation, words, body)
    _add_own_user(session, selected, arguments)
    check_arguments(spec, selected, arguments)
    select = _selection(query)
    if selected.effect == "destructive" or selected.cost == "charged":
        session.confirm(
            f"Call {selected.id}?",
            request=f"{selected.method} {selected.path}",
            what=selected.summary,
            costs="may cost money" if selected.cost == "charged" else None,
        )
    if paginate:
        for item in _items(session, selected, arguments):
            _print(select(item))
        return
    content = _send(session, selected, arguments)
    if output is not None:
        output.write_bytes(content)
        session.output.say(f"Saved {output}.")
        return
    response = decoded_response(content)
    if isinstance(response, str) and query is None:
        sys.stdout.write(response)
    elif response is not None:
        _print(select(response))


def _selected(spec: Spec, first: str, words: list[str], body: str | None) -> tuple[Operation, dict[str, Any]]:
    """Return the operation, and its arguments from a path, a query and words."""
    if first.upper() not in METHODS:
        operation = find_operation(spec, first)
        return operation, read_fields(spec, operation, words, body)
    if not words:
        raise InvalidInput("The path is missing.", hint="Use: sipgate-tools api GET /v2/balance.")
    parts = urlsplit(words[0])
    path = parts.path if parts.path.startswith(("/v2/", "/v3/")) else f"/v2/{parts.path.lstrip('/')}"
    found = spec.match(first, path)
    if found is None:
        raise InvalidInput(
            f"sipgate's API has no operation {first.upper()} {path}.",
            hint="Search with: sipgate-tools operations search WORDS.",
        )
    operation, values = found
    pairs = [f"{name}={value}" for name, value in parse_qsl(parts.query, keep_blank_values=True)]
    return operation, {**read_fields(spec, operation, [*pairs, *words[1:]], body), **values}


def _add_own_user(session: Session, operation: Operation, arguments: dict[str, Any]) -> None:
    if "userId" not in arguments and any(one.name == "userId" for one in operation.parameters):
        arguments["userId"] = session.client.users.info().sub


def _send(session: Session, operation: Operation, arguments: dict[str, Any]) -> bytes:
    locations = {one.name: one.location for one in operation.parameters}
    request = operation_request(
        operation,
        path={name: value for name, value in arguments.items() if locations.get(name) == "path"},
        query={name: value for name, value in arguments.items() if locations.get(name) == "query"},
        body=arguments.get("body"),
    )
    return session.client.api.send(request).content


def _items(session: Session, operation: Operation, arguments: dict[str, Any]) -> Iterator[Any]:
    """Yield the items of all pages.

    Raises:
        InvalidInput: The operation has no pages.
    """
    names = {one.name for one in operation.parameters}
    if not {"limit", "offset"} <= names:
        raise InvalidInput(f"{operation.id} has no pages.", hint="Leave out --paginate.")
    size, offset = int(arguments.get("limit", _PAGE_SIZE)), int(arguments.get("offset", 0))
    while True:
        page = decoded_response(_send(session, operation, {**arguments, "limit": size, "offset": offset}))
        listed: Any = cast("dict[str, Any]", page).get("items") if isinstance(page, dict) else page
        items = cast("list[Any]", listed or [])
        yield from items
        if len(items) < size:
            return
        offset += size


def _selection(expression: str | None) -> Callable[[Any], Any]:
    if expression is None:
        return _whole
    import jmespath  # imported here: only this option needs it
    from jmespath.exceptions import JMESPathError

    try:
        compiled = jmespath.compile(expression)
    except JMESPathError as error:
        raise InvalidInput(f"The JMESPath expression is not valid: {error}") from None
    return compiled.search


def _whole(value: Any) -> Any:
    return value


def _print(value: Any) -> None:
    if isinstance(value, str):
        sys.stdout.write(f"{value}\n")
        return
    indent = 2 if sys.stdout.isatty() else None
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=indent) + "\n")
