"""The command line: commands are found, missing extras are reported, messages go to stderr."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from sipgate_tools._version import __version__
from sipgate_tools.cli import COMMANDS
from sipgate_tools.mcp.settings import FROM_ENVIRONMENT_ONLY, McpSettings

PROGRAM = str(Path(sys.executable).with_name("sipgate-tools"))
WITHOUT = (
    "import sys; sys.modules[{missing!r}] = None; from sipgate_tools.cli import main; main({arguments!r})"
)


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [PROGRAM, *arguments], capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL
    )


def run_without(missing: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the program as if a package was not installed."""
    program = WITHOUT.format(missing=missing, arguments=list(arguments))
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)


def test_help_lists_every_command() -> None:
    done = run("--help")
    assert done.returncode == 0
    for name, (_, purpose) in COMMANDS.items():
        assert name in done.stdout
        assert purpose.split()[0] in done.stdout


def test_the_version_is_printed() -> None:
    assert run("--version").stdout == f"sipgate-tools {__version__}\n"


def test_the_version_is_printed_where_the_extra_cli_is_not_installed() -> None:
    done = run_without("typer", "--version")
    assert (done.returncode, done.stdout, done.stderr) == (0, f"sipgate-tools {__version__}\n", "")


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["telegram"], ["webhooks", "--help"]])
def test_python_runs_the_package_as_the_program_runs(arguments: list[str]) -> None:
    command = [sys.executable, "-m", "sipgate_tools", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL)
    program = run(*arguments)
    assert done.returncode == program.returncode
    assert done.stdout.replace("python -m sipgate_tools", "sipgate-tools") == program.stdout


def test_an_unknown_command_is_an_error_on_stderr() -> None:
    done = run("telegram")
    assert done.returncode == 2
    assert done.stdout == ""
    assert "telegram" in done.stderr


@pytest.mark.parametrize(
    ("noun", "missing", "command"),
    [
        ("mcp", "mcp", 'pip install "sipgate-tools[cli,mcp]"'),
        ("sandbox", "jsonschema", "pip install 'sipgate-tools[sandbox]'"),
    ],
)
def test_a_missing_extra_prints_the_command_that_installs_it(noun: str, missing: str, command: str) -> None:
    done = run_without(missing, noun)
    assert done.returncode == 1
    assert command in done.stderr
    assert "Traceback" not in done.stderr


def test_without_typer_the_command_line_prints_how_to_install_it() -> None:
    done = run_without("typer", "--help")
    assert done.returncode == 1
    assert 'pip install "sipgate-tools[cli]"' in done.stderr


@pytest.mark.parametrize(
    ("missing", "arguments", "extras"),
    [
        ("typer", ["sandbox"], "cli,sandbox"),
        ("mcp", ["mcp", "--sandbox"], "cli,mcp,sandbox"),
        ("jsonschema", ["mcp", "--sandbox"], "cli,mcp,sandbox"),
    ],
)
def test_the_printed_command_installs_everything_that_a_command_needs(
    missing: str, arguments: list[str], extras: str
) -> None:
    done = run_without(missing, *arguments)
    assert done.returncode == 1
    assert f'pip install "sipgate-tools[{extras}]"' in done.stderr
    assert "Console: http" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--tools", "sned_sms"), "There is no tool 'sned_sms'"),
        (("--max-sms-per-day", "-1"), "--max-sms-per-day"),
        (("--sandbox", "--account", "nea"), "Use one of: classic, neo"),
        (("--max-sms-per-day", "x"), "valid integer"),
        (("--max-sms-a-day", "3"), "No such option"),
    ],
)
def test_a_wrong_option_of_mcp_is_a_one_line_error(arguments: tuple[str, ...], message: str) -> None:
    done = run("mcp", *arguments)
    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_every_setting_but_secrets_is_an_option_of_mcp() -> None:
    output = run("mcp", "--help").stdout
    for name in McpSettings.model_fields:
        assert (f"--{name.replace('_', '-')}" in output) == (name not in FROM_ENVIRONMENT_ONLY)
