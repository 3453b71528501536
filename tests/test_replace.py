"""`dataclasses.replace`: its keywords are fields. Type checkers do not see a wrong one: it takes any keyword."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "sipgate_tools"
CONCERNED = re.compile(r"@dataclass|\breplace\(\w|-> (?!None\b|str\b|bool\b|Reply\b)[A-Z]\w+( \| None)?:")
REQUESTS = ROOT / "generated" / "sipgate_api" / "types.py"
Function = ast.FunctionDef | ast.AsyncFunctionDef


class Call(NamedTuple):
    """One `replace(value, field=...)` with the function and the expression around it."""

    place: str
    node: ast.Call
    function: Function | None
    parent: ast.AST | None

    @property
    def keywords(self) -> set[str]:
        return {one.arg for one in self.node.keywords if one.arg is not None}


class Code:
    """The package without its generated twin, and what it says about the types of values."""

    def __init__(self) -> None:
        every = [path for path in sorted(PACKAGE.rglob("*.py")) if "_sync" not in path.parts] + [REQUESTS]
        texts = {path: path.read_text("utf-8") for path in every}
        self.fields: dict[str, set[str]] = {}
        self.calls: list[Call] = []
        self._types: defaultdict[str, set[str]] = defaultdict(set)
        """The classes that an attribute or function of this name has, wherever it is."""
        self._rows: dict[str, set[str]] = {}
        """The class of the rows of each table of the sandbox."""
        # Parsing takes the time: other files have neither classes nor calls nor functions that return a class.
        modules = {path: ast.parse(text) for path, text in texts.items() if CONCERNED.search(text)}
        nodes = [node for module in modules.values() for node in ast.walk(module)]
        for node in nodes:
            if isinstance(node, ast.ClassDef):
                self._note_fields(node)
        for node in nodes:
            self._note_types(node)
        for path, module in modules.items():
            self.calls += _calls_in(module, str(path.relative_to(ROOT)))

    def _note_fields(self, node: ast.ClassDef) -> None:
        found = self.fields.setdefault(node.name, set())
        for base in node.bases:
            found |= self.fields.get(ast.unparse(base), set())
        for one in node.body:
            if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name):
                found.add(one.target.id)

    def _note_types(self, node: ast.AST) -> None:
        match node:
            case ast.AnnAssign(target=ast.Name(id=name) | ast.Attribute(attr=name), annotation=kind):
                self._types[name] |= self._classes_in(kind)
            case ast.FunctionDef(name=name, returns=kind) | ast.AsyncFunctionDef(name=name, returns=kind):
                self._types[name] |= self._classes_in(kind)
            case ast.Assign(targets=[ast.Attribute(attr=table)], value=ast.Call(args=[_, kind])):
                self._rows[table] = self._classes_in(kind)
            case _:
                pass

    def _classes_in(self, annotation: ast.AST | None) -> set[str]:
        nodes = [] if annotation is None else list(ast.walk(annotation))
        names = {one.id for one in nodes if isinstance(one, ast.Name)}
        return (names | {one.attr for one in nodes if isinstance(one, ast.Attribute)}) & self.fields.keys()

    def classes(self, call: Call) -> set[str]:
        """Return the classes that the value may have, empty where the code around it does not say."""
        match call.parent:
            case ast.Call(func=ast.Attribute(value=ast.Attribute(attr=table), attr="put")):
                if rows := self._rows.get(table):
                    return rows
            case _:
                pass
        match call.node.args[0]:
            case ast.Name(id=name) if call.function is not None:
                arguments = call.function.args
                every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
                annotated = [self._classes_in(one.annotation) for one in every if one.arg == name]
                return set[str]().union(*annotated)
            case ast.Attribute(attr=name) | ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)):
                return self._types[name] | self._rows.get(name, set())
            case _:
                return set()


def _calls_in(module: ast.Module, place: str) -> Iterator[Call]:
    below: list[tuple[ast.AST, Function | None, ast.AST | None]] = [(module, None, None)]
    while below:
        node, function, parent = below.pop()
        match node:
            case ast.Call(
                func=ast.Name(id="replace") | ast.Attribute(value=ast.Name(id="dataclasses"), attr="replace"),
                args=[_],
                keywords=[_, *_],
            ):
                yield Call(f"{place}:{node.lineno}", node, function, parent)
            case _:
                pass
        inner = node if isinstance(node, Function) else function
        below += [(child, inner, node) for child in ast.iter_child_nodes(node)]


@cache
def code() -> Code:
    return Code()


def fitting(call: Call) -> list[str]:
    """Return the classes that have all keywords of a call: of those that its value may have, or of all."""
    candidates = code().classes(call) or code().fields.keys()
    return [name for name in candidates if call.keywords <= code().fields[name]]


def test_every_keyword_of_replace_is_a_field() -> None:
    assert [call.place for call in code().calls if not fitting(call)] == []


def test_a_field_of_another_name_would_be_noticed_at_most_places() -> None:
    # A keyword that several classes have says nothing where the class of the value is not known.
    certain = [call for call in code().calls if len(fitting(call)) == 1]
    assert len(code().calls) > 100
    assert len(certain) > 0.8 * len(code().calls)
