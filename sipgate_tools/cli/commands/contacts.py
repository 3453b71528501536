"""`sipgate-tools contacts`: the address books."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from sipgate_tools.errors import InvalidInput
from sipgate_tools.models.contacts import Contact

from .._support import failures
from .._support.output import Column
from .._support.progress import progress_line
from .._support.session import Session, add_command, make_app

app = make_app("List, search, import and export contacts.")

_SCOPES: Final = ("ALL", "PRIVATE", "SHARED", "INTERNAL")


def _organization(contact: Contact) -> str:
    return ", ".join(" / ".join(names) for names in contact.organization)


_COLUMNS: Final = [
    Column("Name", lambda contact: contact.name, flexible=True),
    Column("Numbers", lambda contact: [one.number for one in contact.numbers], wrap=True),
    Column("E-mail", lambda contact: [one.email for one in contact.emails], flexible=True, optional=True),
    Column("Organization", _organization, flexible=True, optional=True),
    Column("Book", lambda contact: contact.scope and contact.scope.value.lower(), optional=True),
    Column("Id", lambda contact: contact.id),
]

Scope = Annotated[str, typer.Option("--scope", help="The address book: all, private, shared or internal.")]
WriteScope = Annotated[str, typer.Option("--scope", help="The address book: private or shared.")]
ContactId = Annotated[str, typer.Argument(metavar="ID", help="The id of a contact, from contacts list.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Report what would be created, and send nothing.")]


@add_command(app, "list", example="sipgate-tools contacts list --scope shared")
def list_contacts(
    session: Session,
    *,
    scope: Scope = "all",
    limit: Annotated[
        int | None,
        typer.Option("--limit", "-n", min=1, help="The maximum number of contacts.", show_default=False),
    ] = None,
) -> None:
    """List contacts."""
    found = session.client.contacts.iterate(_checked_scope(scope))
    session.output.records(_first(found, limit), _COLUMNS, empty="No contacts.")


@add_command(app, "search", example="sipgate-tools contacts search Merle")
def search(
    session: Session,
    words: Annotated[
        str, typer.Argument(help="A part of the name, organization or e-mail address, or a number.")
    ],
    *,
    scope: Scope = "all",
) -> None:
    """Search contacts by name, organization, e-mail address or number."""
    found = session.client.contacts.search(words, scope=_checked_scope(scope))
    session.output.records(found, _COLUMNS, empty="No contact matches.")


@add_command(app, "show", example="sipgate-tools contacts show CONTACT_ID")
def show(session: Session, contact_id: ContactId) -> None:
    """Show a contact."""
    session.output.record(session.client.contacts.get(contact_id), _COLUMNS)


@add_command(app, "add", example='sipgate-tools contacts add "Merle Ahrens" --number 01512345678')
def add(
    session: Session,
    name: Annotated[str, typer.Argument(help="The given names and the family name.")],
    *,
    number: Annotated[
        list[str] | None, typer.Option("--number", help="A number; repeatable.", show_default=False)
    ] = None,
    email: Annotated[
        list[str] | None, typer.Option("--email", help="An e-mail address; repeatable.", show_default=False)
    ] = None,
    organization: Annotated[str | None, typer.Option(help="The organization.", show_default=False)] = None,
    note: Annotated[str | None, typer.Option(help="A note.", show_default=False)] = None,
    scope: WriteScope = "private",
) -> None:
    """Create a contact."""
    arguments: dict[str, Any] = {} if organization is None else {"organization": organization}
    given, _, family = name.strip().rpartition(" ")
    session.client.contacts.create(
        given=given or None,
        family=family,
        numbers=[session.number(one) for one in number or ()],
        emails=email or (),
        note=note,
        scope=_checked_write_scope(scope),
        **arguments,
    )
    session.output.report(f"{name} was created.", name=name, scope=scope.upper())


@add_command(app, "delete", example="sipgate-tools contacts delete CONTACT_ID")
def delete(session: Session, contact_id: ContactId) -> None:
    """Delete a contact. This cannot be undone."""
    contact = session.client.contacts.get(contact_id)
    session.confirm(
        "Delete this contact?",
        name=contact.name,
        numbers=", ".join(one.number or "" for one in contact.numbers),
    )
    session.client.contacts.delete(contact_id)
    session.output.report(f"{contact.name} was deleted.", id=contact_id)


@add_command(app, "import", example="sipgate-tools contacts import customers.csv --scope shared --dry-run")
def import_file(
    session: Session,
    file: Annotated[Path, typer.Argument(help="A CSV or vCard file (.csv, .vcf).")],
    *,
    scope: Annotated[
        str | None,
        typer.Option(
            help="The address book: private or shared; by default the one named in the file, else private.",
            show_default=False,
        ),
    ] = None,
    dry_run: DryRun = False,
) -> None:
    """Import contacts from a CSV or vCard file. Contacts that already exist are skipped."""
    target = None if scope is None else _checked_write_scope(scope)
    contacts = session.client.contacts
    run = contacts.import_vcard if file.suffix.lower() in (".vcf", ".vcard") else contacts.import_csv
    report = run(file, scope=target, dry_run=dry_run, progress=progress_line())
    if session.output.form == "json":
        session.output.text(report.to_json())
    else:
        session.output.say(str(report))
    if not report.complete:
        raise typer.Exit(failures.FAILED)


@add_command(app, "sync", example="sipgate-tools contacts sync customers.csv --key number --dry-run")
def sync(
    session: Session,
    file: Annotated[Path, typer.Argument(help="A CSV file.")],
    *,
    key: Annotated[
        str,
        typer.Option(
            "--key", help="What tells which contact a row belongs to: number, email or external-id."
        ),
    ],
    id_column: Annotated[
        str | None,
        typer.Option("--id-column", help="The column with the external ids.", show_default=False),
    ] = None,
    scope: WriteScope = "private",
    refused: Annotated[
        Path | None,
        typer.Option("--refused", help="Write the refused rows to this CSV file.", show_default=False),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Print the differences, and send nothing.")
    ] = False,
) -> None:
    """Create and update contacts from a CSV file. No contact is deleted."""
    key_word: Any = key.replace("-", "_")  # the library checks it
    report = session.client.contacts.sync(
        file,
        key=key_word,
        id_column=id_column,
        scope=_checked_write_scope(scope),
        default_region=session.region,
        dry_run=dry_run,
        progress=progress_line(),
    )
    if refused is not None and report.refused:
        refused.write_text(report.refused_csv(file), encoding="utf-8-sig", newline="")
    if session.output.form == "json":
        session.output.text(report.to_json())
    else:
        session.output.text("\n".join([report.diff(), str(report)]).strip())
    if not report.complete:
        raise typer.Exit(failures.FAILED)


@add_command(app, "export", example="sipgate-tools contacts export -o contacts.vcf")
def export(
    session: Session,
    *,
    scope: Scope = "all",
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            help="The file to write: .csv, .vcf or .json. Without it, CSV is written to stdout.",
            show_default=False,
        ),
    ] = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace an existing file.")] = False,
) -> None:
    """Export contacts as CSV, vCard or JSON."""
    contacts, words = session.client.contacts, _checked_scope(scope)
    if output is None:
        session.output.text(str(contacts.export_csv(words)))
        return
    match output.suffix.lower():
        case ".csv":
            contacts.export_csv(words, path=output, overwrite=overwrite)
        case ".vcf" | ".vcard":
            contacts.export_vcard(words, path=output, overwrite=overwrite)
        case ".json":
            contacts.export_json(words, path=output, overwrite=overwrite)
        case _:
            raise InvalidInput(
                "The format of the file is unknown.", hint="Use a name with .csv, .vcf or .json."
            )
    session.output.report(f"Saved {output}.", path=str(output))


def _first(found: Any, limit: int | None) -> Any:
    return islice(found, limit)


def _checked_scope(scope: str) -> Any:
    if scope.upper() not in _SCOPES:
        raise InvalidInput(f"Unknown address book {scope}.", hint="Use all, private, shared or internal.")
    return scope.upper()


def _checked_write_scope(scope: str) -> Any:
    if scope.upper() not in ("PRIVATE", "SHARED"):
        raise InvalidInput(f"Unknown address book {scope}.", hint="Use private or shared.")
    return scope.upper()
