"""Writes the bundle with which desktop hosts install the MCP server: `python scripts/mcpb.py [FILE]`.

The bundle contains a manifest and three lines that start the published package of the same version. The host asks for
the token, and stores it in the system's keyring.
"""

from __future__ import annotations

import json
import sys
import zipfile
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
PROJECT: Final = """[project]
name = "sipgate-tools-bundle"
version = "{version}"
requires-python = ">=3.11"
dependencies = ["sipgate-tools[mcp,cli]=={version}"]
"""
SERVER: Final = """from sipgate_tools.cli import main

main(["mcp"])
"""


def write_bundle(target: Path) -> Path:
    """Write the bundle. The same version always yields the same bytes."""
    manifest = json.loads((ROOT / "packaging" / "mcp" / "manifest.json").read_text(encoding="utf-8"))
    contents = {
        "manifest.json": json.dumps(manifest, ensure_ascii=False, indent=2) + "\n",
        "pyproject.toml": PROJECT.format(version=manifest["version"]),
        "server.py": SERVER,
        "LICENSE": (ROOT / "LICENSE").read_text(encoding="utf-8"),
    }
    target.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, text in contents.items():
            bundle.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), text)
    return target


if __name__ == "__main__":
    print(write_bundle(Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "dist" / "sipgate-tools.mcpb")))
