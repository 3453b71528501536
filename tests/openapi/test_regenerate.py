"""scripts/regenerate: what is committed is what it makes, and a run that fails changes nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from scripts.openapi_build.__main__ import main

from .checkouts import ROOT, Checkout


def regenerate(*arguments: str, seed: str = "0") -> subprocess.CompletedProcess[str]:
    """Run the script as a maintainer does, elsewhere than in the checkout."""
    return subprocess.run(
        [str(ROOT / "scripts" / "regenerate"), *arguments],
        cwd=ROOT.parent,
        env={**os.environ, "PYTHONHASHSEED": seed},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    """A folder in which everything has been made from the data of the checkout."""
    checkout = Checkout(tmp_path_factory.mktemp("made"))
    assert main(["--root", str(checkout.root)]) == 0
    return checkout


def test_what_is_committed_is_what_the_script_makes_byte_for_byte_and_nothing_lacks_words():
    done = regenerate("--check", seed="4711")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_making_it_again_changes_no_byte(built: Checkout):
    before = built.files()
    assert regenerate("--root", str(built.root), seed="1").returncode == 0
    assert built.files() == before


def test_nothing_but_what_belongs_there_is_left_behind(built: Checkout):
    places = {Path(name).parts[0] for name in built.files()}
    assert places == {"openapi", "generated", "sipgate_tools"}
    assert {path.name for path in built.root.iterdir()} == places


def test_nothing_of_this_machine_or_this_moment_is_in_what_is_made(built: Checkout):
    for name, content in built.files().items():
        if not name.startswith("openapi/corrections"):
            assert str(ROOT).encode() not in content, name
            assert str(built.root).encode() not in content, name
            assert str(Path(sys.prefix)).encode() not in content, name


def test_differences_are_listed_file_by_file(
    built: Checkout, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    for name, content in built.files().items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(content)
    package = tmp_path / "generated" / "sipgate_api"
    (package / "errors.py").write_text("edited")
    (package / "py.typed").unlink()
    (package / "own.py").touch()
    assert main(["--root", str(tmp_path), "--check"]) == 1
    message = capsys.readouterr().err
    assert "different: generated/sipgate_api/errors.py" in message
    assert "missing: generated/sipgate_api/py.typed" in message
    assert "left over: generated/sipgate_api/own.py" in message
    assert message.count("generated/") == 3
    assert (package / "errors.py").read_text() == "edited"


def test_a_run_that_fails_leaves_everything_as_it_was(built: Checkout, capsys: pytest.CaptureFixture[str]):
    correction = built.root / "openapi" / "corrections" / "30-responses.json"
    kept = correction.read_bytes()
    try:
        correction.write_bytes(kept.replace(b'"expect": ', b'"expect": 1'))
        before = built.files()
        assert main(["--root", str(built.root)]) == 2
        assert built.files() == before
    finally:
        correction.write_bytes(kept)
    assert "'success-is-declared': it expects 1" in capsys.readouterr().err


def test_what_the_generator_would_leave_out_fails_the_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    checkout = Checkout(tmp_path)

    def with_a_form(corrections: dict[str, Any]) -> None:
        content = corrections["additions"]["paths"]["/v2/calls"]["post"]["requestBody"]["content"]
        content["text/x-unheard-of"] = content.pop("application/json")

    checkout.edit("corrections/tags/rtcm.json", with_a_form)
    before = checkout.files()
    assert main(["--root", str(tmp_path)]) == 2
    assert "the generator warns" in capsys.readouterr().err
    assert checkout.files() == before


def test_what_is_missing_is_made_careful_and_fails_the_run_with_what_to_write_where(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    checkout = Checkout(tmp_path)

    def forget(content: dict[str, Any]) -> None:
        del content["operations"]["getBalance"]

    checkout.edit("corrections/tags/account.json", forget)
    assert main(["--root", str(tmp_path)]) == 1
    entry = 'tags/account.json, "operations": give getBalance an entry with "effect", "cost", "reach" and "platforms"'
    assert entry in capsys.readouterr().err
    assert "x-policy" in (tmp_path / "openapi" / "sipgate.json").read_text("utf-8")
    assert main(["--root", str(tmp_path), "--check"]) == 1


def test_upstream_is_brought_into_its_normal_form(tmp_path: Path):
    checkout = Checkout(tmp_path)
    normal = (tmp_path / "openapi" / "upstream.json").read_bytes()

    def as_published(document: dict[str, Any]) -> None:
        history = document["paths"]["/history"]["get"]
        history["summary"] = "Prose"
        history["parameters"].reverse()
        document["components"]["schemas"]["AccountResponse"]["properties"]["company"]["description"] = "Prose"

    checkout.edit("upstream.json", as_published)
    assert main(["--root", str(tmp_path)]) == 0
    assert (tmp_path / "openapi" / "upstream.json").read_bytes() == normal


def test_a_field_that_is_called_like_prose_stays(tmp_path: Path):
    document = json.loads((Checkout(tmp_path).root / "openapi" / "upstream.json").read_text("utf-8"))
    schemas = document["components"]["schemas"]
    assert schemas["OAuthClient"]["properties"]["description"] == {"type": "string"}
    assert schemas["DetailedError"]["properties"]["title"] == {"type": "string"}
