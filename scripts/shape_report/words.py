"""Finds refused words in names, docstrings and messages. `refused_words.toml` in this folder lists the words."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from .source import FunctionNode, Source

WORDS_FILE: Final = Path(__file__).with_name("refused_words.toml")
KINDS: Final = frozenset({"module", "class", "function", "parameter", "variable"})

_WORD_BOUNDARY: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


@dataclass(frozen=True)
class Rule:
    """One refused word.

    Attributes:
        pattern: The regular expression that finds the word.
        instead: The word to use instead.
        kinds: The kinds of names in which the word is refused.
        allow: The regular expression for names in which the word is allowed.
        except_in: The paths, or prefixes of paths, of files in which the word is allowed.
    """

    pattern: re.Pattern[str]
    instead: str
    kinds: frozenset[str] = KINDS
    allow: re.Pattern[str] | None = None
    except_in: tuple[str, ...] = ()

    def applies_to(self, source: Source) -> bool:
        """Return whether the word is refused in a file."""
        return not source.path.startswith(self.except_in)

    def refuses(self, kind: str, name: str) -> bool:
        """Return whether a name, in snake_case without surrounding underscores, is refused."""
        return (
            kind in self.kinds
            and self.pattern.search(name) is not None
            and not (self.allow and self.allow.search(name))
        )


@dataclass(frozen=True)
class Rules:
    """The refused words for names and for texts."""

    names: tuple[Rule, ...]
    texts: tuple[Rule, ...]


def read_rules(path: Path = WORDS_FILE) -> Rules:
    """Return the refused words that a file lists."""
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    return Rules(*(tuple(_rule(each) for each in tables[kind]) for kind in ("name", "text")))


def find_refused_words(
    sources: Iterable[Source], rules: Rules | None = None
) -> dict[str, list[dict[str, Any]]]:
    """Return the refused names, and the refused words in strings, each with its place and the replacement."""
    rules = rules or read_rules()
    return {
        "names": [found for source in sources for found in _refused_names(source, rules.names)],
        "texts": [found for source in sources for found in _refused_texts(source, rules.texts)],
    }


def names_of(source: Source) -> Iterator[tuple[int, str, str]]:
    """Yield the line, kind and name of everything that a file defines."""
    yield 1, "module", source.module.rpartition(".")[2]
    for node in source.nodes:
        if isinstance(node, ast.ClassDef):
            yield node.lineno, "class", node.name
        elif isinstance(node, FunctionNode):
            yield node.lineno, "function", node.name
        elif isinstance(node, ast.arg):
            yield node.lineno, "parameter", node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.lineno, "variable", node.id
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.lineno, "variable", node.attr


def texts_of(source: Source) -> Iterator[tuple[int, str]]:
    """Yield the line and content of every docstring and of every other string with more than one word."""
    for node in source.nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value.strip():
            yield node.lineno, node.value


def _rule(table: dict[str, Any]) -> Rule:
    kinds = frozenset(table.get("kinds", KINDS))
    if unknown := kinds - KINDS:
        raise ValueError(f"{WORDS_FILE.name}: unknown kinds {sorted(unknown)}; there are {sorted(KINDS)}")
    return Rule(
        pattern=re.compile(table["pattern"], re.IGNORECASE),
        instead=table["instead"],
        kinds=kinds,
        allow=re.compile(table["allow"]) if "allow" in table else None,
        except_in=tuple(table.get("except_in", ())),
    )


def _refused_names(source: Source, rules: tuple[Rule, ...]) -> Iterator[dict[str, Any]]:
    """Yield each refused name once per kind, with its first place in the file."""
    rules = tuple(rule for rule in rules if rule.applies_to(source))
    checked: set[tuple[str, str]] = set()
    for line, kind, name in sorted(names_of(source)):
        if (kind, name) in checked:
            continue
        checked.add((kind, name))
        plain = _WORD_BOUNDARY.sub("_", name).strip("_").lower()
        for rule in rules:
            if rule.refuses(kind, plain):
                yield {"where": f"{source.path}:{line}", "kind": kind, "name": name, "instead": rule.instead}
                break


def _refused_texts(source: Source, rules: tuple[Rule, ...]) -> Iterator[dict[str, Any]]:
    rules = tuple(rule for rule in rules if rule.applies_to(source))
    for start, text in texts_of(source):
        for rule in rules:
            for match in rule.pattern.finditer(text):
                line = start + text.count("\n", 0, match.start())
                yield {"where": f"{source.path}:{line}", "words": match[0], "instead": rule.instead}
