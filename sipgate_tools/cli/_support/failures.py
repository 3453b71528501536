"""Exit codes, and how errors are printed."""

from __future__ import annotations

import json
import sys
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any, Final, NoReturn

import typer

from sipgate_tools.errors import (
    CredentialsMissing,
    InvalidInput,
    NotAuthenticated,
    NotFound,
    OutcomeUnknown,
    PermissionDenied,
    SipgateError,
)

FAILED: Final = 1
WRONG_USAGE: Final = 2
NOT_CONFIRMED: Final = 3
NOT_FOUND: Final = 4
NOT_ALLOWED: Final = 5
OUTCOME_UNKNOWN: Final = 6
INTERRUPTED: Final = 130

_CODES: Final[tuple[tuple[type[SipgateError], int], ...]] = (
    (InvalidInput, WRONG_USAGE),
    (NotFound, NOT_FOUND),
    (PermissionDenied, NOT_ALLOWED),
    (NotAuthenticated, NOT_ALLOWED),
    (CredentialsMissing, NOT_ALLOWED),
    (OutcomeUnknown, OUTCOME_UNKNOWN),
)


def exit_code_of(error: SipgateError) -> int:
    """Return the exit code for an error."""
    return next((code for kind, code in _CODES if isinstance(error, kind)), FAILED)


def fail(sentence: str, code: int = FAILED) -> NoReturn:
    """Print a message on stderr and exit.

    Raises:
        typer.Exit: Always, with `code`.
    """
    typer.secho(sentence, err=True, fg="red")
    raise typer.Exit(code)


@contextmanager
def print_errors(*, as_json: bool = False, code: int | None = None) -> Generator[None]:
    """Turn errors into a message on stderr and an exit code.

    Args:
        as_json: Whether to print the error as a JSON object.
        code: The exit code for every error of this package, for commands that do not tell kinds of errors apart; `None`
            for the code of the error's kind.

    Raises:
        typer.Exit: The body raised a `SipgateError` or `KeyboardInterrupt`, or could not read or write a file.
    """
    try:
        yield
    except SipgateError as error:
        if as_json:
            sys.stderr.write(json.dumps({"error": error_fields(error)}, ensure_ascii=False) + "\n")
        else:
            typer.secho(str(error), err=True, fg="red")
        raise typer.Exit(exit_code_of(error) if code is None else code) from None
    except KeyboardInterrupt:
        typer.echo("Interrupted.", err=True)
        raise typer.Exit(INTERRUPTED) from None
    except BrokenPipeError:
        raise  # Typer ends the program without a message, as the reader of a pipe expects
    except OSError as error:
        place = f"{error.filename}: " if error.filename is not None else ""
        typer.secho(f"{place}{error.strerror or error}.", err=True, fg="red")
        raise typer.Exit(FAILED) from None


def error_fields(error: SipgateError) -> dict[str, Any]:
    """Return what `--json` prints about an error."""
    fields = {
        "type": type(error).__name__,
        "code": error.code,
        "message": error.message,
        "hint": error.hint,
        "status": error.status,
    }
    return {name: value for name, value in fields.items() if value is not None}
