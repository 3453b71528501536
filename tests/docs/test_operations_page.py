"""The generated page of all operations is current, and names methods that exist."""

import re

from scripts.openapi_build.operations_page import PAGE, page
from sipgate_tools import Sipgate
from sipgate_tools.spec import load


def test_the_page_of_operations_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run scripts/operations_page"


def test_every_operation_stands_on_the_page_once() -> None:
    listed = re.findall(r"^\| `(\w+)` \|", PAGE.read_text(encoding="utf-8"), flags=re.M)
    assert sorted(listed) == sorted(load().operations)


def test_the_methods_on_the_page_exist() -> None:
    with Sipgate(token_id="token-ABCDEF", token="00000000-0000-4000-8000-000000000000") as client:
        named = set(re.findall(r"`client\.(\w+)\.(\w+)`", PAGE.read_text(encoding="utf-8")))
        assert len(named) > 50
        missing = [name for name in named if not callable(getattr(getattr(client, name[0]), name[1], None))]
    assert missing == []
