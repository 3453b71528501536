"""The codes of errors: each is documented, and each that is documented is used."""

from __future__ import annotations

import ast
import pickle
import re
from collections.abc import Iterator
from typing import Final

import pytest

from sipgate_tools import errors
from sipgate_tools.webhooks.verification import VerificationFailed
from tests.docs.pages import ROOT

ROW: Final = re.compile(r"\| `([a-z_]+\.[a-z_]+)` \| ((?:`\w+`(?:, )?)+) \| \S.* \|")
CLASSES: Final = [
    *(
        each
        for each in vars(errors).values()
        if isinstance(each, type) and each.__module__ == errors.__name__
    ),
    VerificationFailed,
]


def documented() -> dict[str, str]:
    page = (ROOT / "docs" / "errors.md").read_text(encoding="utf-8")
    return dict(ROW.findall(page))


def used() -> Iterator[str]:
    """Yield the codes in the source: arguments `code=`, and codes of causes and constants."""
    for path in (ROOT / "sipgate_tools").rglob("*.py"):
        if "_sync" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.keyword) and node.arg == "code":
                yield from strings(node.value)
            elif isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Cause":
                yield from strings(node.args[-1])


def strings(value: ast.expr) -> Iterator[str]:
    for node in ast.walk(value):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def test_each_code_is_documented_and_each_documented_code_is_used() -> None:
    assert set(used()) == set(documented())


def test_the_table_is_sorted() -> None:
    assert list(documented()) == sorted(documented())


def test_the_table_names_classes_that_exist() -> None:
    names = {name for cell in documented().values() for name in re.findall(r"\w+", cell)}
    assert names <= {each.__name__ for each in CLASSES}


@pytest.mark.parametrize("kind", CLASSES, ids=lambda kind: kind.__name__)
def test_the_code_of_a_class_is_its_name(kind: type[errors.SipgateError]) -> None:
    name = re.sub(r"(?<!^)(?=[A-Z])", "_", kind.__name__).lower()
    assert kind("Something happened.").code == ("error" if kind is errors.SipgateError else name)


def test_a_code_survives_pickling() -> None:
    error = errors.InvalidInput("No.", code="sms.no_extension")
    assert pickle.loads(pickle.dumps(error)).code == "sms.no_extension"
    assert errors.InvalidInput("No.").code == "invalid_input"
