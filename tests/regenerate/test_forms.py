"""The same interface in every form it may come in is the same; what is not the interface is refused with the reason."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml

from scripts.openapi_build.failures import BuildFailure
from scripts.openapi_build.upstream import parse_upstream
from scripts.openapi_build.upstream.canonicalize import canonicalize
from scripts.openapi_build.upstream.swagger2 import from_swagger2

from .conftest import TakeOver
from .published import (
    PRESENT,
    ROOT,
    a_circular_schema,
    as_swagger2,
    operation,
    parameter,
    response_with,
    with_changes,
)

AS_JSON = json.dumps(PRESENT).encode()
AS_YAML = yaml.safe_dump(PRESENT, allow_unicode=True).encode()


def as_openapi31(document: dict[str, Any]) -> dict[str, Any]:
    """Return the document in the words of OpenAPI 3.1, which has several for the same."""
    newer = deepcopy(document)
    newer["openapi"] = "3.1.0"
    newer["jsonSchemaDialect"] = "https://json-schema.org/draft/2020-12/schema"
    newer["webhooks"] = {}
    fields = newer["components"]["schemas"]["BalanceResponse"]["properties"]
    fields["amount"] = {"type": ["integer"], "format": "int32", "examples": [35000]}
    return newer


def with_every_default(document: dict[str, Any]) -> dict[str, Any]:
    """Return the document with shared parts, defaults and prose written out, as other writers do."""
    wordy = deepcopy(document)
    wordy["servers"] = [{"url": "/v2", "description": "here"}]
    wordy["tags"] = [{"name": "history", "description": "Calls"}]
    wordy["components"]["responses"] = {"Nothing": {"description": "Nothing"}}
    for item in wordy["paths"].values():
        for one in item.values():
            one |= {"deprecated": False, "description": "Words", "x-internal": True}
            for given in one.get("parameters", []):
                given["required"] = given["in"] == "path"
                given["style"] = "simple" if given["in"] in ("path", "header") else "form"
                given["explode"] = given["style"] == "form"
            one["responses"] = {
                status: stated if stated.get("content") else {"$ref": "#/components/responses/Nothing"}
                for status, stated in one["responses"].items()
            }
    return wordy


SAME: dict[str, tuple[bytes, str]] = {
    "YAML": (AS_YAML, "OpenAPI 3.0.1 in YAML"),
    "Windows line ends": (
        json.dumps(PRESENT, indent=2).replace("\n", "\r\n").encode(),
        "OpenAPI 3.0.1 in JSON",
    ),
    "YAML with Windows line ends": (AS_YAML.replace(b"\n", b"\r\n"), "OpenAPI 3.0.1 in YAML"),
    "a byte order mark": (b"\xef\xbb\xbf" + AS_JSON, "OpenAPI 3.0.1 in JSON"),
    "OpenAPI 3.1": (json.dumps(as_openapi31(PRESENT)).encode(), "OpenAPI 3.1.0 in JSON"),
    "everything said": (json.dumps(with_every_default(PRESENT)).encode(), "OpenAPI 3.0.1 in JSON"),
}


@pytest.mark.parametrize("name", SAME)
def test_the_same_interface_in_another_form_is_nothing_new(name: str, take_over: TakeOver):
    content, form = SAME[name]
    run = take_over(content)
    assert (run.code, run.report["result"], run.report["form"]) == (0, "nothing", form), run.output


@pytest.mark.parametrize("language", ["JSON", "YAML"])
def test_the_whole_document_as_swagger_2_yields_the_same_result(language: str, take_over: TakeOver):
    document = as_swagger2(PRESENT)
    content = json.dumps(document) if language == "JSON" else yaml.safe_dump(document)
    run = take_over(content.encode(), "--accept")
    assert (run.code, run.levels(), run.report["form"]) == (0, {}, f"Swagger 2.0 in {language}")
    # Swagger 2.0 has one list of media types for all answers of an operation, so two more are said to be */*.
    (edit,) = run.report["accepted"]
    assert edit.startswith("30-responses.json, correction 'responses-are-json': \"expect\" 8 becomes 10")


AT_ALL: dict[str, tuple[bytes, str]] = {
    "JSON that ends in the middle": (AS_JSON[: len(AS_JSON) // 2], "the document is truncated"),
    "YAML that ends in the middle": (AS_YAML[: len(AS_YAML) // 2], "so it may be truncated"),
    "YAML that ends after a line in the middle": (
        AS_YAML[: AS_YAML.rindex(b"\npaths:") + 40_000].rpartition(b"\n")[0] + b"\n",
        "known operations: it describes another API, or only a part",
    ),
    "a page": (b"<!doctype html><title>Login</title>", "the content is HTML or XML"),
    "nothing": (b"", "the document is truncated"),
    "a word": (b"OK\n", "the content is YAML, but not an OpenAPI document"),
    "an array": (b"[]", "the content is JSON, but not an OpenAPI document"),
    "another object": (b'{"error": "login"}', "it has neither openapi nor swagger"),
    "Latin-1": ('{"openapi": "ü"}'.encode("latin-1"), "the content is not text in UTF-8"),
    "a key twice": (b'{"openapi": "3.0.1", "openapi": "3.0.1"}', "the key 'openapi' is given twice"),
    "a key twice in YAML": (b"openapi: 3.0.1\nopenapi: 3.0.1\n", "the key 'openapi' is given twice"),
    "NaN": (b'{"openapi": NaN}', "the document is not proper JSON: NaN"),
    "a comma too many": (b'{"openapi": "3.0.1",}', "the document is not proper JSON"),
    "a tag in YAML": (b"openapi: !!python/object/apply:os.system [id]\n", "neither JSON nor YAML"),
    "YAML that holds itself": (b"openapi: &a [*a]\n", "nested too deeply or contains itself"),
    "YAML that unfolds": (
        b"a: &a [x,x,x,x,x,x,x,x,x,x]\n"
        + b"".join(b"%c: &%c [%s]\n" % (n + 1, n + 1, b",".join([b"*%c" % n] * 10)) for n in range(97, 104)),
        "expands to more nodes than an API has",
    ),
    "a deep nest": (b'{"openapi":' + b"[" * 5000 + b"]" * 5000 + b"}", "too deeply"),
    "OpenAPI 4": (b'{"openapi": "4.0.0", "paths": {}}', "the document is OpenAPI 4.0.0"),
    "no paths": (b'{"openapi": "3.0.1"}', "the document is not shaped as OpenAPI is"),
    "paths that are a list": (
        b'{"openapi": "3.0.1", "paths": []}',
        "the document is not shaped as OpenAPI is",
    ),
}


@pytest.mark.parametrize("name", AT_ALL)
def test_what_is_no_whole_document_is_refused(name: str, take_over: TakeOver):
    content, reason = AT_ALL[name]
    run = take_over(content)
    assert (run.code, run.report) == (2, {})
    assert run.complained.startswith("scripts/regenerate: nothing was changed.")
    assert reason in run.complained


def another_api(document: dict[str, Any]) -> None:
    document["paths"] = {f"/shop{path}": item for path, item in document["paths"].items()}


def another_host(document: dict[str, Any]) -> None:
    document["servers"] = [{"url": "https://api.sipgate.com.example/v2"}]


def version_3(document: dict[str, Any]) -> None:
    document["servers"] = [{"url": "https://api.sipgate.com/v3"}]


def a_third_of_it(document: dict[str, Any]) -> None:
    document["paths"] = dict(list(document["paths"].items())[:45])


def a_schema_less(document: dict[str, Any]) -> None:
    del document["components"]["schemas"]["HistoryEntryResponse"]


def one_name_for_two(document: dict[str, Any]) -> None:
    operation(document, "getHistory")["operationId"] = "getAccount"


def a_reference_elsewhere(document: dict[str, Any]) -> None:
    operation(document, "getHistory")["parameters"][0] = {"$ref": "other.json#/components/parameters/limit"}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (another_api, "the document has 0 of the 179 known operations: it describes another API"),
        (another_host, "the document is for api.sipgate.com.example, not for sipgate"),
        (version_3, "this is version 3"),
        (a_third_of_it, "it describes another API, or only a part of sipgate's"),
        (a_schema_less, "refers to HistoryEntryResponse, which it does not contain"),
        (one_name_for_two, "GET /account and GET /history have the same operationId 'getAccount'"),
        (a_reference_elsewhere, "leads nowhere in this document"),
    ],
)
def test_what_is_not_sipgates_or_not_all_of_it_is_refused(
    change: Callable[[dict[str, Any]], None], reason: str, take_over: TakeOver
):
    run = take_over(with_changes(change))
    assert (run.code, run.report) == (2, {})
    assert reason in run.complained


def test_dates_and_odd_words_in_yaml_stay_text():
    values = ["2022-01-31", "NO", "on", "012", "12:30:00", "0x1F", 3.0, 7]

    def odd(document: dict[str, Any]) -> None:
        parameter(document, "directions", of="getHistory")["schema"]["items"]["enum"] = ["THESE"]

    text = yaml.safe_dump(with_changes(odd)).replace("- THESE\n", f"[{', '.join(map(str, values))}]\n")
    text = text.replace("enum:\n            [", "enum: [")
    read = parse_upstream(text.encode(), PRESENT).document
    assert parameter(read, "directions", of="getHistory")["schema"]["items"]["enum"] == values


def test_what_openapi_31_says_otherwise_becomes_what_30_says():
    newer = as_openapi31(PRESENT)
    newer["components"]["schemas"]["BalanceResponse"]["properties"] = {
        "amount": {"type": ["integer", "null"], "format": "int32"},
        "currency": {"anyOf": [{"type": "string"}, {"type": "null"}]},
        "owner": {"oneOf": [{"$ref": "#/components/schemas/AccountResponse"}, {"type": "null"}]},
        "account": {"$ref": "#/components/schemas/AccountResponse", "deprecated": True},
        "kind": {"const": "PREPAID"},
        "level": {"type": "number", "exclusiveMinimum": 0},
        "proof": {"type": "string", "contentEncoding": "base64"},
        "either": {"type": ["string", "integer"]},
        "any": True,
    }
    read = parse_upstream(json.dumps(newer).encode(), PRESENT).document
    account = {"$ref": "#/components/schemas/AccountResponse"}
    assert read["components"]["schemas"]["BalanceResponse"]["properties"] == {
        "amount": {"type": "integer", "format": "int32", "nullable": True},
        "currency": {"type": "string", "nullable": True},
        "owner": {"allOf": [account], "nullable": True},
        "account": {"allOf": [account], "deprecated": True},
        "kind": {"enum": ["PREPAID"]},
        "level": {"type": "number", "minimum": 0, "exclusiveMinimum": True},
        "proof": {"type": "string", "format": "byte"},
        "either": {"anyOf": [{"type": "string"}, {"type": "integer"}]},
        "any": {},
    }


def test_what_openapi_30_cannot_say_is_refused():
    newer = as_openapi31(PRESENT)
    newer["components"]["schemas"]["BalanceResponse"]["if"] = {"type": "object"}
    with pytest.raises(BuildFailure, match="a schema has 'if', which"):
        parse_upstream(json.dumps(newer).encode(), PRESENT)


def test_an_operation_without_a_name_or_an_area_gets_one():
    def nameless(document: dict[str, Any]) -> None:
        document["paths"]["/{userId}/faces"] = {"get": {"responses": response_with("AccountResponse")}}

    read = parse_upstream(json.dumps(with_changes(nameless)).encode(), PRESENT).document
    built = read["paths"]["/{userId}/faces"]["get"]
    assert (built["operationId"], built["tags"]) == ("getUserIdFaces", ["faces"])


OLD: dict[str, Any] = {
    "swagger": "2.0",
    "info": {"title": "Old", "version": "1"},
    "host": "api.sipgate.com",
    "basePath": "/v2",
    "schemes": ["https"],
    "consumes": ["application/json"],
    "produces": ["application/json"],
    "parameters": {"limit": {"in": "query", "name": "limit", "type": "integer", "maximum": 9}},
    "responses": {"Gone": {"description": "Gone"}},
    "securityDefinitions": {
        "basic": {"type": "basic"},
        "key": {"type": "apiKey", "in": "header", "name": "X-Key"},
        "oauth2": {
            "type": "oauth2",
            "flow": "accessCode",
            "authorizationUrl": "https://login.sipgate.com/auth",
            "tokenUrl": "https://login.sipgate.com/token",
            "scopes": {"all": "All"},
        },
    },
    "security": [{"oauth2": ["all"]}],
    "definitions": {
        "Pet": {
            "type": "object",
            "discriminator": "kind",
            "required": ["kind"],
            "properties": {
                "kind": {"type": "string"},
                "type": {"type": "string", "x-nullable": True},
                "friends": {"type": "array", "items": {"$ref": "#/definitions/Pet"}},
            },
        }
    },
    "paths": {
        "/pets/{petId}": {
            "parameters": [{"in": "path", "name": "petId", "required": True, "type": "string"}],
            "get": {
                "operationId": "getPet",
                "tags": ["pets"],
                "parameters": [
                    {"$ref": "#/parameters/limit"},
                    {"in": "query", "name": "a", "type": "array", "items": {"type": "string"}},
                    {
                        "in": "query",
                        "name": "b",
                        "type": "array",
                        "items": {"type": "string", "enum": ["X"]},
                        "collectionFormat": "multi",
                    },
                    {
                        "in": "query",
                        "name": "c",
                        "type": "array",
                        "items": {"type": "string"},
                        "collectionFormat": "pipes",
                    },
                ],
                "responses": {
                    "200": {"description": "A pet", "schema": {"$ref": "#/definitions/Pet"}},
                    "404": {"$ref": "#/responses/Gone"},
                },
            },
            "put": {
                "operationId": "putPet",
                "tags": ["pets"],
                "security": [],
                "parameters": [
                    {"in": "body", "name": "pet", "required": True, "schema": {"$ref": "#/definitions/Pet"}}
                ],
                "responses": {"204": {"description": "Done"}},
            },
            "post": {
                "operationId": "sendPhoto",
                "tags": ["pets"],
                "consumes": ["multipart/form-data"],
                "parameters": [
                    {"in": "formData", "name": "photo", "type": "file", "required": True},
                    {"in": "formData", "name": "title", "type": "string"},
                ],
                "responses": {"200": {"description": "Done", "schema": {"type": "string"}}},
            },
        }
    },
}


def test_swagger_2_becomes_what_the_well_known_converter_makes_of_it(
    node_program: Callable[[str], str], tmp_path: Path
):
    for number, document in enumerate([OLD, as_swagger2(with_changes(a_circular_schema))]):
        source, target = tmp_path / f"{number}.json", tmp_path / f"{number}-converted.json"
        source.write_text(json.dumps(document))
        command = [node_program("swagger2openapi"), "--outfile", str(target), str(source)]
        subprocess.run(command, check=True, capture_output=True, timeout=60)
        assert canonicalize(from_swagger2(document)) == canonicalize(json.loads(target.read_text("utf-8")))


def test_what_swagger_2_says_and_openapi_cannot_is_refused():
    odd = deepcopy(OLD)
    odd["paths"]["/pets/{petId}"]["get"]["parameters"][1]["collectionFormat"] = "tsv"
    with pytest.raises(BuildFailure, match="the parameter a is joined by tsv"):
        from_swagger2(odd)


def test_what_is_committed_is_in_the_form_a_fetch_gives_it():
    assert parse_upstream((ROOT / "openapi" / "upstream.json").read_bytes(), PRESENT).document == PRESENT
