"""A document with names that would do more than name writes nothing outside, and nothing it says is run."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import pytest

from scripts.openapi_build.generate import generate
from scripts.openapi_build.layout import Layout, read_json

from .conftest import TakeOver
from .published import Change, operation, parameter, properties, with_changes

QUOTES = '"; import os; os.system("touch pwned")  # '
LINES = '\n"""\nimport os\nos.system("touch pwned")\n"""'
UPWARDS = "../../../pwned"


def call_it(name: str) -> Change:
    def change(document: dict[str, Any]) -> None:
        operation(document, "getHistory")["operationId"] = name

    return change


def put_it_into(name: str) -> Change:
    def change(document: dict[str, Any]) -> None:
        operation(document, "getHistory")["tags"] = [name]

    return change


def a_schema(name: str) -> Change:
    def change(document: dict[str, Any]) -> None:
        document["components"]["schemas"][name] = {"properties": {}}

    return change


def a_field(name: str) -> Change:
    def change(document: dict[str, Any]) -> None:
        properties(document, "BalanceResponse")[name] = {"type": "string"}

    return change


def an_argument(name: str, **more: Any) -> Change:
    def change(document: dict[str, Any]) -> None:
        given = {"in": "query", "name": name, "schema": {"type": "string", **more}}
        operation(document, "getHistory")["parameters"].append(given)

    return change


def a_value(value: str) -> Change:
    def change(document: dict[str, Any]) -> None:
        parameter(document, "types", of="getHistory")["schema"]["items"]["enum"].append(value)

    return change


def a_path(path: str) -> Change:
    def change(document: dict[str, Any]) -> None:
        document["paths"][path] = {"get": {"operationId": "getMore", "responses": {}}}

    return change


def a_scope(name: str) -> Change:
    def change(document: dict[str, Any]) -> None:
        operation(document, "getHistory")["security"].append({"oauth2": [name]})

    return change


def a_media_type(name: str) -> Change:
    def change(document: dict[str, Any]) -> None:
        content = operation(document, "getHistory")["responses"]["200"]["content"]
        content[name] = content.pop("application/json")

    return change


HOSTILE: dict[str, tuple[Change, str]] = {
    "operation __init__": (call_it("__init__"), "operationId '__init__'"),
    "operation with quotes": (call_it(QUOTES), "operationId '\"; import os"),
    "operation with lines": (call_it(LINES), "operationId '\\n"),
    "operation upwards": (call_it(UPWARDS), "operationId '../../../pwned'"),
    "operation beside another": (
        call_it("get_balance"),
        "operationId 'getBalance' beside operationId 'get_balance'",
    ),
    "area __init__": (put_it_into("__init__"), "tag '__init__'"),
    "area upwards": (put_it_into(UPWARDS), "tag '../../../pwned'"),
    "area beside another": (put_it_into("Account"), "tag 'Account' beside tag 'account'"),
    "schema upwards": (a_schema(UPWARDS), "schema '../../../pwned'"),
    "schema __init__": (a_schema("__init__"), "schema '__init__'"),
    "schema beside another": (
        a_schema("balance_response"),
        "schema 'BalanceResponse' beside schema 'balance_response'",
    ),
    "field __init__": (a_field("__init__"), "field '__init__'"),
    "field with quotes": (a_field(QUOTES), "field '\"; import os"),
    "field of ours": (a_field("toDict"), "field 'toDict'"),
    "field beside another": (a_field("Amount"), "field 'Amount' beside field 'amount'"),
    "parameter with lines": (an_argument(LINES), "parameter '\\n"),
    "parameter of ours": (an_argument("headers"), "parameter 'headers'"),
    "value with quotes": (a_value(QUOTES), "value '\"; import os"),
    "value with lines": (a_value(LINES), "value '\\n"),
    "default with quotes": (an_argument("more", default=QUOTES), "value '\"; import os"),
    "format with quotes": (an_argument("more", format=QUOTES), "format '\"; import os"),
    "path upwards": (a_path("/history/../../pwned"), "path '/history/../../pwned'"),
    "path with quotes": (a_path(f"/history/{QUOTES}"), "path '/history/\"; import os"),
    "scope with quotes": (a_scope(QUOTES), "scope '\"; import os"),
    "media type with quotes": (
        a_media_type(f"application/{QUOTES}"),
        "media type 'application/\"'",
    ),
    "reference elsewhere": (
        an_argument("more", **{"$ref": "../../secret.json#/a"}),
        "reference '../../secret.json#/a'",
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_document_with_such_a_name_is_refused_as_a_whole(name: str, take_over: TakeOver):
    change, named = HOSTILE[name]
    run = take_over(with_changes(change))
    assert (run.code, run.report) == (2, {})
    assert "the document has invalid names, so nothing was generated" in run.complained
    assert named in run.complained


def test_marks_of_our_own_cannot_be_smuggled_in(take_over: TakeOver):
    def harmless(document: dict[str, Any]) -> None:
        deletion = operation(document, "deleteHistoryEntries")
        deletion |= {"x-effect": "read", "x-cost": "none", "x-policy": "judged"}
        properties(document, "BalanceResponse")["amount"]["x-secret"] = False

    run = take_over(with_changes(harmless))
    assert (run.code, run.report["result"]) == (0, "nothing")


def say_everywhere(document: dict[str, Any], texts: list[str]) -> None:
    """Put texts wherever a document may hold one that code is made of."""
    history = document["components"]["schemas"]["HistoryEntryResponse"]
    get = document["paths"]["/v2/history"]["get"]
    get |= {"summary": texts[0], "description": "".join(texts)}
    history["description"] = "".join(texts)
    history["properties"]["type"] = {"type": "string", "enum": ["CALL", *texts]}
    for text in texts:
        get["parameters"].append(
            {"in": "query", "name": text, "description": text, "schema": {"type": "string"}}
        )
        history["properties"][text] = {"type": "string", "description": text}


def test_behind_that_door_the_generator_makes_plain_text_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    document: dict[str, Any] = read_json(Layout().document)
    document["paths"] = {"/v2/history": {"get": document["paths"]["/v2/history"]["get"]}}
    say_everywhere(document, [QUOTES, LINES, "{{ 7 * 7 }} \\", "' + __import__('os').name + '"])
    monkeypatch.chdir(tmp_path)
    package = tmp_path / "generated" / "sipgate_api"
    package.parent.mkdir()
    generate(document, package)
    assert {path.name for path in tmp_path.iterdir()} == {"generated"}
    assert {path.name for path in package.parent.iterdir()} == {"sipgate_api"}
    for path in package.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            assert not isinstance(node, ast.Import) or node.names[0].name in ("json", "ssl", "httpx2"), path
            assert not isinstance(node, ast.Name) or node.id not in ("os", "__import__"), path
