"""Our own words in the document: what a person or a model reads to choose an operation and to fill it in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sipgate_tools.spec import load

DOCUMENT = load()
OPERATIONS = list(DOCUMENT.operations.values())
SELF_EXPLAINING = {
    "ApiUrlsResponse",
    "LinksResponse",
    "PropertiesResponse",
}  # links and switches of sipgate's apps


def fields() -> Iterator[tuple[str, str, str]]:
    """Yield schema, field and description of every field."""
    for schema, shape in DOCUMENT.schemas.items():
        for field, inner in shape.get("properties", {}).items():
            yield schema, field, inner.get("description", "")


def texts() -> Iterator[tuple[str, str]]:
    """Yield every text with the place it belongs to."""
    for operation in OPERATIONS:
        if operation.description:
            yield operation.id, operation.description
        for parameter in operation.parameters:
            yield f"{operation.id}.{parameter.name}", parameter.description
    for schema, field, text in fields():
        if text:
            yield f"{schema}.{field}", text
    yield from DOCUMENT.scopes.items()


def test_every_operation_has_a_short_summary_that_begins_with_a_verb():
    for operation in OPERATIONS:
        assert re.fullmatch(r"[A-Z][a-z]+ .{3,64}[^.]", operation.summary), operation.id
        assert len(operation.summary) <= 70, operation.id


def test_no_two_operations_have_the_same_summary():
    summaries = [operation.summary for operation in OPERATIONS]
    assert len(set(summaries)) == len(summaries)


def test_every_parameter_is_described():
    assert not [
        f"{operation.id}.{parameter.name}"
        for operation in OPERATIONS
        for parameter in operation.parameters
        if not parameter.description
    ]


def test_every_field_is_described_except_links_and_switches_of_the_apps():
    assert not [
        f"{schema}.{field}" for schema, field, text in fields() if not text and schema not in SELF_EXPLAINING
    ]


def test_every_tag_and_every_scope_is_described():
    assert not [tag["name"] for tag in DOCUMENT.raw["tags"] if not tag.get("description")]
    assert not [scope for scope, text in DOCUMENT.scopes.items() if not text]


def test_every_scope_that_an_operation_asks_for_is_listed():
    assert {scope for operation in OPERATIONS for scope in operation.scopes} == set(DOCUMENT.scopes)


def test_texts_are_a_few_plain_sentences():
    for place, text in texts():
        assert len(text) <= 300, place
        assert text.isprintable(), place
        assert re.search(r"[.)]$", text), place


def test_a_text_that_names_an_operation_or_a_field_names_one_that_exists():
    existing = set(DOCUMENT.operations) | {field for _, field, _ in fields()}
    existing |= {parameter.name for operation in OPERATIONS for parameter in operation.parameters}
    for place, text in texts():
        unquoted = re.sub(r"`[^`]*`", "", text)
        named = re.findall(r"\b(?:[a-z]+[A-Z][A-Za-z]*|v3[A-Z]\w+)\b", unquoted)
        assert not set(named) - existing - {"vCard", "kHz", "eSIM"}, place


def test_the_two_operations_that_delete_everything_without_arguments_say_so():
    for operation_id in ("deleteAllContacts", "deleteHistoryEntries"):
        assert DOCUMENT.operations[operation_id].description.startswith("DANGER: ")
