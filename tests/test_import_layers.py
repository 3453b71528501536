"""Who may import whom: imports go down only."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "sipgate_tools"

TABLE = re.compile(r"^\| `(?P<room>\w+)` \|.*\|(?P<imports>[^|]*)\|$", re.MULTILINE)


def layers() -> dict[str, set[str]]:
    """Return each room of the table in docs/ARCHITECTURE.md and the rooms that it imports."""
    _, _, table = (ROOT / "docs" / "ARCHITECTURE.md").read_text(encoding="utf-8").partition("## Layers")
    return {
        row["room"]: set(re.findall(r"`(\w+)`", row["imports"]))
        for row in TABLE.finditer(table.partition("\n## ")[0])
    }


MAY_IMPORT = layers()
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


class _WithoutTypeChecking(ast.NodeTransformer):
    def visit_If(self, node: ast.If) -> ast.AST:
        return ast.Pass() if ast.unparse(node.test) == "TYPE_CHECKING" else self.generic_visit(node)


def imports_of(path: Path, *, type_checking: bool = True) -> Iterator[tuple[int, str]]:
    """Yield line and full module name of every import in a file, also of those inside functions."""
    tree: ast.AST = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree if type_checking else _WithoutTypeChecking().visit(tree)):
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
        return "generated"
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
def test_a_room_imports_only_what_the_table_says(room: str) -> None:
    allowed = MAY_IMPORT[room] | {room}
    wrong = [
        f"{path.relative_to(ROOT)}:{line} imports {module}"
        for path in files_of(room)
        for line, module in imports_of(path)
        if room_of(module) not in allowed | {None}
    ]
    assert wrong == []


@pytest.mark.parametrize("room", MAY_IMPORT)
def test_the_table_lists_no_import_that_is_gone(room: str) -> None:
    imported = {room_of(module) for path in files_of(room) for _, module in imports_of(path)}
    assert MAY_IMPORT[room] - imported == set()


def test_the_mcp_server_knows_only_the_store_of_the_webhooks() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{line} imports {module}"
        for path in files_of("mcp")
        for line, module in imports_of(path)
        if module.startswith("sipgate_tools.webhooks")
        and not module.startswith("sipgate_tools.webhooks.store")
    ]
    assert wrong == []


# The client's way to the network, downloads from URLs of others, the policy's transport, the sandbox's side, and
# commands that speak to a server of their own.
SENDERS = (
    "_async/_http",
    "_sync/_http",
    "_http",
    "_backends",
    "_io",
    "mcp/policy/transport.py",
    "mcp/http/server.py",
    "sandbox",
    "cli",
)


def test_requests_are_sent_in_few_places_only() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{line} imports {module}"
        for path in PACKAGE.rglob("*.py")
        for line, module in imports_of(path, type_checking=False)
        if module.partition(".")[0] in {"aiohttp", "httpx", "httpx2", "requests", "urllib3"}
        or module.startswith(("http.client", "urllib.request"))
        if not path.relative_to(PACKAGE).as_posix().startswith(SENDERS)
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


def test_modules_below_the_package_need_no_import_of_their_own() -> None:
    statement = (
        "import sipgate_tools as s; s.models.CallEntry; s.webhooks.actions.redirect; s.sandbox.Sandbox"
    )
    assert "sipgate_tools" in imported_by(statement)


def test_a_client_needs_no_pydantic() -> None:
    statement = (
        "from sipgate_tools import Sipgate, models; Sipgate.history; models.CallEntry.from_payload({})"
    )
    assert "pydantic" not in imported_by(statement)


def test_the_pure_half_of_the_webhooks_imports_no_web_framework() -> None:
    statement = "from sipgate_tools.webhooks import verify_signature, parse_event, actions"
    assert imported_by(statement) & {"starlette", "uvicorn", "typer", "mcp", "httpx2"} == set()
