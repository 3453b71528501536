"""The entries of `openapi/corrections` about single operations, parameters, fields, schemas and scopes.

Each tag has one file, `tags/<tag>.json`, with everything about its operations: `corrections` of the published document,
`additions` to it, and our data on it (`operations`, `parameters`, `fields`, `schemas`). `shared.json` contains entries
without a single tag: parameters and fields by name, schemas of several tags, scopes, and kinds of ids.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from ..problems import Edit, Problem
from ..walk import endpoints, schemas_reached
from .correction_set import CorrectionSet

SHARED: Final = "shared.json"
_FOLDER: Final = "tags/"
_PARTS: Final = ("additions", "fields", "parameters", "schemas")
_PARTS_OF_TAG: Final = frozenset({*_PARTS, "corrections", "description", "operations"})
_PARTS_OF_SHARED: Final = frozenset({*_PARTS, "id_kinds", "no_facade", "scopes"})


class Entry(NamedTuple):
    """One entry, with the file and the part of the file in which it is."""

    file: str
    part: str
    key: str
    value: Any

    def belongs_to_nothing(self, kind: str, *, unless_new: str = "") -> Problem:
        """Return the problem that the target of the entry does not exist, with the edit that deletes the entry."""
        text = f"{self.file}: there is no {kind} {self.key}, delete its entry or correct the name"
        return Problem(text, Edit(self.file, (self.part, self.key), unless_new=unless_new))

    def problem(self, wrong: str) -> Problem:
        """Return a problem that only a person can solve."""
        return Problem(f'{self.file}, "{self.part}": {self.key} {wrong}')


def files_with_entries(ours: CorrectionSet) -> list[str]:
    """Return the files that contain entries, `shared.json` first."""
    return [SHARED] * (SHARED in ours) + sorted(name for name in ours if name.startswith(_FOLDER))


def tag_file(tag: str) -> str:
    """Return the file of a tag."""
    return f"{_FOLDER}{tag}.json"


def tag_of(file: str) -> str:
    """Return the tag of a file."""
    return file.removeprefix(_FOLDER).removesuffix(".json")


def entries(ours: CorrectionSet, part: str) -> Iterator[Entry]:
    """Yield the entries of one part in all files, `shared.json` first, because other files take precedence."""
    for file in files_with_entries(ours):
        for key, value in ours[file].get(part, {}).items():
            yield Entry(file, part, key, value)


def by_key(ours: CorrectionSet, part: str) -> dict[str, Entry]:
    """Return the entries of one part by key."""
    return {entry.key: entry for entry in entries(ours, part)}


def file_problems(document: Mapping[str, Any], ours: CorrectionSet) -> list[Problem]:
    """Return a problem for each unknown part, each entry that is in two files, and each file without its tag."""
    problems: list[Problem] = []
    tags = {tag for endpoint in endpoints(document) for tag in endpoint.operation["tags"]}
    for file in files_with_entries(ours):
        known = _PARTS_OF_SHARED if file == SHARED else _PARTS_OF_TAG
        problems += [
            Problem(f"{file}: {part!r} is not one of the known parts: {', '.join(sorted(known))}")
            for part in sorted(set(ours[file]) - known)
        ]
        if file != SHARED and "description" in ours[file] and tag_of(file) not in tags:
            text = f"{file}: no operation has this tag, delete its description or rename the file"
            problems.append(Problem(text, Edit(file, ("description",))))
    for part in ("operations", "parameters", "fields", "schemas"):
        seen: dict[str, str] = {}
        for entry in entries(ours, part):
            if seen.setdefault(entry.key, entry.file) != entry.file:
                problems.append(entry.problem(f"is in {seen[entry.key]} as well: keep only one"))
    return problems


def homes_of_schemas(document: Mapping[str, Any]) -> dict[str, str]:
    """Return the file of each schema: its tag's file, or `shared.json` if operations of several tags use it."""
    tags: dict[str, set[str]] = {}
    for endpoint in endpoints(document):
        for name in schemas_reached(document, iter([endpoint.operation])):
            tags.setdefault(name, set()).add(endpoint.operation["tags"][0])
    return {name: tag_file(*some) if len(some) == 1 else SHARED for name, some in tags.items()}
