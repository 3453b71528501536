"""What is handed to registries and hosts says the version that it is, and starts the server."""

from __future__ import annotations

import json
import zipfile
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

from sipgate_tools._version import __version__
from sipgate_tools.mcp.settings import ENVIRONMENT_PREFIX, McpSettings

ROOT = Path(__file__).resolve().parents[2]
PACKAGING = ROOT / "packaging" / "mcp"


def read(name: str) -> Any:
    return json.loads((PACKAGING / name).read_text(encoding="utf-8"))


def test_the_registry_entry_names_this_version_and_known_variables() -> None:
    entry = read("server.json")
    [package] = entry["packages"]
    assert entry["version"] == package["version"] == __version__
    assert f"sipgate-tools[mcp,cli]=={__version__}" in json.dumps(package)
    assert len(entry["description"]) <= 100
    for variable in package["environmentVariables"]:
        if variable["name"].startswith(ENVIRONMENT_PREFIX):
            assert variable["name"].removeprefix(ENVIRONMENT_PREFIX).lower() in McpSettings.model_fields
    assert [one["name"] for one in package["environmentVariables"] if one.get("isSecret")] == [
        "SIPGATE_TOKEN"
    ]


def test_the_package_says_which_registry_entry_is_its_own() -> None:
    """The registry looks for this in the description of the published package, which is the README."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert f"<!-- mcp-name: {read('server.json')['name']} -->" in readme


def test_the_bundle_starts_the_same_version_and_keeps_the_token_in_the_key_ring(tmp_path: Path) -> None:
    spec = spec_from_file_location("mcpb", ROOT / "scripts" / "mcpb.py")
    assert spec is not None
    assert spec.loader is not None
    script = module_from_spec(spec)
    spec.loader.exec_module(script)
    first = script.write_bundle(tmp_path / "one.mcpb").read_bytes()
    assert script.write_bundle(tmp_path / "two.mcpb").read_bytes() == first
    with zipfile.ZipFile(tmp_path / "one.mcpb") as bundle:
        manifest = json.loads(bundle.read("manifest.json"))
        assert f"sipgate-tools[mcp,cli]=={__version__}" in bundle.read("pyproject.toml").decode()
        compile(bundle.read("server.py"), "server.py", "exec")
    assert manifest["version"] == __version__
    assert manifest["user_config"]["token"]["sensitive"] is True


def test_the_container_runs_without_root() -> None:
    lines = (PACKAGING / "Dockerfile").read_text(encoding="utf-8").splitlines()
    assert "USER sipgate" in lines
    assert lines.index("USER sipgate") < next(
        n for n, line in enumerate(lines) if line.startswith("ENTRYPOINT")
    )


def test_the_container_keeps_its_journal_in_a_volume_that_the_user_can_write() -> None:
    lines = (PACKAGING / "Dockerfile").read_text(encoding="utf-8").splitlines()
    [volume] = [line.removeprefix("VOLUME ") for line in lines if line.startswith("VOLUME ")]
    [made] = [n for n, line in enumerate(lines) if line.startswith(f"RUN mkdir -p {volume}")]
    assert lines.index("USER sipgate") < made < lines.index(f"VOLUME {volume}")


def test_everything_that_the_container_copies_is_let_through() -> None:
    text = (PACKAGING / "Dockerfile").read_text(encoding="utf-8")
    copied = {
        name.removeprefix("./")
        for line in text.splitlines()
        if line.startswith("COPY ") and "--from" not in line
        for name in line.split()[1:-1]
    }
    let_through = (PACKAGING / "Dockerfile.dockerignore").read_text(encoding="utf-8").splitlines()
    assert copied == {line[1:] for line in let_through if line.startswith("!")}
    assert all((ROOT / name).exists() for name in copied)
