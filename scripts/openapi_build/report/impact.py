"""Finds the handwritten code and data that mention an operation, by reading source files without importing them."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from ..corrections.correction_set import CorrectionSet
from ..corrections.operations import without_facade
from ..walk import endpoints, is_array, is_object
from .compare import Change
from .source_files import decorated_functions, nodes_with_places, parse_file, text_of, words_of

_GENERATED_ID: Final = re.compile(r'operation_id="([^"]+)"')
_QUOTED: Final = re.compile(r"""["'](\w+)["']""")
_HUMP: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_FACADES: Final = ("_async", "requests", "contacts", "models", "auth")
_READERS: Final = ("contacts", "models", "formats", "sandbox", "mcp")
_PAGES: Final = ("*.md", "docs/**/*.md", "examples/**/*.py")
# The history, and a page with an invented operation.
_NO_PAGES: Final = {"CHANGELOG.md", "regenerate.md"}


@dataclass(frozen=True)
class Impact:
    """The code and data that a difference affects, each as `file: name in it`.

    Attributes:
        facades: Methods of the client and models.
        sandbox: Handlers of the sandbox.
        tools: Names of MCP tools.
        mcp: Other code of the MCP server that calls the operation.
        readers: Files that mention a field of this name.
        data: Entries in `openapi/corrections`.
        pages: Documentation and examples.
    """

    facades: tuple[str, ...] = ()
    sandbox: tuple[str, ...] = ()
    tools: tuple[str, ...] = ()
    mcp: tuple[str, ...] = ()
    readers: tuple[str, ...] = ()
    data: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()


@dataclass
class Consumers:
    """The code and data of a checkout, by the operations that they mention.

    Attributes:
        ids: All operationIds.
        facades, sandbox, tools, mcp: For each operationId, the code that calls or implements it.
        readers: The text of each Python file in which fields are read.
        pages: The text of each page.
        ours: Our corrections, policy and texts.
    """

    ids: set[str]
    ours: CorrectionSet
    paths: dict[str, str]
    facades: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set[str]))
    sandbox: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set[str]))
    tools: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set[str]))
    mcp: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set[str]))
    readers: dict[str, str] = field(default_factory=dict[str, str])
    pages: dict[str, str] = field(default_factory=dict[str, str])

    def without_facade(self) -> dict[str, str]:
        """Return the operations that intentionally have no facade, with the reasons."""
        return without_facade(self.ours)

    def touched(self, change: Change) -> Impact:
        """Return the code and data that a difference affects."""
        ids = change.operations
        thing = change.thing
        field_name = thing.name.split(" ")[-1].split(".")[-1] if change.what != "added" else ""
        return Impact(
            facades=_collect(self.facades, ids),
            sandbox=_collect(self.sandbox, ids),
            tools=_collect(self.tools, ids),
            mcp=_collect(self.mcp, ids),
            readers=tuple(self._readers(field_name)) if thing.kind in ("field", "parameter") else (),
            data=tuple(sorted(set(self._data(change)))),
            pages=tuple(sorted(path for path, text in self.pages.items() if self._mentions(text, ids))),
        )

    def _readers(self, name: str) -> Iterator[str]:
        """Yield the files that mention a field in quotes, or declare it in snake case."""
        if not name:
            return
        declared = _HUMP.sub("_", name).lower()
        pattern = re.compile(rf"""["']{re.escape(name)}["']|^ +{re.escape(declared)}: """, re.MULTILINE)
        yield from (path for path, text in sorted(self.readers.items()) if pattern.search(text))

    def _data(self, change: Change) -> Iterator[str]:
        """Yield the entries in our data that contain the name of the changed thing."""
        thing = change.thing
        own = {thing.owner, f"{thing.owner}.{thing.name.split(' ')[-1]}" if thing.name else thing.owner}
        if thing.kind in ("field", "parameter", "body", "response") and thing.name:
            own.discard(thing.owner)
        for file, content in self.ours.items():
            for key in sorted(_named_in(content) & own):
                yield f"openapi/corrections/{file}: {key}"

    def _mentions(self, text: str, ids: tuple[str, ...]) -> bool:
        """Return whether a page mentions one of the operations, by its id or its path."""
        return any(
            re.search(rf"\b{re.escape(one)}\b", text)
            or (len(path) > 1 and f"{path} " in text.replace("`", " "))
            for one in ids
            for path in [self.paths.get(one, "")]
        )


def read_consumers(root: Path, document: Mapping[str, Any], ours: CorrectionSet) -> Consumers:
    """Return the code and pages of a checkout. Missing folders are ignored.

    Args:
        root: The checkout.
        document: The built document that its code was written for.
        ours: Its corrections.
    """
    paths = {one.id: re.sub(r"^/v\d+", "", one.path) for one in endpoints(document)}
    consumers = Consumers(set(paths), ours, paths)
    package = root / "sipgate_tools"
    modules = _generated_modules(root / "generated" / "sipgate_api" / "api")
    for name in _FACADES:
        for path in sorted((package / name).rglob("*.py")):
            _callers(path, root, modules, consumers.ids, consumers.facades)
    builders = _builders(consumers.facades)
    _add_indirect_builders(package / "requests", builders)
    for path in sorted((package / "_async").rglob("*.py")):
        _users_of_builders(path, root, builders, consumers.facades)
    for path in sorted((package / "mcp").rglob("*.py")):
        _tools_of(path, consumers.tools)
        if path.parent.name != "tools":
            _callers(path, root, modules, consumers.ids, consumers.mcp)
    for path in sorted((package / "sandbox").rglob("*.py")):
        _handlers_of(path, root, consumers.sandbox)
    for name in _READERS:
        for path in sorted((package / name).rglob("*.py")):
            consumers.readers[path.relative_to(root).as_posix()] = path.read_text("utf-8")
    for path in (path for pattern in _PAGES for path in root.glob(pattern) if path.name not in _NO_PAGES):
        consumers.pages[path.relative_to(root).as_posix()] = path.read_text("utf-8")
    return consumers


def _generated_modules(folder: Path) -> dict[str, str]:
    """Return the operationId of each generated module, such as `sessions.send_web_sms`."""
    found = {
        f"{path.parent.name}.{path.stem}": _GENERATED_ID.search(path.read_text("utf-8"))
        for path in folder.glob("*/*.py")
    }
    return {module: match[1] for module, match in found.items() if match}


def _callers(
    path: Path, root: Path, modules: dict[str, str], ids: set[str], into: dict[str, set[str]]
) -> None:
    """Record the functions of a file that use a generated operation or have an operationId in a string."""
    text = path.read_text("utf-8")
    if "sipgate_api.api." not in text and not ids & set(_QUOTED.findall(text)):
        return
    where = path.relative_to(root).as_posix()
    for function, module, word in words_of(text):
        used = modules.get(module, "") if module else word
        if used in ids:
            into[used].add(f"{where}: {function}" if function else where)


def _builders(facades: Mapping[str, set[str]]) -> dict[str, set[str]]:
    """Return the operations of each class or function in `requests/`, such as `requests.sms.CheckedSms`."""
    builders: dict[str, set[str]] = defaultdict(set)
    for operation_id, places in facades.items():
        for file, _, function in (place.partition(".py: ") for place in places):
            _, found, module = file.partition("sipgate_tools/requests/")
            if found and function:
                builders[f"requests.{module.replace('/', '.')}.{function.partition('.')[0]}"].add(
                    operation_id
                )
    return builders


def _add_indirect_builders(folder: Path, builders: dict[str, set[str]]) -> None:
    """Add the classes and functions of `requests/` that build a request with another one of `requests/`."""
    uses: dict[str, set[str]] = defaultdict(set)
    for path in sorted(folder.glob("*.py")):
        tree, module = parse_file(path), f"requests.{path.stem}"
        names = {name: f"{module}.{name}" for name in (getattr(one, "name", "") for one in tree.body) if name}
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.level == 1:
                names |= {one.asname or one.name: f"requests.{node.module}.{one.name}" for one in node.names}
        for function, node in nodes_with_places(tree):
            if isinstance(node, ast.Name) and node.id in names and function:
                uses[f"{module}.{function.partition('.')[0]}"].add(names[node.id])
    changed = True
    while changed:
        changed = False
        for name, used in uses.items():
            missing = {one for other in used for one in builders.get(other, ())} - builders.get(name, set())
            if missing:
                builders.setdefault(name, set()).update(missing)
                changed = True


def _users_of_builders(
    path: Path, root: Path, builders: Mapping[str, set[str]], into: dict[str, set[str]]
) -> None:
    """Record the functions of a file that build a request with a class or function of `requests/`."""
    tree = parse_file(path, "sipgate_tools.requests")
    names: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sipgate_tools.requests"):
            room = (node.module or "").removeprefix("sipgate_tools.")
            names |= {one.asname or one.name: f"{room}.{one.name}" for one in node.names}
    for function, node in nodes_with_places(tree):
        used = ""
        if isinstance(node, ast.Name):
            used = names.get(node.id, "")
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            used = f"{names.get(node.value.id, '')}.{node.attr}"
        for operation_id in builders.get(used, ()):
            into[operation_id].add(f"{path.relative_to(root).as_posix()}: {function}")


def _tools_of(path: Path, into: dict[str, set[str]]) -> None:
    """Record the operations that each MCP tool of a file declares."""
    for node, decorator in decorated_functions(parse_file(path, "@tool("), "tool"):
        for keyword in decorator.keywords:
            if keyword.arg == "operations":
                for text in filter(None, map(text_of, ast.walk(keyword.value))):
                    into[text].add(node.name)


def _handlers_of(path: Path, root: Path, into: dict[str, set[str]]) -> None:
    """Record the operations that the sandbox implements in a file."""
    for node, decorator in decorated_functions(parse_file(path, "@operation("), "operation"):
        for text in filter(None, map(text_of, decorator.args)):
            into[text].add(f"{path.relative_to(root).as_posix()}: {node.name}")


def _collect(places: dict[str, set[str]], ids: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted({place for one in ids for place in places.get(one, ())}))


def _named_in(content: Any) -> set[str]:
    """Return every key, and every string in a list, which are the names that our file can contain."""
    if is_object(content):
        return set(content) | {name for value in content.values() for name in _named_in(value)}
    if is_array(content):
        texts = {one for one in content if isinstance(one, str)}
        return texts | {name for one in content for name in _named_in(one)}
    return set()
