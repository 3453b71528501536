"""The worked example in docs/regenerate.md is what the command says."""

from __future__ import annotations

import re

from scripts.openapi_build.report.report import EXIT_CODES

from .conftest import TakeOver
from .published import ROOT, a_new_operation, with_changes

PAGE = (ROOT / "docs" / "regenerate.md").read_text("utf-8")


def test_the_report_in_the_example_is_the_report(take_over: TakeOver):
    (example,) = re.findall(r"```text\n(.*?)```", PAGE, re.DOTALL)
    output = take_over(with_changes(a_new_operation), "--accept").output
    assert output.splitlines()[1:] == example.splitlines()[1:]


def test_the_exit_codes_on_the_page_are_the_exit_codes():
    codes = {int(code) for code in re.findall(r"^\| (\d) \|", PAGE, re.MULTILINE)}
    assert codes == {0, 1, 2, *EXIT_CODES.values()}
