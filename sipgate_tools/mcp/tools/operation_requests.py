"""Complete the arguments of operations with defaults, such as the user's id, and with files from URLs or paths."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, cast

from ..documents import names_a_document, read_document
from ..operations.operation_schemas import argument_schema

if TYPE_CHECKING:
    from sipgate_tools.spec import Operation, Spec

    from ..tool_context import ToolContext

DOCUMENT_FIELDS: Final = frozenset({"base64Content", "picture"})
"""Names of body fields that contain a file in base64."""

MAX_DOCUMENT_BYTES: Final = 21_000_000
"""Maximum size in bytes of such a file. Operations can have lower limits."""

_OWN_USER: Final = "The user's own if left out."
_FILE: Final = "Or an https URL, or a path in an allowed folder."


def describe_arguments(spec: Spec, operation: Operation) -> dict[str, Any]:
    """Return the JSON schema of an operation's arguments, with their defaults and alternative forms."""
    schema = argument_schema(spec, operation)
    properties: dict[str, Any] = schema["properties"]
    if "userId" in properties:
        schema["required"] = [name for name in schema["required"] if name != "userId"]
        properties["userId"] = _with_words(properties["userId"], _OWN_USER)
    body = properties.get("body", {})
    if files := DOCUMENT_FIELDS & body.get("properties", {}).keys():
        fields = {name: _with_words(body["properties"][name], _FILE) for name in files}
        properties["body"] = {**body, "properties": {**body["properties"], **fields}}
    return schema


def _with_words(schema: Mapping[str, Any], words: str) -> dict[str, Any]:
    return {**schema, "description": f"{schema.get('description', '')} {words}".strip()}


async def with_documents(call: ToolContext, body: Any) -> Any:
    """Return a body in which URLs and paths of files are replaced with the content in base64."""
    if not isinstance(body, Mapping):
        return body
    filled = dict(cast("Mapping[str, Any]", body))
    for name in DOCUMENT_FIELDS & filled.keys():
        source = filled[name]
        if isinstance(source, str) and names_a_document(source):
            content = await read_document(source, call.account.settings.files, max_bytes=MAX_DOCUMENT_BYTES)
            filled[name] = base64.b64encode(content).decode("ascii")
    return filled


def body_for_question(body: Any) -> Any:
    """Return a body for the question, with the size and digest of each file instead of its content."""
    if not isinstance(body, Mapping):
        return body
    display = dict(cast("Mapping[str, Any]", body))
    for name in DOCUMENT_FIELDS & display.keys():
        text = str(display[name])
        digest = hashlib.sha256(text.encode()).hexdigest()[:16]
        display[name] = f"a file of about {len(text) * 3 // 4} bytes (SHA-256 of its base64: {digest})"
    return display


async def complete_arguments(
    call: ToolContext, operation: Operation, arguments: Mapping[str, Any]
) -> dict[str, Any]:
    """Return arguments with defaults: the user's id and, with user access, the filters for the user's history."""
    names = {one.name for one in operation.parameters}
    needed = {one.name for one in operation.parameters if one.required}
    # Null leaves out an optional parameter; a required one stays and fails validation.
    given = {name: value for name, value in arguments.items() if value is not None or name in needed}
    if "userId" in names and "userId" not in given:
        given["userId"] = await call.account.ownership.user_id()
    narrow = "connectionIds" in names and not given.get("connectionIds")
    if narrow and await call.account.ownership.access() == "user":
        own = await call.account.ownership.connections()
        one_text = next(one for one in operation.parameters if one.name == "connectionIds").schema
        given["connectionIds"] = ",".join(own) if one_text.get("type") == "string" else own
    return given
