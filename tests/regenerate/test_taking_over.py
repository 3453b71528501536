"""The whole way: fetched, corrected, built, generated, told; all of it or nothing, and twice the same."""

from __future__ import annotations

import importlib.util
import json
import resource
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from scripts.openapi_build.__main__ import main
from scripts.openapi_build.install import install
from scripts.openapi_build.layout import Layout
from tests.openapi.checkouts import Checkout

from .published import (
    PRESENT,
    ROOT,
    a_circular_schema,
    a_new_operation,
    an_operation_less,
    properties,
    with_changes,
)

MOST_SECONDS = 20


def a_field_renamed(document: dict[str, Any]) -> None:
    fields = properties(document, "SendWebSmsRequest")
    fields["text"] = fields.pop("message")


NEW = with_changes(a_new_operation, an_operation_less, a_circular_schema, a_field_renamed)


@dataclass(frozen=True)
class Update:
    """A checkout into which a new document has been taken over.

    Attributes:
        checkout: The checkout.
        before: Its files before, by name.
        source: The document.
        done: What the command said.
        seconds: The processor time it took.
    """

    checkout: Checkout
    before: dict[str, bytes]
    source: Path
    done: subprocess.CompletedProcess[str]
    seconds: float

    def text(self, name: str) -> str:
        """Return the text of a file."""
        return (self.checkout.root / name).read_text("utf-8")

    def package(self) -> ModuleType:
        """Import the generated package under a name of its own."""
        folder = self.checkout.root / "generated" / "sipgate_api"
        spec = importlib.util.spec_from_file_location(
            "sipgate_api_taken", folder / "__init__.py", submodule_search_locations=[str(folder)]
        )
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules["sipgate_api_taken"] = module
        spec.loader.exec_module(module)
        return module


@pytest.fixture(scope="module")
def update(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Update]:
    """A new document taken over by the command, as a maintainer types it."""
    checkout = Checkout(tmp_path_factory.mktemp("checkout"))
    (checkout.root / "CHANGELOG.md").write_bytes((ROOT / "CHANGELOG.md").read_bytes())
    before = checkout.files()
    source = tmp_path_factory.mktemp("published") / "swagger.json"
    source.write_text(json.dumps(NEW), "utf-8")
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [
            str(ROOT / "scripts" / "regenerate"),
            "--root",
            str(checkout.root),
            "--fetch",
            str(source),
            "--accept",
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - spent.ru_utime - spent.ru_stime
    yield Update(checkout, before, source, done, seconds)
    for name in [name for name in sys.modules if name.startswith("sipgate_api_taken")]:
        del sys.modules[name]


def test_the_exit_code_says_that_something_breaks(update: Update):
    assert update.done.returncode == 4, update.done.stderr
    assert "Breaking: 2 breaking" in update.done.stdout


def test_it_takes_less_than_twenty_seconds(update: Update):
    assert update.seconds < MOST_SECONDS


def test_the_new_operation_is_there_and_counts_as_the_worst(update: Update):
    document = json.loads(update.text("openapi/sipgate.json"))
    mms = document["paths"]["/v2/sessions/mms"]["post"]
    marks = {key: mms[f"x-{key}"] for key in ("effect", "cost", "reach", "policy")}
    assert marks == {"effect": "destructive", "cost": "charged", "reach": "account", "policy": "default"}
    assert json.loads(update.text("sipgate_tools/spec/sipgate.json")) == document
    assert json.loads(update.text("openapi/upstream.json")) == NEW


def test_the_new_operation_is_in_the_generated_client(update: Update):
    update.package()
    send = importlib.import_module("sipgate_api_taken.api.sessions.send_mms")
    model = importlib.import_module("sipgate_api_taken.models.send_web_sms_request")
    body = model.SendWebSmsRequest.from_dict({"smsId": "s0", "recipient": "+4915799912345", "text": "Hi"})
    request = send.build_request(body=body)
    assert (request.operation_id, request.url, request.json["text"]) == ("sendMms", "/v2/sessions/mms", "Hi")


def test_a_schema_that_holds_itself_is_read(update: Update):
    update.package()
    module = importlib.import_module("sipgate_api_taken.models.folder")
    tree: dict[str, Any] = {"folders": [{"folders": []}], "parent": {"root": {"folders": [{}]}}}
    folder = module.Folder.from_dict(tree)
    assert folder.folders[0].folders == []
    assert folder.to_dict() == tree


def test_the_accepted_edits_change_only_their_own_lines(update: Update):
    def lines(content: bytes) -> list[str]:
        return content.decode().splitlines()

    for name, content in update.checkout.files().items():
        if name.startswith("openapi/corrections/1"):
            pairs = zip(lines(update.before[name]), lines(content), strict=True)
            differing = [(was, now) for was, now in pairs if was != now]
            assert all('"expect"' in was and '"expect"' in now for was, now in differing)
            assert len(differing) == 2
    policy = update.text("openapi/corrections/tags/sessions.json")
    assert json.loads(policy)["fields"]["SendWebSmsRequest.text"]["text"] == "message"
    assert "SendWebSmsRequest.message" not in policy
    assert "revokePorting" not in update.text("openapi/corrections/tags/portings.json")


def test_the_changelog_has_a_draft_in_its_place(update: Update):
    before, after = update.before["CHANGELOG.md"].decode(), update.text("CHANGELOG.md")
    new = [line for line in after.splitlines() if line and line not in before.splitlines()]
    entries = (
        "operation `sendMms` (`POST /v2/sessions/mms`)",
        "operation `revokePorting` (`DELETE",
        "now called `text`",
    )
    assert all(any(text in line for line in new) for text in entries)
    assert [line for line in before.splitlines() if line not in after.splitlines()] == []
    assert after.index("## Unreleased") < after.index("sendMms")


def test_taking_it_over_again_is_nothing_new_and_changes_no_byte(
    update: Update, capsys: pytest.CaptureFixture[str]
):
    before = update.checkout.files()
    assert main(["--root", str(update.checkout.root), "--fetch", str(update.source), "--accept"]) == 0
    assert "Nothing new." in capsys.readouterr().out
    assert update.checkout.files() == before


def test_a_run_that_has_edits_to_make_leaves_the_tree_as_it_was(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    checkout = Checkout(tmp_path / "checkout")
    source = tmp_path / "swagger.json"
    source.write_text(json.dumps(NEW), "utf-8")
    before = checkout.files()
    assert main(["--root", str(checkout.root), "--fetch", str(source)]) == 2
    assert checkout.files() == before
    assert "EDITS TO MAKE" in capsys.readouterr().out


def test_a_report_only_leaves_the_tree_as_it_was(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    checkout = Checkout(tmp_path / "checkout")
    source = tmp_path / "swagger.json"
    source.write_text(json.dumps(NEW), "utf-8")
    before = checkout.files()
    assert main(["--root", str(checkout.root), "--fetch", str(source), "--accept", "--check"]) == 4
    assert checkout.files() == before
    assert "ACCEPTED EDITS" in capsys.readouterr().out


def test_what_cannot_be_put_in_its_place_takes_everything_back(tmp_path: Path):
    checkout = Checkout(tmp_path / "checkout")
    before = checkout.files()
    made = Layout(tmp_path / "checkout" / ".made")
    for path in (made.upstream, made.document, made.corrections / "shared.json"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("{}")
    with pytest.raises(FileNotFoundError):
        install(Layout(checkout.root), made)
    assert {name: content for name, content in checkout.files().items() if ".made" not in name} == before


def test_the_present_document_is_the_one_the_tests_change():
    assert json.loads((ROOT / "openapi" / "upstream.json").read_text("utf-8")) == PRESENT
