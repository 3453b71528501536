"""Which handwritten code and data speak of an operation: read from the source, nothing is imported or run."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from ..correction_set import CorrectionSet
from ..policy import WITHOUT_FACADE
from ..walk import endpoints, is_array, is_object
from .compare import Change

_GENERATED_ID = re.compile(r'operation_id="([^"]+)"')
_WORD = re.compile(r"\w+")
_QUOTED = re.compile(r"""["'](\w+)["']""")
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_FACADES = ("_async", "contacts", "models", "auth")
_READERS = ("contacts", "models", "formats", "sandbox", "mcp")
_PAGES = ("*.md", "docs/**/*.md", "examples/**/*.py")
# What was once, and an operation that is made up.
_NO_PAGES = {"CHANGELOG.md", "regenerate.md"}


@dataclass(frozen=True)
class Impact:
    """Where a difference is felt, each as ``file: what in it``.

    Attributes:
        facades: Methods of the client and models.
        sandbox: Handlers of the sandbox.
        tools: Names of MCP tools.
        mcp: Other code of the MCP server that calls it.
        readers: Files that speak of a field of this name.
        data: Entries in ``openapi/corrections``.
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
    """The code and data of a checkout, by what they speak of.

    Attributes:
        ids: All operationIds.
        facades, sandbox, tools, mcp: For each operationId, who calls or answers it.
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
        """Return the reason of every operation that has no facade on purpose."""
        return self.ours.get(WITHOUT_FACADE, {}).get("operations", {})

    def touched(self, change: Change) -> Impact:
        """Return where a difference is felt."""
        ids = change.operations
        thing = change.thing
        field_name = thing.name.split(" ")[-1].split(".")[-1] if change.what != "added" else ""
        return Impact(
            facades=_gathered(self.facades, ids),
            sandbox=_gathered(self.sandbox, ids),
            tools=_gathered(self.tools, ids),
            mcp=_gathered(self.mcp, ids),
            readers=tuple(self._readers(field_name)) if thing.kind in ("field", "parameter") else (),
            data=tuple(sorted(set(self._data(change)))),
            pages=tuple(sorted(path for path, text in self.pages.items() if self._spoken_of(text, ids))),
        )

    def _readers(self, name: str) -> Iterator[str]:
        """Yield the files that name a field as sipgate does, or declare one of that name as Python does."""
        if not name:
            return
        declared = _HUMP.sub("_", name).lower()
        spoken = re.compile(rf"""["']{re.escape(name)}["']|^ +{re.escape(declared)}: """, re.MULTILINE)
        yield from (path for path, text in sorted(self.readers.items()) if spoken.search(text))

    def _data(self, change: Change) -> Iterator[str]:
        """Yield the entries of ours that name what has changed."""
        thing = change.thing
        own = {thing.owner, f"{thing.owner}.{thing.name.split(' ')[-1]}" if thing.name else thing.owner}
        if thing.kind in ("field", "parameter", "body", "answer") and thing.name:
            own.discard(thing.owner)
        for file, content in self.ours.items():
            for key in sorted(_named_in(content) & own):
                yield f"openapi/corrections/{file}: {key}"

    def _spoken_of(self, text: str, ids: tuple[str, ...]) -> bool:
        """Tell whether a page speaks of one of some operations, by its id or its path."""
        return any(
            re.search(rf"\b{re.escape(one)}\b", text)
            or (len(path) > 1 and f"{path} " in text.replace("`", " "))
            for one in ids
            for path in [self.paths.get(one, "")]
        )


def read_consumers(root: Path, document: Mapping[str, Any], ours: CorrectionSet) -> Consumers:
    """Read the code and pages of a checkout; what is not there speaks of nothing.

    Args:
        root: The checkout.
        document: The built document that its code was written for.
        ours: Its corrections.
    """
    paths = {one.id: re.sub(r"^/v\d+", "", one.path) for one in endpoints(document)}
    rooms = Consumers(set(paths), ours, paths)
    package = root / "sipgate_tools"
    modules = _generated_modules(root / "generated" / "sipgate_api" / "api")
    for name in _FACADES:
        for path in sorted((package / name).rglob("*.py")):
            _callers(path, root, modules, rooms.ids, rooms.facades)
    for path in sorted((package / "mcp").rglob("*.py")):
        _tools_of(path, rooms.tools)
        if path.parent.name != "tools":
            _callers(path, root, modules, rooms.ids, rooms.mcp)
    for path in sorted((package / "sandbox").rglob("*.py")):
        _handlers_of(path, root, rooms.sandbox)
    for name in _READERS:
        for path in sorted((package / name).rglob("*.py")):
            rooms.readers[path.relative_to(root).as_posix()] = path.read_text("utf-8")
    for path in (path for pattern in _PAGES for path in root.glob(pattern) if path.name not in _NO_PAGES):
        rooms.pages[path.relative_to(root).as_posix()] = path.read_text("utf-8")
    return rooms


def _generated_modules(folder: Path) -> dict[str, str]:
    """Return for each generated module, ``sessions.send_web_sms``, the operationId it sends."""
    found = {
        f"{path.parent.name}.{path.stem}": _GENERATED_ID.search(path.read_text("utf-8"))
        for path in folder.glob("*/*.py")
    }
    return {module: match[1] for module, match in found.items() if match}


def _callers(
    path: Path, root: Path, modules: dict[str, str], ids: set[str], into: dict[str, set[str]]
) -> None:
    """Note which functions of a file use a generated operation, or name an operation in a text."""
    text = path.read_text("utf-8")
    if "sipgate_api.api." not in text and not ids & set(_QUOTED.findall(text)):
        return
    where = path.relative_to(root).as_posix()
    for function, module, word in _words(text):
        used = modules.get(module, "") if module else word
        if used in ids:
            into[used].add(f"{where}: {function}" if function else where)


@cache
def _words(text: str) -> tuple[tuple[str, str, str], ...]:
    """Return each use of a generated module and each text of one word in a file, once for each function.

    Each is the function, the module (``sessions.send_web_sms``, or "") and the word.
    """
    tree = ast.parse(text)
    modules: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sipgate_api.api."):
            tag = (node.module or "").rpartition(".")[2]
            modules |= {one.asname or one.name: f"{tag}.{one.name}" for one in node.names}
    words: dict[tuple[str, str, str], None] = {}
    for function, node in _with_places(tree):
        if isinstance(node, ast.Name) and node.id in modules:
            words[function, modules[node.id], node.id] = None
        elif _WORD.fullmatch(word := _text(node)):
            words[function, "", word] = None
    return tuple(words)


def _tools_of(path: Path, into: dict[str, set[str]]) -> None:
    """Note which operations each MCP tool of a file says it may send."""
    for node, decorator in _decorated(_parsed(path, "@tool("), "tool"):
        for keyword in decorator.keywords:
            if keyword.arg == "operations":
                for text in filter(None, map(_text, ast.walk(keyword.value))):
                    into[text].add(node.name)


def _handlers_of(path: Path, root: Path, into: dict[str, set[str]]) -> None:
    """Note which operations the sandbox answers in a file."""
    for node, decorator in _decorated(_parsed(path, "@operation("), "operation"):
        for text in filter(None, map(_text, decorator.args)):
            into[text].add(f"{path.relative_to(root).as_posix()}: {node.name}")


def _decorated(
    tree: ast.Module, name: str
) -> Iterator[tuple[ast.FunctionDef | ast.AsyncFunctionDef, ast.Call]]:
    """Yield the functions of a module with a decorator of this name, and the call of it."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            for call in node.decorator_list:
                if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == name:
                    yield node, call


def _with_places(tree: ast.Module) -> Iterator[tuple[str, ast.AST]]:
    """Yield every node of a module together with the function or method it stands in."""
    for statement in tree.body:
        inside = statement.body if isinstance(statement, ast.ClassDef) else [statement]
        start = f"{statement.name}." if isinstance(statement, ast.ClassDef) else ""
        for part in inside:
            named = isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef)
            where = start + part.name if named else start.rstrip(".")
            yield from ((where, node) for node in ast.walk(part))


def _text(node: ast.AST) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def _parsed(path: Path, word: str = "") -> ast.Module:
    """Return the syntax of a file; of one without a word that must be in it, that of an empty one."""
    text = path.read_text("utf-8")
    return _syntax(text if word in text else "")


@cache
def _syntax(text: str) -> ast.Module:
    return ast.parse(text)


def _gathered(places: dict[str, set[str]], ids: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted({place for one in ids for place in places.get(one, ())}))


def _named_in(content: Any) -> set[str]:
    """Return every key and every text in a list: what a file of ours may name."""
    if is_object(content):
        return set(content) | {name for value in content.values() for name in _named_in(value)}
    if is_array(content):
        texts = {one for one in content if isinstance(one, str)}
        return texts | {name for one in content for name in _named_in(one)}
    return set()
