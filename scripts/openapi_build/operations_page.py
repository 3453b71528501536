"""Writes docs/operations.md: all operations of the API with the public method that sends each, or none.

scripts/operations_page          write the page
scripts/operations_page --check  exit with 1 if the page is not current
"""

from __future__ import annotations

import argparse
import ast
import json
import re
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any, Final

from .corrections.correction_set import read_corrections
from .report.impact import read_consumers

ROOT: Final = Path(__file__).resolve().parent.parent.parent

PAGE: Final = ROOT / "docs" / "operations.md"
CLIENT: Final = ROOT / "sipgate_tools" / "_async" / "client.py"
HEAD: Final = """\
# All operations

Every operation of sipgate's API that this project knows, with the method of the client that sends it. Those without a
method are reached with the generated client (`client.api`), with `sipgate-tools api NAME`, and by the MCP tools
`invoke_read`, `invoke_write` and `invoke_destructive`. `sipgate-tools operations show NAME` describes the arguments.

Written by `scripts/operations_page`.
"""


def main() -> int:
    """Write or check the page, and return the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--check", action="store_true", help="compare instead of writing")
    check: bool = parser.parse_args().check
    text = page()
    if check:
        current = PAGE.exists() and PAGE.read_text(encoding="utf-8") == text
        if not current:
            print("docs/operations.md is not current: run scripts/operations_page", file=sys.stderr)
        return 0 if current else 1
    PAGE.write_text(text, encoding="utf-8")
    return 0


def page() -> str:
    """Return the page."""
    document: dict[str, Any] = json.loads((ROOT / "openapi" / "sipgate.json").read_text(encoding="utf-8"))
    consumers = read_consumers(ROOT, document, read_corrections(ROOT / "openapi" / "corrections"))
    names = _attributes()
    tags: dict[str, list[tuple[str, str, str, str, str]]] = defaultdict(list)
    for path, item in document["paths"].items():
        for method, operation in item.items():
            users = consumers.facades.get(operation["operationId"], set())
            methods = sorted({one for user in users for one in _methods(user, names)})
            tags[operation["tags"][0]].append(
                (
                    operation["operationId"],
                    f"{method.upper()} {path}",
                    operation["summary"],
                    ", ".join(operation["x-platforms"]),
                    ", ".join(f"`{one}`" for one in methods) or "-",
                )
            )
    lines = [HEAD]
    for tag in sorted(tags):
        lines += [
            f"## {tag}\n",
            "| operation | request | what it does | platforms | method |",
            "|---|---|---|---|---|",
        ]
        lines += [
            f"| `{name}` | `{request}` | {summary} | {platforms} | {methods} |"
            for name, request, summary, platforms, methods in sorted(tags[tag])
        ]
        lines.append("")
    return "\n".join(lines)


def _attributes() -> dict[str, str]:
    """Return the attribute of the client for each class of a facade and its bases, such as `sms` for `AsyncSms`."""
    found = re.findall(r"def (\w+)\(self\) -> (Async\w+):", CLIENT.read_text(encoding="utf-8"))
    names = {kind: name for name, kind in found}
    bases = {
        node.name: [base.id for base in node.bases if isinstance(base, ast.Name)]
        for path in sorted(CLIENT.parent.rglob("*.py"))
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.ClassDef)
    }
    kinds = list(names)
    for kind in kinds:  # grows while it is read: bases have bases
        for base in bases.get(kind, []):
            if base.startswith("Async") and base not in names:
                names[base] = names[kind]
                kinds.append(base)
    return names


def _methods(user: str, names: dict[str, str]) -> list[str]:
    """Return the public methods that lead to a function, such as `sipgate_tools/.../sms.py: AsyncSms.send`."""
    if user.endswith(": AsyncResource.user_info"):
        return ["client.users.info"]
    path, _, function = user.partition(": ")
    kind, _, method = function.partition(".")
    if kind not in names or not method:
        return []
    return [f"client.{names[kind]}.{one}" for one in _public_callers(ROOT / path, kind, method)]


def _public_callers(path: Path, kind: str, method: str) -> set[str]:
    """Return the public methods of a class that call a method, directly or through private methods."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    body = next(node.body for node in tree.body if isinstance(node, ast.ClassDef) and node.name == kind)
    calls: dict[str, set[str]] = defaultdict(set)
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            calls[node.name] |= {
                one.attr
                for one in ast.walk(node)
                if isinstance(one, ast.Attribute)
                and isinstance(one.value, ast.Name)
                and one.value.id == "self"
            }
    reached, added = {method}, {method}
    while added:
        added = {name for name, uses in calls.items() if uses & added} - reached
        # A public method that calls another public one is not what sends the operation.
        reached |= added
        added = {name for name in added if name.startswith("_")}
    return {
        name for name in reached if not name.startswith("_") and (name == method or method.startswith("_"))
    }


if __name__ == "__main__":
    sys.exit(main())
