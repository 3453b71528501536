"""Reads untrusted JSON or YAML, and rejects truncated or endless input and duplicate keys."""

from __future__ import annotations

import json
import re
from typing import Any, Final

import yaml

from ..failures import BuildFailure
from ..walk import is_array, is_object

_MOST_NODES: Final = 1_000_000
_DEEPEST: Final = 100
_FastLoader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _PlainLoader(_FastLoader):
    """A YAML loader with the types of JSON, in which dates, `yes`, `012` and all keys are strings."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[str, Any]:
        """Return an object with unchanged keys. A duplicate key is an error."""
        built: dict[str, Any] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise BuildFailure("a key is not a word")
            if key.value in built:
                raise BuildFailure(f"the key {key.value!r} is given twice")
            built[key.value] = self.construct_object(value, deep=deep)
        return built


_PlainLoader.yaml_implicit_resolvers = {}
for _tag, _form, _starts in (
    ("bool", r"true|false", "tf"),
    ("null", r"null|~|", ["n", "~", ""]),
    ("int", r"-?(?:0|[1-9][0-9]*)", "-0123456789"),
    ("float", r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?", "-0123456789"),
):
    _PlainLoader.add_implicit_resolver(
        f"tag:yaml.org,2002:{_tag}", re.compile(rf"(?:{_form})\Z"), list(_starts)
    )


def read(raw: bytes) -> tuple[dict[str, Any], str]:
    """Return the decoded object, and its format, `JSON` or `YAML`.

    Raises:
        BuildFailure: The bytes are neither JSON nor YAML, or are truncated.
    """
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BuildFailure("the content is not text in UTF-8") from None
    start = text.lstrip()[:1]
    if start == "<":
        raise BuildFailure(
            "the content is HTML or XML, such as an error page or a login page, not an OpenAPI document"
        )
    content, form = (_json(text), "JSON") if start in ("{", "[", "") else (_yaml(text), "YAML")
    _check_size(content)
    if not is_object(content):
        raise BuildFailure(f"the content is {form}, but not an OpenAPI document")
    return content, form


def _json(text: str) -> Any:
    """Return decoded JSON. Duplicate keys and NaN are errors."""
    try:
        return json.loads(text, object_pairs_hook=_object, parse_constant=_constant)
    except json.JSONDecodeError as problem:
        if not text.rstrip().endswith("}"):
            raise BuildFailure(f"the document is truncated after {len(text)} characters") from None
        raise BuildFailure(f"the document is not proper JSON: {problem}") from None
    except RecursionError:
        raise BuildFailure("the document is nested too deeply") from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object. A duplicate key, which would silently lose a value, is an error."""
    built: dict[str, Any] = {}
    for key, value in pairs:
        if key in built:
            raise BuildFailure(f"the key {key!r} is given twice")
        built[key] = value
    return built


def _constant(name: str) -> Any:
    """Raise an error for NaN and Infinity, which are not JSON."""
    raise BuildFailure(f"the document is not proper JSON: {name}")


def _yaml(text: str) -> Any:
    """Return decoded YAML. The file must end with a line break, because truncated YAML can be valid."""
    if not text.endswith("\n"):
        raise BuildFailure("the document does not end with a line break, so it may be truncated")
    try:
        return yaml.load(text, Loader=_PlainLoader)
    except yaml.YAMLError as problem:
        raise BuildFailure(f"the document is neither JSON nor YAML: {problem}") from None
    except RecursionError:
        raise BuildFailure("the document is nested too deeply") from None


def _check_size(content: Any) -> None:
    """Raise an error for too many or too deeply nested nodes, because YAML can refer to itself."""
    waiting: list[tuple[Any, int]] = [(content, 0)]
    seen = 0
    while waiting:
        node, depth = waiting.pop()
        seen += 1
        if depth > _DEEPEST:
            raise BuildFailure("the document is nested too deeply or contains itself")
        if seen > _MOST_NODES:
            raise BuildFailure("the document expands to more nodes than an API has")
        if is_object(node):
            waiting += [(value, depth + 1) for value in node.values()]
        elif is_array(node):
            waiting += [(value, depth + 1) for value in node]
        elif not isinstance(node, str | int | float | bool | None):
            raise BuildFailure(f"the document contains a {type(node).__name__}, which JSON does not have")
