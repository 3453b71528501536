"""A new operation begins with stubs that are written and sorted, and the build asks for what only a person knows."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from scripts.openapi_build.add_operation import main
from scripts.openapi_build.corrections.correction_set import read_corrections, render_file
from scripts.openapi_build.failures import BuildFailure

from .checkouts import ROOT, Checkout

RINGTONE = ("put", "/devices/{deviceId}/ringtone", "--id", "setRingtone", "--tag", "devices")


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    """A copy of openapi/ and of the sandbox's handlers."""
    made = Checkout(tmp_path)
    shutil.copytree(
        ROOT / "sipgate_tools" / "sandbox" / "api", tmp_path / "sipgate_tools" / "sandbox" / "api"
    )
    return made


def add(checkout: Checkout, *arguments: str) -> int:
    return main([*arguments, "--root", str(checkout.root)])


def fill_in(content: dict[str, Any]) -> None:
    content["additions"]["reason"]["setRingtone"] = "made up for a test"
    content["fields"]["SetRingtoneRequest.ringtone"] = {"description": "Its name.", "harmless": "a name"}
    entry = content["operations"]["setRingtone"]
    entry |= {"summary": "Choose the ringtone", "effect": "write", "cost": "none", "reach": "own"}
    entry |= {"platforms": ["classic", "neo"], "no_facade": "settings"}


def test_the_build_asks_for_what_is_empty_and_succeeds_once_it_is_filled_in(checkout: Checkout):
    assert add(checkout, *RINGTONE, "--field", "ringtone:string") == 0
    with pytest.raises(BuildFailure) as failure:
        checkout.build()
    asked = str(failure.value)
    for text in ('needs a "effect"', 'needs a "cost"', 'needs in "no_facade"', 'give setRingtone a "reason"'):
        assert text in asked
    checkout.edit("corrections/tags/devices.json", fill_in)
    built = checkout.build()
    assert built.gaps == []
    operation = built.document["paths"]["/v2/devices/{deviceId}/ringtone"]["put"]
    assert operation["parameters"][0]["x-id-kind"] == "device"
    assert {"oauth2": ["devices:write"]} in operation["security"]


def test_what_is_written_is_sorted_as_every_other_file(checkout: Checkout):
    add(checkout, *RINGTONE, "--field", "ringtone:string")
    folder = checkout.root / "openapi" / "corrections"
    ours = read_corrections(folder)
    assert (folder / "tags" / "devices.json").read_text("utf-8") == render_file(
        "tags/devices.json", ours["tags/devices.json"]
    )


def test_the_sandbox_gets_a_handler_beside_its_neighbours(checkout: Checkout):
    add(checkout, *RINGTONE)
    text = (checkout.root / "sipgate_tools" / "sandbox" / "api" / "devices.py").read_text("utf-8")
    assert '@operation("setRingtone")\ndef _set_ringtone(ctx: Context) -> None:' in text
    compile(text, "devices.py", "exec")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("put", "/devices/{deviceId}/ringtone", "--id", "getDevices", "--tag", "devices"), "choose another"),
        (("put", "/devices/{deviceId}/alias", "--id", "setRingtone", "--tag", "devices"), "already"),
        (("put", "devices", "--id", "setRingtone", "--tag", "devices"), "is not a path"),
        (("put", "/ringtones", "--id", "set ringtone", "--tag", "devices"), "is not an operationId"),
        (("put", "/ringtones", "--id", "setRingtone", "--tag", "ringtones"), "use --scope"),
        ((*RINGTONE, "--field", "ringtone:sound"), "use NAME:TYPE"),
    ],
)
def test_what_cannot_be_added_is_refused_and_changes_nothing(
    checkout: Checkout, arguments: tuple[str, ...], message: str, capsys: pytest.CaptureFixture[str]
):
    before = checkout.files()
    assert add(checkout, *arguments) == 2
    assert message in capsys.readouterr().err
    assert checkout.files() == before
