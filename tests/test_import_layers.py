"""Who may import whom: imports go down only."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "sipgate_tools"

# Each room and the rooms below it that it may import; itself is always allowed.
LEAVES = {"errors", "values", "phone_numbers", "_version", "spec"}
CLIENT = {
    *("_async", "_sync", "_backends", "_http", "_io", "auth", "models", "contacts"),
    *("retry", "pagination", "telemetry", "errors", "values"),
}
MAY_IMPORT = {
    "errors": set[str](),
    "_version": set[str](),
    "spec": set[str](),
    "retry": set[str](),
    "pagination": set[str](),
    "__main__": {"cli"},
    "_io": {"errors"},
    "_http": {"errors", "phone_numbers", "retry", "spec", "values", "_io", "_version", "sipgate_api"},
    "_backends": {"errors", "_http"},
    "phone_numbers": {"errors"},
    "values": {"errors", "phone_numbers"},
    "telemetry": {"_version", "sipgate_api"},
    # root: `sipgate_tools.auth.OAuth` is `sipgate_tools.OAuth`, on demand
    "auth": {"errors", "_http", "values", "root"},
    "models": {"errors", "values", "_io", "pagination", "formats", "sipgate_api"},
    "contacts": {"errors", "values", "models", "formats", "sipgate_api"},
    "formats": {"errors", "values", "phone_numbers", "_io"},
    "_async": CLIENT | LEAVES | {"formats", "sipgate_api"},
    "_sync": CLIENT | LEAVES | {"formats", "sipgate_api"},
    "sandbox": {"spec", "errors", "_io"},
    "webhooks": CLIENT | LEAVES | {"formats", "root"},
    "mcp": CLIENT | LEAVES | {"formats", "webhooks", "root", "sipgate_api"},
    "cli": {"mcp", "webhooks", "sandbox", "formats", "root"} | CLIENT | LEAVES,
    "root": {"_async", "_sync", "errors", "_http", "retry", "_version"},
}
HEAVY = (
    "mcp",
    "starlette",
    "uvicorn",
    "typer",
    "rich",
    "httpx2",
    "cryptography",
    "pydantic",
    "phonenumbers",
    "redis",
)


def rooms() -> list[str]:
    found = {
        path.name.removesuffix(".py") for path in PACKAGE.iterdir() if path.suffix == ".py" or path.is_dir()
    }
    return sorted(found - {"__pycache__", "__init__", "py.typed"})


def imports_of(path: Path) -> Iterator[tuple[int, str]]:
    """Yield line and full module name of every import in a file, also of those inside functions."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom):
            above = path.relative_to(ROOT).parts[: -node.level] if node.level else ()
            origin = ".".join([*above, *([node.module] if node.module else [])])
            for alias in node.names:
                yield node.lineno, f"{origin}.{alias.name}"


def room_of(module: str) -> str | None:
    """Return the room a module belongs to, or None for other people's modules."""
    parts = module.split(".")
    if parts[0] == "sipgate_api":
        return "sipgate_api"
    if parts[0] != "sipgate_tools":
        return None
    return parts[1] if len(parts) > 1 and parts[1] in rooms() else "root"


def files_of(room: str) -> list[Path]:
    if room == "root":
        return [PACKAGE / "__init__.py"]
    single = PACKAGE / f"{room}.py"
    return [single] if single.exists() else sorted((PACKAGE / room).rglob("*.py"))


def test_every_room_has_its_rule() -> None:
    assert set(rooms()) | {"root"} == set(MAY_IMPORT)


@pytest.mark.parametrize("room", MAY_IMPORT)
def test_a_room_imports_only_what_lies_below_it(room: str) -> None:
    allowed = MAY_IMPORT[room] | {room}
    wrong = [
        f"{path.relative_to(ROOT)}:{line} imports {module}"
        for path in files_of(room)
        for line, module in imports_of(path)
        if room_of(module) not in allowed | {None}
    ]
    assert wrong == []


def test_the_mcp_server_knows_only_the_store_of_the_webhooks() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{line} imports {module}"
        for path in files_of("mcp")
        for line, module in imports_of(path)
        if module.startswith("sipgate_tools.webhooks")
        and not module.startswith("sipgate_tools.webhooks.store")
    ]
    assert wrong == []


def test_the_generated_client_knows_nothing_of_ours() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{line} imports {module}"
        for path in (ROOT / "generated").rglob("*.py")
        for line, module in _generated_imports(path)
        if module.startswith("sipgate_tools")
    ]
    assert wrong == []


def _generated_imports(path: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield node.lineno, node.module or ""


def imported_by(statement: str) -> set[str]:
    """Return the top-level packages that a fresh interpreter has loaded after a statement."""
    program = f"{statement}\nimport sys\nprint(*sorted(name.partition('.')[0] for name in sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT
    )
    return set(done.stdout.split())


def test_importing_the_package_imports_nothing_heavy() -> None:
    assert imported_by("import sipgate_tools") & set(HEAVY) == set()


def test_a_client_needs_no_pydantic() -> None:
    statement = (
        "from sipgate_tools import Sipgate, models; Sipgate.history; models.CallEntry.from_payload({})"
    )
    assert "pydantic" not in imported_by(statement)


def test_the_pure_half_of_the_webhooks_imports_no_web_framework() -> None:
    statement = "from sipgate_tools.webhooks import verify_signature, parse_event, actions"
    assert imported_by(statement) & {"starlette", "uvicorn", "typer", "mcp", "httpx2"} == set()
