"""Search operations and tools by English words, common synonyms, and German words.

A word that does not occur in the spec has the same weight as the rarest word that does, so that matching only the
common words of a query is not enough. Synonyms and translations are in `search_words.json`.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from sipgate_tools.spec import Operation, Spec

_WORD: Final = re.compile(r"[a-z0-9]+")
_HUMP: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_UMLAUTS: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_STRONG: Final = 2
"""The minimum weight of a word in a name, summary, tag or path. Words in a description have a lower weight."""

_IN_DESCRIPTION: Final = 0.4
"""The share of its score that a word contributes if it occurs only in the description."""

_MINIMUM_SCORE: Final = 0.5
"""The minimum share of the query's score that a result must reach."""

_MINIMUM_TOOL_SCORE: Final = 0.75
_MAX_TOOLS: Final = 3
_BEST_SHARE: Final = 0.5


@dataclass(frozen=True)
class _Index:
    """The words of each operation or tool with their weights, and the rarity of each word."""

    weights: Mapping[str, Mapping[str, int]]
    rarity: Mapping[str, float]

    def rarity_of(self, alternatives: Iterable[str]) -> float:
        """Return the highest rarity of a word and its synonyms, or the maximum if none of them occurs."""
        rarities = [self.rarity[word] for word in alternatives if word in self.rarity]
        return max(rarities, default=math.log(1 + len(self.weights)))


def find_operations(spec: Spec, words: str, effects: Iterable[str]) -> list[Operation]:
    """Return the operations with one of the effects that match the words, best match first.

    Args:
        spec: The OpenAPI spec.
        words: The query. Without a significant word, all operations match.
        effects: The effects to include: `read`, `write` or `destructive`.
    """
    allowed = set(effects)
    candidates = [one.id for one in spec.operations.values() if one.effect in allowed]
    found = _rank(_operation_index(spec), words, candidates, _MINIMUM_SCORE)
    return [spec.operations[one] for one in found]


def find_tools(spec: Spec, tools: Sequence[Mapping[str, Any]], words: str) -> list[str]:
    """Return the names of the tools that match the words, best match first.

    Args:
        spec: The OpenAPI spec, for the rarity of words.
        tools: Entries of `tools.listing()`.
        words: The query.
    """
    index = _build_index({str(tool["name"]): _tool_texts(tool) for tool in tools})
    index = _Index(index.weights, {**index.rarity, **_operation_index(spec).rarity})
    found = _rank(index, words, list(index.weights), _MINIMUM_TOOL_SCORE) if _terms(words) else []
    # With many matches, the query is too vague to suggest a tool.
    return found if len(found) <= _MAX_TOOLS else []


def translate(spec: Spec, words: str) -> list[str]:
    """Return the English words that replace words of the query that are not in the spec."""
    rarity = _operation_index(spec).rarity
    _, means = _vocabulary()
    found: dict[str, None] = {}
    for word in _words(words):
        if _stem(word) not in rarity and (beginning := _longest_prefix(word)):
            found.update(dict.fromkeys(means[beginning]))
    return list(found)


def _rank(index: _Index, words: str, candidates: Sequence[str], minimum_score: float) -> list[str]:
    terms = _terms(words)
    if not terms:
        return sorted(candidates)
    total = sum(map(index.rarity_of, terms))
    scores = {
        one: sum(max(_score(index, one, word) for word in each) for each in terms) / total
        for one in candidates
    }
    minimum = max(minimum_score, _BEST_SHARE * max(scores.values(), default=0))
    matches = [one for one in candidates if scores[one] >= minimum]
    weights = {
        one: sum(index.weights[one].get(word, 0) for each in terms for word in each) for one in matches
    }
    return sorted(matches, key=lambda one: (-scores[one], -weights[one], one))


def _score(index: _Index, one: str, word: str) -> float:
    weight = index.weights[one].get(word, 0)
    share = 0.0 if weight == 0 else 1.0 if weight >= _STRONG else _IN_DESCRIPTION
    return share * index.rarity.get(word, 0.0)


def _terms(words: str) -> list[tuple[str, ...]]:
    """Return the significant words of a query, each with its synonyms."""
    _, means = _vocabulary()
    terms: dict[tuple[str, ...], None] = {}
    for word in _words(words):
        synonyms = means.get(_longest_prefix(word), ())
        terms[tuple(dict.fromkeys([_stem(word), *map(_stem, synonyms)]))] = None
    return list(terms)


def _words(text: str) -> list[str]:
    small, _ = _vocabulary()
    return [word for word in _WORD.findall(text.lower().translate(_UMLAUTS)) if word not in small]


def _longest_prefix(word: str) -> str:
    """Return the longest prefix of a word that is in the vocabulary, or an empty string."""
    _, means = _vocabulary()
    return next((word[:size] for size in range(len(word), 2, -1) if word[:size] in means), "")


@cache
def _vocabulary() -> tuple[frozenset[str], Mapping[str, tuple[str, ...]]]:
    """Return the insignificant words, and prefixes of words with the words that they stand for."""
    data = json.loads(files(__package__ or "").joinpath("search_words.json").read_bytes())
    means = {word: tuple(meanings.split()) for word, meanings in data["means"].items()}
    return frozenset(data["small"].split()), means


@cache
def _operation_index(spec: Spec) -> _Index:
    return _build_index(
        {
            one.id: ((one.summary, 4), (one.id, 4), (one.tag, 3), (one.path, 2), (one.description, 1))
            for one in spec.operations.values()
        }
    )


def _tool_texts(tool: Mapping[str, Any]) -> tuple[tuple[str, int], ...]:
    results = " ".join(tool["outputSchema"].get("properties", {}))
    does = tool["description"].replace("The user is asked first", "")
    return (tool["title"], 4), (tool["name"], 4), (tool["toolset"], 3), (does, 2), (results, 1)


def _build_index(texts: Mapping[str, tuple[tuple[str, int], ...]]) -> _Index:
    weights = {one: _weights(parts) for one, parts in texts.items()}
    frequency = Counter(word for each in weights.values() for word in each)
    return _Index(weights, {word: math.log(1 + len(weights) / count) for word, count in frequency.items()})


def _weights(parts: Iterable[tuple[str, int]]) -> dict[str, int]:
    weights: dict[str, int] = {}
    for text, weight in parts:
        for word in _WORD.findall(_HUMP.sub(" ", text).lower()):
            weights[_stem(word)] = max(weight, weights.get(_stem(word), 0))
    return weights


def _stem(word: str) -> str:
    """Return a word without its inflectional endings."""
    for ending in ("s", "ing", "ie", "ed", "y", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word.removesuffix(ending)
    return word
