"""No regular expression of the package takes time that grows faster than the text: texts come from outside."""

import ast
import importlib
import json
import re
import re._parser as parser  # pyright: ignore[reportMissingImports]
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import cache
from itertools import islice, product
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple, cast

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "sipgate_tools"
METHODS = ("match", "fullmatch", "search", "findall", "finditer", "sub", "subn", "split")
MODULES = ("re", "regex")
STEPS = (256, 1_024, 4_096, 16_384)
WHOLE = 262_144
MOST_TEXTS = 120

# Patterns that are put together from a parameter, with what it can be.
WITH_PARAMETERS: dict[tuple[str, str], list[dict[str, Any]]] = {
    ("webhooks/store/records.py", "form"): [{"form": "[0-9]{1,18}"}],
    # The URI that a client registered: one wildcard in its host name, one at its end.
    ("sandbox/oauth/login.py", "'[^/?@:]*'.join(parts) + ('.*' if behind else '')"): [
        {"parts": ["https://", r"\.example\.com/"], "behind": True}
    ],
    # The values of a request, as a server may repeat them.
    ("_http/scrubbing.py", "f'{literal}|(?i:(?<!\\\\w){literal}(?!\\\\w))'"): [
        {"literal": "no"},
        {"literal": '""'},
    ],
    ("_http/scrubbing.py", r"before + '(?:\\(0\\)\\s*|0)?' + _BETWEEN.join(national)"): [
        {"before": r"(?:(?:(?:\+|00)[\s()/.-]*)?4[\s()/.-]*9[\s()/.-]*)?", "national": "15799912345"}
    ],
}


class Use(NamedTuple):
    """A pattern and how it is applied."""

    where: str
    pattern: str
    flags: int
    method: str


def files() -> Iterator[Path]:
    # The twin in _sync is the same code; nothing generated has patterns, which another test says.
    return (path for path in sorted(PACKAGE.rglob("*.py")) if "_sync" not in path.parts)


def module_of(path: Path) -> ModuleType:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return importlib.import_module(".".join(parts).removesuffix(".__init__"))


class Tree:
    """What one file says about patterns, found in one pass."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.calls: list[ast.Call] = []
        self.names: dict[ast.expr, str] = {}
        self.applied: dict[str, set[str]] = defaultdict(set)
        self.passed: set[str] = set()
        self.imported: set[str] = set()
        self.others: list[str] = []
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            self._read(node)

    def _read(self, node: ast.AST) -> None:
        match node:
            case ast.Call():
                if is_call_of_re(node):
                    self.calls.append(node)
                self.passed |= {each.id for each in node.args if isinstance(each, ast.Name)}
            case ast.Attribute(value=value, attr=name) if name in METHODS:
                self.applied[ast.unparse(value)].add(name)
            case (
                ast.AnnAssign(target=target, value=ast.expr() as value)
                | ast.Assign(targets=[target, *_], value=value)
            ):
                self.names[value] = ast.unparse(target)
            case ast.ImportFrom(module=module, names=names):
                self.imported |= {each.name for each in names}
                if module in MODULES:
                    self.others.append(f"{self.path.relative_to(ROOT)}: {ast.unparse(node)}")
            case ast.Import(names=names) if any(each.name in MODULES and each.asname for each in names):
                self.others.append(f"{self.path.relative_to(ROOT)}: {ast.unparse(node)}")
            case _:
                pass


def is_call_of_re(call: ast.Call) -> bool:
    match call.func:
        case ast.Attribute(value=ast.Name(id="re"), attr=name):
            return name in {*METHODS, "compile"}
        case _:
            return False


@cache
def trees() -> tuple[Tree, ...]:
    return tuple(Tree(path) for path in files())


def compiled_of(path: Path, call: ast.Call) -> list[re.Pattern[str]]:
    """Return what a call of the re module compiles, for each value of its parameters."""
    pattern = call.args[0]
    parameters = WITH_PARAMETERS.get((str(path.relative_to(PACKAGE)), ast.unparse(pattern)), [{}])
    flags: list[ast.expr] = [each.value for each in call.keywords if each.arg == "flags"]
    first = {"compile": 1, "sub": 4, "subn": 4, "split": 3}.get(call.func.attr, 2)  # type: ignore[attr-defined]
    flags += call.args[first : first + 1]
    made: list[re.Pattern[str]] = []
    for values in parameters:
        space = {**vars(module_of(path)), **values}
        text = eval(compile(ast.Expression(pattern), str(path), "eval"), space)
        flag = eval(compile(ast.Expression(flags[0]), str(path), "eval"), space) if flags else 0
        made.append(re.compile(text, flag))
    return made


def methods_of(call: ast.Call, tree: Tree) -> set[str]:
    """Return how a pattern is applied; in every way where that cannot be seen."""
    attribute: str = call.func.attr  # type: ignore[attr-defined]
    if attribute != "compile":
        return {attribute}
    name = tree.names.get(call, "")
    users = [other for other in trees() if other is tree or name in other.imported]
    used = {method for other in users for method in other.applied.get(name, ())}
    return set(METHODS) if not used or any(name in other.passed for other in users) else used


@cache
def uses() -> tuple[Use, ...]:
    found: dict[tuple[str, int, str], Use] = {}
    for tree in trees():
        where = str(tree.path.relative_to(PACKAGE))
        for call in tree.calls:
            for compiled, method in product(compiled_of(tree.path, call), sorted(methods_of(call, tree))):
                key = (compiled.pattern, compiled.flags, kind_of(method))
                found.setdefault(key, Use(where, compiled.pattern, compiled.flags, method))
    # To find all is to search again and again: what is linear in that is linear in one search.
    searched = [key for key in found if key[2] == "search" and (*key[:2], "find") in found]
    for key in searched:
        del found[key]
    return (*found.values(), *document_uses())


def kind_of(method: str) -> str:
    return "find" if method in {"findall", "finditer", "sub", "subn", "split"} else method


def document_uses() -> Iterator[Use]:
    """Yield the patterns of the interface, by which the sandbox judges what arrives."""

    def look(node: Any) -> Iterator[str]:
        if isinstance(node, dict):
            members = cast("dict[str, Any]", node)
            if isinstance(members.get("pattern"), str):
                yield members["pattern"]
            for value in members.values():
                yield from look(value)
        elif isinstance(node, list):
            for value in cast("list[Any]", node):
                yield from look(value)

    document = json.loads((PACKAGE / "spec" / "sipgate.json").read_text(encoding="utf-8"))
    for pattern in dict.fromkeys(look(document)):
        yield Use("spec/sipgate.json", pattern, 0, "search")


# Texts that make a pattern work: runs of what it looks for, beginnings of matches again and again, and ends that fail.
def letters_of(tree: Any) -> Iterator[str]:
    for operation, argument in tree:
        match str(operation):
            case "LITERAL":
                yield chr(argument)
            case "NOT_LITERAL" | "ANY":
                yield "x"
            case "IN":
                yield from letters_of_set(argument)
            case "BRANCH":
                for branch in argument[1]:
                    yield from letters_of(branch)
            case "SUBPATTERN":
                yield from letters_of(argument[3])
            case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
                yield from letters_of(argument[2])
            case "ASSERT" | "ASSERT_NOT":
                yield from letters_of(argument[1])
            case "ATOMIC_GROUP":
                yield from letters_of(argument)
            case _:
                pass


CATEGORIES = {"CATEGORY_SPACE": " ", "CATEGORY_DIGIT": "0", "CATEGORY_WORD": "a"}
SIGNS = " a0\n\t;:,=/@.-\"'\\<x"


def letters_of_set(members: Any) -> Iterator[str]:
    negated = str(members[0][0]) == "NEGATE"
    found: list[str] = []
    for operation, argument in members:
        match str(operation):
            case "LITERAL":
                found.append(chr(argument))
            case "RANGE":
                found.append(chr(argument[0]))
            case "CATEGORY":
                found.append(CATEGORIES.get(str(argument), "x"))
            case _:
                pass
    if not negated:
        yield from found[:3]
        return
    yield next(sign for sign in "x0 ;\n\x01" if sign not in found)
    yield from found[:2]  # where the run ends


def example_of(tree: Any) -> str:
    """Return a text that the pattern is likely to match, with each repetition twice."""
    text = ""
    for operation, argument in tree:
        match str(operation):
            case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
                least, most, inner = argument
                text += example_of(inner) * max(least, min(2, most))
            case "SUBPATTERN":
                text += example_of(argument[3])
            case "BRANCH":
                text += example_of(argument[1][0])
            case "ATOMIC_GROUP":
                text += example_of(argument)
            case "LITERAL" | "NOT_LITERAL" | "ANY" | "IN":
                text += next(letters_of([(operation, argument)]), "")
            case _:
                pass
    return text


def bricks_of(use: Use) -> list[tuple[str, str, str]]:
    """Return beginning, repeated part and end of texts that a pattern may be slow on."""
    tree: Any = cast("Any", parser).parse(use.pattern, use.flags)
    own = list(islice(dict.fromkeys(letters_of(tree)), 8))
    example = example_of(tree)
    beginnings = [example[:end] for end in range(1, min(len(example), 24))]
    bricks = [("", part, "\x01") for part in (example, example[:-1], *own, *beginnings) if part]
    bricks += [(example[:-1], part, "\x01") for part in own[:4]]
    bricks += [("", one + two, "\x01") for one, two in product(own[:4], own[:4]) if one != two]
    bricks += [("", part, "") for part in (example, *own[:3]) if part]
    bricks += [("", part, " ") for part in beginnings[-8:]]
    bricks += [(example[:cut], part, end) for cut in (-1, -2) for part in own[:4] for end in " @:;"]
    bricks += [("", sign, "\x01") for sign in SIGNS]
    return list(islice(dict.fromkeys(bricks), MOST_TEXTS))


def text_of(brick: tuple[str, str, str], size: int) -> str:
    begin, part, end = brick
    return begin + part * (size // len(part)) + end


def runner(use: Use) -> Callable[[str], object]:
    compiled = re.compile(use.pattern, use.flags)
    method = getattr(compiled, use.method)
    if use.method in {"sub", "subn"}:
        return lambda text: method("", text)
    if use.method == "finditer":
        return lambda text: sum(1 for _ in method(text))
    return method


def seconds(run: Callable[[str], object], text: str) -> float:
    began = time.thread_time()
    run(text)
    return time.thread_time() - began


def slow_on(use: Use) -> list[tuple[str, str, str]]:
    """Return what texts are made of on which a pattern takes time that grows faster than the text.

    A quadratic pattern would take minutes on a long text: it shows itself on small texts first. The texts that take
    longest there are made a quarter of a megabyte long, and compared with a quarter of it.
    """
    run = runner(use)
    times: list[tuple[float, tuple[str, str, str]]] = []
    for brick in bricks_of(use):
        took = seconds(run, text_of(brick, STEPS[0]))
        for step in STEPS[1:]:
            before, took = took, seconds(run, text_of(brick, step))
            if took > 0.005 and took > 9 * before and grows_too_fast(run, brick, step):
                return [brick]
        times.append((took, brick))
    return [brick for _, brick in sorted(times, reverse=True)[:1] if grows_too_fast(run, brick, WHOLE)]


def grows_too_fast(run: Callable[[str], object], brick: tuple[str, str, str], size: int) -> bool:
    """Return whether a text takes much more than four times as long as a quarter of it, measured up to three times.

    A quadratic pattern takes sixteen times as long. One measurement may be off: a long text may take more memory than
    is at hand, and fetching that counts as time of the thread.
    """
    for _ in range(3):
        quarter = min(seconds(run, text_of(brick, size // 4)) for _ in range(2))
        if seconds(run, text_of(brick, size)) <= (12 * quarter + 0.1 if size == WHOLE else 9 * quarter):
            return False
    return True


def test_every_pattern_is_known() -> None:
    others = [each for tree in trees() for each in tree.others]
    assert others == []


def test_generated_code_has_no_patterns() -> None:
    imported = re.compile(r"^\s*(?:import|from)\s[^#]*\bre(?:gex)?\b", re.MULTILINE)
    wrong = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "generated").rglob("*.py")
        if imported.search(path.read_text(encoding="utf-8"))
    ]
    assert wrong == []


def test_no_pattern_takes_more_than_linear_time() -> None:
    assert len(uses()) > 60
    slow = {f"{use.where}: {use.pattern}": bricks for use in uses() if (bricks := slow_on(use))}
    assert slow == {}


@pytest.mark.parametrize("pattern", [r"\s*:::\s*", r"(a|b)*c", r"(https?://[^\s?#]*)[?#]\S*"])
def test_this_very_test_sees_quadratic_patterns(pattern: str) -> None:
    assert slow_on(Use("here", pattern, 0, "sub")) != []
