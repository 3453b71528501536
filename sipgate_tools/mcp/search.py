"""Find operations and tools by words: English ones, their usual synonyms, and German ones.

A word that is nowhere in the interface counts as much as the rarest that is: what shares only the common words of a
question is not what was looked for. The words that mean others are data, in `search_words.json`.
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

__all__ = ["find_operations", "find_tools", "translated"]

_WORD: Final = re.compile(r"[a-z0-9]+")
_HUMP: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_UMLAUTS: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_STRONG: Final = 2
"""The least weight of a word in a name, summary, tag or path; in a description it has less."""

_IN_DESCRIPTION: Final = 0.4
"""How much a word counts that is in the description only."""

_FITS: Final = 0.5
"""The share of what was asked for that something must have in it."""

_TOOL_FITS: Final = 0.75
_MOST_TOOLS: Final = 3
_BEST_SHARE: Final = 0.5


@dataclass(frozen=True)
class _Index:
    """The words of each thing with their weights, and how rare each word is among all."""

    weights: Mapping[str, Mapping[str, int]]
    rarity: Mapping[str, float]

    def rarity_of(self, alternatives: Iterable[str]) -> float:
        """Return how rare a word is, given with those that mean the same; one that is nowhere is as rare as can be."""
        known = [self.rarity[word] for word in alternatives if word in self.rarity]
        return max(known, default=math.log(1 + len(self.weights)))


def find_operations(document: Spec, words: str, effects: Iterable[str]) -> list[Operation]:
    """Return the operations with one of the effects that fit the words, the most fitting first.

    Args:
        document: The interface.
        words: Of any number; without a word that says something, every operation fits.
        effects: `read`, `write`, `destructive`.
    """
    allowed = set(effects)
    candidates = [one.id for one in document.operations.values() if one.effect in allowed]
    found = _found(_operation_index(document), words, candidates, _FITS)
    return [document.operations[one] for one in found]


def find_tools(document: Spec, tools: Sequence[Mapping[str, Any]], words: str) -> list[str]:
    """Return the names of the tools that do what the words say, the most fitting first.

    Args:
        document: The interface, which says how rare a word is: of "user", every tool speaks.
        tools: Entries of `tools.listing()`.
        words: What is looked for.
    """
    index = _indexed({str(tool["name"]): _tool_texts(tool) for tool in tools})
    index = _Index(index.weights, {**index.rarity, **_operation_index(document).rarity})
    found = _found(index, words, list(index.weights), _TOOL_FITS) if _asked(words) else []
    # Where many fit alike, the words say too little to name one.
    return found if len(found) <= _MOST_TOOLS else []


def translated(document: Spec, words: str) -> list[str]:
    """Return the English words that were looked for in place of words that the interface does not have."""
    rarity = _operation_index(document).rarity
    _, means = _vocabulary()
    found: dict[str, None] = {}
    for word in _words(words):
        if _stem(word) not in rarity and (beginning := _beginning(word)):
            found.update(dict.fromkeys(means[beginning]))
    return list(found)


def _found(index: _Index, words: str, candidates: Sequence[str], fits: float) -> list[str]:
    asked = _asked(words)
    if not asked:
        return sorted(candidates)
    whole = sum(map(index.rarity_of, asked))
    scores = {
        one: sum(max(_score(index, one, word) for word in each) for each in asked) / whole
        for one in candidates
    }
    least = max(fits, _BEST_SHARE * max(scores.values(), default=0))
    fitting = [one for one in candidates if scores[one] >= least]
    weights = {
        one: sum(index.weights[one].get(word, 0) for each in asked for word in each) for one in fitting
    }
    return sorted(fitting, key=lambda one: (-scores[one], -weights[one], one))


def _score(index: _Index, one: str, word: str) -> float:
    weight = index.weights[one].get(word, 0)
    share = 0.0 if weight == 0 else 1.0 if weight >= _STRONG else _IN_DESCRIPTION
    return share * index.rarity.get(word, 0.0)


def _asked(words: str) -> list[tuple[str, ...]]:
    """Return the words that say something, each with those that mean the same."""
    _, means = _vocabulary()
    asked: dict[tuple[str, ...], None] = {}
    for word in _words(words):
        alike = means.get(_beginning(word), ())
        asked[tuple(dict.fromkeys([_stem(word), *map(_stem, alike)]))] = None
    return list(asked)


def _words(text: str) -> list[str]:
    small, _ = _vocabulary()
    return [word for word in _WORD.findall(text.lower().translate(_UMLAUTS)) if word not in small]


def _beginning(word: str) -> str:
    """Return the longest beginning of a word that the vocabulary has, or an empty text."""
    _, means = _vocabulary()
    return next((word[:size] for size in range(len(word), 2, -1) if word[:size] in means), "")


@cache
def _vocabulary() -> tuple[frozenset[str], Mapping[str, tuple[str, ...]]]:
    """Return the words that say nothing, and beginnings of words with the words that they mean."""
    data = json.loads(files(__package__ or "").joinpath("search_words.json").read_bytes())
    means = {word: tuple(meant.split()) for word, meant in data["means"].items()}
    return frozenset(data["small"].split()), means


@cache
def _operation_index(document: Spec) -> _Index:
    return _indexed(
        {
            one.id: ((one.summary, 4), (one.id, 4), (one.tag, 3), (one.path, 2), (one.description, 1))
            for one in document.operations.values()
        }
    )


def _tool_texts(tool: Mapping[str, Any]) -> tuple[tuple[str, int], ...]:
    results = " ".join(tool["outputSchema"].get("properties", {}))
    does = tool["description"].replace("The user is asked first", "")
    return (tool["title"], 4), (tool["name"], 4), (tool["toolset"], 3), (does, 2), (results, 1)


def _indexed(texts: Mapping[str, tuple[tuple[str, int], ...]]) -> _Index:
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
    """Return a word without the endings that make no difference when looking for it."""
    for ending in ("s", "ing", "ie", "ed", "y", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word.removesuffix(ending)
    return word
