#!/usr/bin/env python3
"""Generates the sync client from the async client, `sipgate_tools/_sync` from `sipgate_tools/_async`, and its tests.

    scripts/make_sync.py          write the twin
    scripts/make_sync.py --check  list the files that differ, and exit with 1 if there are any

The twin is plain code. A rewriting rule that matches nothing is an error, because it is wrong or no longer needed.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
from collections import Counter
from importlib.util import find_spec
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
TWINS: Final = {
    ROOT / "sipgate_tools" / "_async": ROOT / "sipgate_tools" / "_sync",
    ROOT / "tests" / "client" / "_async": ROOT / "tests" / "client" / "_sync",
}
# Tests of facades and of arguments: nothing in them depends on threads, locks or transports, which alone
# are not generated. tests/wire compares what both clients send, for each facade.
WITHOUT_TWIN: Final = {
    ROOT / "tests" / "client" / "_async" / name
    for name in (
        "account",
        "history",
        "messages",
        "telephony",
        "contacts/test_contacts.py",
        "contacts/test_contacts_export.py",
        "contacts/test_contacts_search.py",
        "contacts/test_contacts_sync.py",
        "test_arguments.py",
    )
}
HEADER: Final = "# Made by scripts/make_sync.py from {source}: edit that file.\n"

# In order; each is a regular expression on the source text.
RULES: Final = [
    (r"\basync def\b", "def"),
    (r"\basync with\b", "with"),
    (r"\basync for\b", "for"),
    (r"\bawait ", ""),
    (r"\basync client\b", "sync client"),
    (r"\b_backends\.async_\b", "_backends.sync"),
    (r"\b_async\b", "_sync"),
    (r"\bhttpx2\.Async", "httpx2."),
    # What people import loses its prefix; facades keep one, or they would hide the models of the same name.
    (r"\bAsync(Sipgate|OAuth\w*|Iterator|Generator)\b", r"\1"),
    (r"\bAsync(?=[A-Z])", "Sync"),
    (r"\basend\b", "send"),
    (r"\.asyncio\(client=", ".sync(client="),
    (r"\baclose\b", "close"),
    (r"\bafetch_public\b", "fetch_public"),
    (r"\bhandle_async_request\b", "handle_request"),
    (r"\b__aenter__\b", "__enter__"),
    (r"\b__aexit__\b", "__exit__"),
    (r"\bAbstractAsyncContextManager\b", "AbstractContextManager"),
    (r"\basynccontextmanager\b", "contextmanager"),
    (r"\b__aiter__\b", "__iter__"),
    (r"\b__anext__\b", "__next__"),
    (r"\bStopAsyncIteration\b", "StopIteration"),
    (r"\bAwaitable\[((?:[^\[\]]|\[[^\[\]]*\])*)\]", r"\1"),
]


def main() -> int:
    """Write the twins, or compare them with the files, and return the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--check", action="store_true", help="compare instead of writing")
    check: bool = parser.parse_args().check

    used: Counter[str] = Counter()
    twins = {
        folder / path: text
        for source, folder in TWINS.items()
        for path, text in twins_of(source, used).items()
    }
    unused = [pattern for pattern, _ in RULES if not used[pattern]]
    if unused:
        print("These rules match nothing; take them out of RULES: " + ", ".join(unused), file=sys.stderr)
        return 1
    present = {path for folder in TWINS.values() for path in folder.rglob("*.py")}
    differing = [path for path, text in twins.items() if path not in present or path.read_text() != text]
    stale = sorted(present - twins.keys())
    if check:
        for path in [*differing, *stale]:
            print(f"{path.relative_to(ROOT)} is not what scripts/make_sync.py makes", file=sys.stderr)
        return 1 if differing or stale else 0
    for path in stale:
        path.unlink()
    for path in differing:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(twins[path])
    print(f"{len(twins)} files, {len(differing)} written, {len(stale)} removed")
    return 0


def twins_of(source: Path, used: Counter[str]) -> dict[Path, str]:
    """Return the content of the twin of each file in a folder, by the path of the file below the folder."""
    found: dict[Path, str] = {}
    for path in sorted(source.rglob("*.py")):
        if any(path.is_relative_to(one) for one in WITHOUT_TWIN):
            continue
        text = path.read_text()
        for pattern, replacement in RULES:
            text, count = re.subn(pattern, replacement, text)
            used[pattern] += count
        found[path.relative_to(source)] = text
    name = source.relative_to(ROOT).as_posix()
    return {
        path: HEADER.format(source=f"{name}/{path.as_posix()}") + text
        for path, text in formatted(found).items()
    }


def formatted(texts: dict[Path, str]) -> dict[Path, str]:
    """Return code in the project's style, because shorter names change line breaks and the order of imports."""
    settings = ["--quiet", "--no-cache", "--config", str(ROOT / "pyproject.toml")]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for path, text in texts.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text)
        for step in (["check", "--select", "I,F401", "--fix-only"], ["format"]):
            subprocess.run([*ruff(), *step, *settings, str(folder)], check=True)
        return {path: (folder / path).read_text() for path in texts}


def ruff() -> list[str]:
    """Return the command for ruff, after setting up `.venv` if ruff is not installed."""
    if find_spec("ruff"):
        return [sys.executable, "-m", "ruff"]
    program = ROOT / ".venv" / "bin" / "ruff"
    if not program.exists():
        subprocess.run(["bash", "-c", ". scripts/setup requirements-dev.lock"], cwd=ROOT, check=True)
    return [str(program)]


if __name__ == "__main__":
    sys.exit(main())
