"""The command `scripts/add_operation`: writes what a new operation needs, with gaps that the build reports.

It adds the operation, the schema of its body and an entry for each field to the file of its tag, sorted as the build
writes them, and a handler to the sandbox. The texts and the policy stay empty, and `scripts/regenerate` reports them.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from .corrections.correction_set import CorrectionSet, read_corrections, render_file
from .corrections.entries import SHARED, by_key, tag_file
from .failures import BuildFailure
from .layout import CHECKOUT, Layout, read_json
from .walk import Endpoint, endpoints, endpoints_by_id

_HUMP: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_ID: Final = re.compile(r"[a-z][A-Za-z0-9]*")
_TYPES: Final = ("string", "integer", "number", "boolean")
_DESCRIPTION: Final = "Writes what a new operation needs, with gaps that scripts/regenerate reports."
_EMPTY: Final[dict[str, Any]] = {
    "summary": "",
    "effect": "",
    "cost": "",
    "reach": "",
    "platforms": [],
    "no_facade": "",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code: 0, or 2 if nothing was changed."""
    chosen = _parser().parse_args(arguments)
    checkout = Layout(chosen.root)
    try:
        written = add_operation(checkout, chosen)
    except BuildFailure as problem:
        print(f"scripts/add_operation: nothing was changed.\n{problem}", file=sys.stderr)
        return 2
    print("\n".join([*(f"wrote {path}" for path in written), *_next_steps(chosen)]))
    return 0


def add_operation(checkout: Layout, chosen: argparse.Namespace) -> list[str]:
    """Write the stubs, and return the changed files, relative to the checkout.

    Raises:
        BuildFailure: The operation exists, or an argument is not valid.
    """
    document: dict[str, Any] = read_json(checkout.document)
    ours = read_corrections(checkout.corrections)
    path = f"/{chosen.version}{chosen.path}"
    _check(document, chosen, path)
    neighbors = [one for one in endpoints(document) if chosen.tag in one.operation["tags"]]
    changed: dict[Path, str] = {}
    name = tag_file(chosen.tag)
    ours.setdefault(name, {"description": ""})
    _add_to(ours, name, chosen, path, _security(neighbors, chosen))
    changed[checkout.corrections / name] = render_file(name, ours[name])
    handlers = _handlers_file(checkout.root, [one.id for one in neighbors], chosen.tag)
    changed[handlers] = _with_handler(handlers.read_text("utf-8") if handlers.exists() else _NEW_FILE, chosen)
    for file, text in changed.items():
        file.write_text(text, "utf-8")
    return [file.relative_to(checkout.root).as_posix() for file in changed]


def _check(document: dict[str, Any], chosen: argparse.Namespace, path: str) -> None:
    """Raise an error unless id, path and fields are new and well-formed."""
    if not _ID.fullmatch(chosen.id):
        raise BuildFailure(f"{chosen.id!r} is not an operationId such as setRingtone")
    if chosen.id in endpoints_by_id(document):
        raise BuildFailure(f"The operation {chosen.id} already exists: choose another --id")
    if not chosen.path.startswith("/"):
        raise BuildFailure(f"{chosen.path!r} is not a path: use a leading / and omit the version")
    if chosen.method in document["paths"].get(path, {}):
        raise BuildFailure(f"{chosen.method.upper()} {path} already exists")
    for field in chosen.field:
        if field.partition(":")[2] not in _TYPES:
            raise BuildFailure(f"--field {field}: use NAME:TYPE with one of the types {', '.join(_TYPES)}")


def _add_to(
    ours: CorrectionSet, file: str, chosen: argparse.Namespace, path: str, security: list[dict[str, Any]]
) -> None:
    """Add the operation, its schema, and the entries to fill in, to the file of its tag."""
    content = ours[file]
    additions = content.setdefault("additions", {})
    parameters = re.findall(r"{(\w+)}", chosen.path)
    operation: dict[str, Any] = {
        "operationId": chosen.id,
        "parameters": [
            {"in": "path", "name": name, "required": True, "schema": {"type": "string"}}
            for name in parameters
        ],
        "responses": {"204": {"description": "Done."}, "404": {"description": "No such thing."}},
        "security": security,
        "tags": [chosen.tag],
    }
    if chosen.field:
        schema = f"{chosen.id[0].upper()}{chosen.id[1:]}Request"
        reference = {"schema": {"$ref": f"#/components/schemas/{schema}"}}
        operation["requestBody"] = {"content": {"application/json": reference}, "required": True}
        fields = dict(field.split(":") for field in chosen.field)
        additions.setdefault("schemas", {})[schema] = {
            "properties": {name: {"type": kind} for name, kind in fields.items()},
            "required": sorted(fields),
            "type": "object",
        }
        for name in fields:
            content.setdefault("fields", {})[f"{schema}.{name}"] = {"description": ""}
    additions.setdefault("paths", {}).setdefault(path, {})[chosen.method] = operation
    additions.setdefault("reason", {})[chosen.id] = ""
    known = by_key({key: ours[key] for key in (SHARED, file) if key in ours}, "parameters")
    for name in set(parameters) - known.keys():
        content.setdefault("parameters", {})[f"{chosen.id}.{name}"] = {"description": "", "id_kind": ""}
    content.setdefault("operations", {})[chosen.id] = dict(_EMPTY)


def _security(neighbors: list[Endpoint], chosen: argparse.Namespace) -> list[dict[str, Any]]:
    """Return the security of the operation: the given scope, or the one of its neighbors that read or change."""
    scope = chosen.scope
    if scope is None:
        reads = chosen.method == "get"
        same = [one for one in neighbors if (one.method == "get") == reads and one.operation["security"]]
        if same:
            return same[0].operation["security"]
        raise BuildFailure(f"No operation with the tag {chosen.tag} has a scope: use --scope")
    return [{"oauth2": ["all"]}, {"oauth2": [scope]}, {"basicAuth": []}]


def _handlers_file(root: Path, ids: list[str], tag: str) -> Path:
    """Return the file of the sandbox with most handlers of the tag, or a new one."""
    folder = root / "sipgate_tools" / "sandbox" / "api"
    found = {
        path: sum(f'@operation("{one}")' in path.read_text("utf-8") for one in ids)
        for path in folder.glob("*.py")
    }
    best = max(found, key=lambda path: found[path], default=None)
    return best if best is not None and found[best] else folder / f"{_snake(tag).replace('-', '_')}.py"


_NEW_FILE: Final = '''"""Operations that are not described yet."""

from __future__ import annotations

from ..dispatch.registry import Context, operation
'''


def _with_handler(text: str, chosen: argparse.Namespace) -> str:
    """Return a file of the sandbox with a handler to write."""
    return f'''{text.rstrip()}


@operation("{chosen.id}")
def _{_snake(chosen.id)}(ctx: Context) -> None:
    raise NotImplementedError("{chosen.id}: do what sipgate does")
'''


def _snake(name: str) -> str:
    return _HUMP.sub("_", name).lower()


def _next_steps(chosen: argparse.Namespace) -> Iterator[str]:
    """Yield the next steps for the maintainer."""
    yield ""
    yield f"1. openapi/corrections/{tag_file(chosen.tag)}: fill in what is empty (see openapi/README.md)."
    yield "2. Run scripts/regenerate, which reports what is missing and writes the client of the operation."
    yield "3. Write the handler of the sandbox."
    yield "4. Write a method in sipgate_tools/_async/ and its test in tests/client/_async/, then scripts/make_sync.py;"
    yield '   delete "no_facade", or set it to the reason why there is no method.'
    yield "5. Write a tool in sipgate_tools/mcp/tools/, or none: assistants can use invoke_read and invoke_write."


def _parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    parser = argparse.ArgumentParser(prog="scripts/add_operation", description=_DESCRIPTION)
    add = parser.add_argument
    add("method", type=str.lower, choices=("get", "put", "post", "delete", "patch"), help="the HTTP method")
    add("path", help="the path without version, such as /devices/{deviceId}/ringtone")
    add("--id", required=True, help="the operationId, such as setRingtone")
    add("--tag", required=True, help="the tag, such as devices: its file gets the entries")
    add(
        "--field",
        action="append",
        default=[],
        metavar="NAME:TYPE",
        help="a field of the body; may be repeated",
    )
    add("--scope", help="the OAuth scope; by default that of the operations with the same tag")
    add("--version", default="v2", choices=("v2", "v3"), help="the version of the API (default: v2)")
    add("--root", type=Path, default=CHECKOUT, help=argparse.SUPPRESS)
    return parser


if __name__ == "__main__":
    sys.exit(main())
