"""The session of one command: its client, its output, and the user's confirmation."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Generator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, tzinfo
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import typer

from sipgate_tools.auth.profiles import use_profile
from sipgate_tools.errors import InvalidInput, SipgateError
from sipgate_tools.formats._numbers import check_region, read_numbers
from sipgate_tools.values import phone_number

from . import failures
from .options import SharedOptions, with_shared_options
from .output import Output, colors_wanted

if TYPE_CHECKING:
    from sipgate_tools import Sipgate

STATE_VARIABLE: Final = "SIPGATE_SANDBOX_STATE"
REGION_VARIABLE: Final = "SIPGATE_REGION"
DEFAULT_REGION: Final = "DE"
PLATFORMS: Final = ("classic", "neo")


class Session:
    """The objects that a command needs besides its arguments.

    Args:
        options: The shared options of the command.

    Raises:
        InvalidInput: Two output formats were chosen, or the platform of the embedded account is unknown.
    """

    def __init__(self, options: SharedOptions) -> None:
        if options.as_json and options.as_csv:
            raise InvalidInput("Use either --json or --csv, not both.")
        if options.account is not None and options.account not in PLATFORMS:
            raise InvalidInput(f"Unknown account {options.account!r}. Use classic or neo.")
        if options.account is not None and not options.sandbox:
            raise InvalidInput("--account chooses the demo account. Use it with --sandbox.")
        if options.profile is not None:
            use_profile(options.profile)
        self._options = options
        self._open = ExitStack()
        form = "json" if options.as_json else "csv" if options.as_csv else "text"
        color = colors_wanted(no_color=options.no_color)
        self.output = Output(form, color=color, zone=lambda: self.zone)

    @cached_property
    def client(self) -> Sipgate:
        """The client for sipgate, or for the embedded account."""
        from sipgate_tools import Sipgate  # imported here: help and usage errors need no client

        if not self._options.sandbox:
            return self._open.enter_context(Sipgate())
        try:
            from sipgate_tools.sandbox import Sandbox  # imported here: an optional extra
        except ImportError as error:
            raise InvalidInput(
                "--sandbox needs packages that are not installed.",
                hint='Run: pip install "sipgate-tools[sandbox]"',
            ) from error
        state = os.environ.get(STATE_VARIABLE)
        arguments: dict[str, Any] = {"state": Path(state)} if state else {}
        try:
            sandbox = Sandbox(self._options.account, **arguments)  # type: ignore[arg-type] - checked above
        except (ValueError, OSError) as error:
            raise InvalidInput(f"The file in {STATE_VARIABLE} cannot be used: {error}") from None
        self._open.callback(sandbox.close_state)
        return self._open.enter_context(
            Sipgate(token_id=sandbox.token_id, token=sandbox.token, transport=sandbox)
        )

    @cached_property
    def zone(self) -> tzinfo:
        """The time zone of the user's sipgate account, or the machine's if it cannot be read."""
        from sipgate_tools.times import zone_by_name  # imported here: most commands print no times

        try:
            name = self.client.users.me().timezone
        except SipgateError:
            return datetime.now(UTC).astimezone().tzinfo or UTC
        return zone_by_name(name)

    @property
    def region(self) -> str:
        """The region of national numbers: `SIPGATE_REGION`, or DE.

        Raises:
            InvalidInput: `SIPGATE_REGION` is not a region.
        """
        return check_region(os.environ.get(REGION_VARIABLE) or DEFAULT_REGION)

    def confirm(self, question: str, **details: Any) -> None:
        """Ask whether to do something that costs money or cannot be undone.

        Args:
            question: The question, such as `Send this SMS?`.
            **details: What will happen, such as the recipient; shown line by line above the question.

        Raises:
            typer.Exit: The user declined, or the command does not run in a terminal and `--yes` was not passed. The
                exit code is 3.
        """
        if self._options.yes:
            return
        say = self.output.say
        for name, value in details.items():
            if value is not None:
                say(f"  {name.replace('_', ' ').strip().capitalize() + ':':<12} {value}")
        if not (sys.stdin.isatty() and sys.stderr.isatty()):
            say(
                f"{question} Not confirmed: add --yes to run this command without a terminal. Nothing was sent."
            )
            raise typer.Exit(failures.NOT_CONFIRMED)
        if not typer.confirm(question, err=True):
            say("Nothing was sent.")
            raise typer.Exit(failures.NOT_CONFIRMED)

    def number(self, text: str) -> str:
        """Return a number as the user typed it, with the country code of `SIPGATE_REGION` if it has none.

        Extension ids, such as `e0`, are returned unchanged, and so is what is no telephone number: the library's check
        reports it.

        Raises:
            InvalidInput: `SIPGATE_REGION` is not a region.
        """
        if not text.lstrip(" (").startswith("0") or text.lstrip(" (").startswith("00"):
            return text
        found = read_numbers(text, self.region).numbers
        return found[0] if len(found) == 1 else text

    def with_name(self, number: str) -> str:
        """Return a number with the name of the contact that it belongs to, for a confirmation.

        Without a contact, or if the contacts cannot be read, return the number alone.
        """
        if self._options.yes:
            return number
        try:
            e164 = phone_number(number)
            found = list(self.client.contacts.list(phone_numbers=[e164], limit=1))
        except SipgateError:
            return number  # the command itself reports what is wrong
        return f"{e164} ({found[0].name})" if found else e164

    def close(self) -> None:
        """Close the client."""
        self._open.close()


@contextmanager
def open_session(options: SharedOptions) -> Generator[Session]:
    """Open a session, and turn errors into messages and exit codes.

    Raises:
        typer.Exit: The body failed.
    """
    with failures.print_errors(as_json=options.as_json):
        session = Session(options)
        try:
            yield session
        finally:
            session.close()


def _run(options: SharedOptions, function: Callable[[Session], None]) -> None:
    with open_session(options) as session:
        function(session)


def make_app(summary: str) -> typer.Typer:
    """Return the app of a noun, to which `add_command` adds the verbs."""
    app = typer.Typer(
        add_completion=False,
        no_args_is_help=True,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
    )
    # With a callback, a noun with a single verb keeps the verb.
    app.callback(help=summary)(lambda: None)
    return app


def add_command(
    app: typer.Typer, name: str, *, example: str
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Return a decorator that adds a function as a command to the app of a noun.

    The function's first parameter is the session; the others become arguments and options, beside the shared options.

    Args:
        app: The app of the noun.
        name: The verb.
        example: A complete command line, for the help text.
    """

    def add(function: Callable[..., None]) -> Callable[..., None]:
        app.command(name, epilog=f"Example: {example}")(with_shared_options(function, _run))
        return function

    return add


def single_command(*, example: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Return a decorator for a command without verbs, such as `balance`.

    Args:
        example: A complete command line, for the help text.
    """

    def wrap(function: Callable[..., None]) -> Callable[..., None]:
        command = with_shared_options(function, _run)
        command.__doc__ = f"{function.__doc__}\n\nExample: {example}"
        return command

    return wrap
