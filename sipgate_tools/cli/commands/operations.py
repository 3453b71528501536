"""`sipgate-tools operations`: search and describe the operations of the API, without a request."""

from __future__ import annotations

import json
from typing import Annotated, Final

import typer

from sipgate_tools.mcp.operations.operation_schemas import argument_schema
from sipgate_tools.mcp.operations.search import find_operations
from sipgate_tools.spec import load

from .._support.operation_arguments import find_operation
from .._support.output import Column
from .._support.session import Session, add_command, make_app

app = make_app("Search and describe the operations of sipgate's API.")

_COLUMNS: Final = [
    Column("Operation", lambda one: one["operation"]),
    Column("Method", lambda one: one["method"]),
    Column("Path", lambda one: one["path"]),
    Column("Summary", lambda one: one["summary"], wrap=True),
    Column("Platforms", lambda one: one["platforms"]),
]


@add_command(app, "search", example="sipgate-tools operations search voicemail greeting")
def search(
    session: Session,
    words: Annotated[
        list[str] | None, typer.Argument(help="Words in English or German; without any, all operations.")
    ] = None,
) -> None:
    """Search operations. Call them with `sipgate-tools api`."""
    found = find_operations(load(), " ".join(words or ()), ("read", "write", "destructive"))
    rows = (
        {
            "operation": one.id,
            "method": one.method,
            "path": one.path,
            "summary": one.summary,
            "effect": one.effect,
            "cost": one.cost,
            "platforms": list(one.platforms),
        }
        for one in found
    )
    session.output.records(rows, _COLUMNS, empty="No operation matches.")


@add_command(app, "show", example="sipgate-tools operations show sendWebSms")
def show(
    session: Session,
    operation_id: Annotated[str, typer.Argument(metavar="OPERATION", help="The name of the operation.")],
) -> None:
    """Describe an operation: what it does and costs, its arguments, scopes and platforms."""
    spec = load()
    operation = find_operation(spec, operation_id)
    schema = argument_schema(spec, operation)
    record = {
        "operation": operation.id,
        "request": f"{operation.method} {operation.path}",
        "summary": operation.summary,
        "description": operation.description or None,
        "effect": operation.effect,
        "cost": operation.cost,
        "platforms": list(operation.platforms),
        "scopes": list(operation.scopes),
        "arguments": schema,
    }
    if session.output.form == "json":
        session.output.text(json.dumps(record))
        return
    columns = [
        Column(name.capitalize(), lambda one, name=name: one[name]) for name in record if name != "arguments"
    ]
    session.output.record(record, columns)
    for name, argument in schema["properties"].items():
        needed = "required" if name in schema["required"] else "optional"
        session.output.text(f"  {name} ({needed}): {argument.get('description') or argument.get('type', '')}")
        for field, below in argument.get("properties", {}).items() if name == "body" else ():
            session.output.text(f"    {field}: {below.get('description') or below.get('type', '')}")
