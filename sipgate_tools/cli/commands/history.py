"""`sipgate-tools history`: past calls, SMS, faxes and voicemails."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any, Final

import typer

from sipgate_tools.errors import InvalidInput
from sipgate_tools.history.statistics import checked_grouping
from sipgate_tools.models.history import CallEntry, FaxEntry, HistoryEntry, SmsEntry, VoicemailEntry
from sipgate_tools.times import parse_span

from .._support.output import Column
from .._support.session import Session, add_command, make_app

app = make_app("List, search, export and change past calls, SMS, faxes and voicemails.")

_TYPES: Final = ("CALL", "SMS", "FAX", "VOICEMAIL")
_DIRECTIONS: Final = {
    "in": ("INCOMING", "MISSED_INCOMING"),
    "out": ("OUTGOING", "MISSED_OUTGOING"),
    "missed": ("MISSED_INCOMING",),
}

_WAYS: Final = {
    "INCOMING": "in",
    "OUTGOING": "out",
    "MISSED_INCOMING": "missed",
    "MISSED_OUTGOING": "no answer",
}


def _duration(entry: HistoryEntry) -> str | None:
    seconds = entry.duration if isinstance(entry, CallEntry | VoicemailEntry) else None
    return _length(seconds) if seconds else None


def _way(entry: HistoryEntry) -> str | None:
    word = "" if entry.direction is None else entry.direction.value
    return _WAYS.get(word, word.lower())


def _content(entry: HistoryEntry) -> str | None:
    match entry:
        case SmsEntry():
            return entry.sms_content
        case VoicemailEntry():
            return entry.transcription
        case FaxEntry():
            return f"{entry.page_count} pages" if entry.page_count else None
        case _:
            return entry.note


_COLUMNS: Final = [
    Column("Created", lambda entry: entry.created),
    Column("Type", lambda entry: entry.type and entry.type.value.lower()),
    Column("Way", _way),
    Column("From", lambda entry: entry.source_alias or entry.source, flexible=True),
    Column("To", lambda entry: entry.target_alias or entry.target, flexible=True),
    Column("Duration", _duration, right=True),
    Column("Content", _content, wrap=True, optional=True),
    Column("Id", lambda entry: entry.id),
]

EntryId = Annotated[str, typer.Argument(metavar="ID", help="The id of an entry, from history list.")]
Since = Annotated[
    str | None,
    typer.Option(help='Only entries since this time, such as yesterday or "7 days ago".', show_default=False),
]
Until = Annotated[
    str | None, typer.Option(help="Only entries until this time, such as 2026-01-31.", show_default=False)
]
Types = Annotated[
    list[str] | None,
    typer.Option(
        "--type", help="Only this type: call, sms, fax or voicemail; repeatable.", show_default=False
    ),
]
Direction = Annotated[
    str | None, typer.Option(help="Only this direction: in, out or missed.", show_default=False)
]
Number = Annotated[str | None, typer.Option(help="Only entries with this number.", show_default=False)]
Starred = Annotated[bool, typer.Option("--starred", help="Only starred entries.")]
Archived = Annotated[
    bool | None,
    typer.Option("--archived/--not-archived", help="Only these, or only others.", show_default=False),
]


@add_command(app, "list", example="sipgate-tools history list --since yesterday --type call")
def list_entries(
    session: Session,
    *,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, help="The maximum number of entries.")] = 20,
    since: Since = None,
    until: Until = None,
    types: Types = None,
    direction: Direction = None,
    number: Number = None,
    starred: Starred = False,
    archived: Archived = None,
) -> None:
    """List past calls, SMS, faxes and voicemails, the newest first."""
    filters = _filters(
        session,
        since=since,
        until=until,
        types=types,
        direction=direction,
        number=number,
        starred=starred,
        archived=archived,
    )
    session.output.records(_newest(session, limit, filters), _COLUMNS, empty="No entries match.")


_MISSED: Final = [
    Column("Last", lambda caller: caller.last),
    Column("Number", lambda caller: caller.number or "anonymous"),
    Column("Name", lambda caller: caller.name, flexible=True),
    Column("Calls", lambda caller: caller.calls, right=True),
    Column("Voicemails", lambda caller: caller.voicemails, right=True, optional=True),
    Column("Called back", lambda caller: caller.called_back_at),
    Column("By", lambda caller: caller.called_back_by, flexible=True, optional=True),
]


@add_command(app, "missed", example="sipgate-tools history missed --since today --not-called-back")
def missed(
    session: Session,
    *,
    since: Since = "7 days ago",
    until: Until = None,
    not_called_back: Annotated[
        bool, typer.Option("--not-called-back", help="Leave out callers who were called back.")
    ] = False,
) -> None:
    """List who called without reaching anyone, one line per number, the latest first. Voicemails are included."""
    first, last = parse_span(since, until, session.zone)
    callers = session.client.history.missed(
        since=first or _week_ago(), until=last, not_called_back=not_called_back
    )
    session.output.records(callers, _MISSED, empty="No missed calls.")


_STATISTICS: Final = [
    Column("Group", lambda row: row.key),
    Column("Name", lambda row: row.name, flexible=True, optional=True),
    Column("Calls", lambda row: row.calls, right=True),
    Column("Answered", lambda row: row.answered, right=True),
    Column("Missed", lambda row: row.missed, right=True),
    Column("Voicemail", lambda row: row.voicemail, right=True),
    Column("Busy", lambda row: row.busy, right=True, optional=True),
    Column("Unanswered", lambda row: row.unanswered, right=True, optional=True),
    Column("Talk time", lambda row: _length(row.talk_seconds), right=True),
    Column("Longest", lambda row: _length(row.longest_seconds), right=True, optional=True),
    Column("SMS", lambda row: row.sms, right=True),
    Column("Faxes", lambda row: row.faxes, right=True),
]


@add_command(app, "stats", example="sipgate-tools history stats --since 2026-01-01 --by weekday")
def stats(
    session: Session,
    *,
    since: Since = "7 days ago",
    until: Until = None,
    by: Annotated[
        str, typer.Option(help="The groups: day, hour, weekday, user, line, number or direction.")
    ] = "day",
) -> None:
    """Count calls, SMS and faxes by day, hour, weekday, user, line, number or direction. The last line is the total."""
    checked_grouping(by)
    first, last = parse_span(since, until, session.zone)
    history: Any = session.client.history
    found = history.statistics(since=first or _week_ago(), until=last, by=by, zone=session.zone)
    session.output.records([*found.rows, found.total], _STATISTICS, empty="No entries.")


def _length(seconds: int) -> str:
    hours, rest = divmod(seconds, 3600)
    return f"{hours}:{rest // 60:02}:{rest % 60:02}" if hours else f"{rest // 60}:{rest % 60:02}"


def _week_ago() -> datetime:
    return datetime.now(UTC) - timedelta(days=7)


@add_command(app, "show", example="sipgate-tools history show 4200000018")
def show(session: Session, entry_id: EntryId) -> None:
    """Show an entry."""
    session.output.record(session.client.history.get(entry_id), _COLUMNS)


@add_command(app, "export", example="sipgate-tools history export --since 2026-01-01 -o history.csv")
def export(
    session: Session,
    *,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="The CSV file to write; by default stdout.", show_default=False),
    ] = None,
    since: Since = None,
    until: Until = None,
    types: Types = None,
    direction: Direction = None,
    number: Number = None,
    delimiter: Annotated[str, typer.Option(help="The character between two cells.")] = ",",
    bom: Annotated[
        bool, typer.Option("--bom", help="Begin with a byte order mark, by which Excel recognizes UTF-8.")
    ] = False,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace an existing file.")] = False,
) -> None:
    """Export all entries as CSV, with archived entries and on neo with the calls of the channels."""
    filters = _filters(session, since=since, until=until, types=types, direction=direction, number=number)
    history = session.client.history
    if output is not None:
        saved = history.export_file(output, delimiter=delimiter, bom=bom, overwrite=overwrite, **filters)
        session.output.report(f"Saved {saved}.", path=str(saved))
        return
    with TemporaryDirectory() as folder:
        saved = history.export_file(Path(folder) / "history.csv", delimiter=delimiter, bom=bom, **filters)
        with saved.open(encoding="utf-8", newline="") as lines:
            for line in lines:
                session.output.line(line)


@add_command(app, "download", example="sipgate-tools history download 4200000018 -o message.wav")
def download(
    session: Session,
    entry_id: EntryId,
    *,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="The file to write.", show_default=False)
    ] = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace an existing file.")] = False,
) -> None:
    """Download the recording of a call, a voicemail or a fax."""
    client = session.client
    entry = client.history.get(entry_id)
    suffix = ".pdf" if isinstance(entry, FaxEntry) else ".wav"
    saved = client.history.download(entry, output or Path(f"{entry_id}{suffix}"), overwrite=overwrite)
    session.output.report(f"Saved {saved}.", path=str(saved))


@add_command(app, "star", example="sipgate-tools history star 4200000018")
def star(
    session: Session,
    entry_id: EntryId,
    *,
    remove: Annotated[bool, typer.Option("--remove", help="Remove the star.")] = False,
) -> None:
    """Star an entry."""
    session.client.history.update(entry_id, starred=not remove)
    session.output.report("The star was removed." if remove else "Starred.", id=entry_id, starred=not remove)


@add_command(app, "archive", example="sipgate-tools history archive 4200000018")
def archive(
    session: Session,
    entry_id: EntryId,
    *,
    undo: Annotated[bool, typer.Option("--undo", help="Move the entry back to the inbox.")] = False,
) -> None:
    """Archive an entry."""
    session.client.history.update(entry_id, archived=not undo)
    session.output.report("Moved to the inbox." if undo else "Archived.", id=entry_id, archived=not undo)


@add_command(app, "note", example='sipgate-tools history note 4200000018 "Call back on Monday"')
def note(
    session: Session,
    entry_id: EntryId,
    text: Annotated[str, typer.Argument(help="The note; an empty string removes it.")],
) -> None:
    """Write a note on an entry, which replaces an earlier note."""
    session.client.history.update(entry_id, note=text)
    session.output.report("Saved.", id=entry_id)


@add_command(app, "delete", example="sipgate-tools history delete 4200000018")
def delete(session: Session, entry_id: EntryId) -> None:
    """Delete an entry. This cannot be undone."""
    entry = session.client.history.get(entry_id)
    session.confirm(
        "Delete this entry?",
        type=entry.type and entry.type.value,
        from_=entry.source_alias or entry.source,
        to=entry.target_alias or entry.target,
        created=entry.created and f"{entry.created.astimezone(session.zone):%Y-%m-%d %H:%M}",
    )
    session.client.history.delete(entry_id)
    session.output.report("Deleted.", id=entry_id)


def _newest(session: Session, limit: int, filters: dict[str, Any]) -> Iterable[HistoryEntry]:
    history: Any = session.client.history
    return islice(history.iterate(page_size=min(limit, 500), **filters), limit)


def _filters(
    session: Session,
    *,
    since: str | None,
    until: str | None,
    types: list[str] | None = None,
    direction: str | None = None,
    number: str | None = None,
    starred: bool = False,
    archived: bool | None = None,
) -> dict[str, Any]:
    """Return the arguments for the library's filters.

    Raises:
        InvalidInput: A type, direction or time is not one of the documented forms.
    """
    words = [word.upper() for word in types or ()]
    if unknown := [word for word in words if word not in _TYPES]:
        raise InvalidInput(f"Unknown type {unknown[0].lower()}.", hint="Use call, sms, fax or voicemail.")
    if direction is not None and direction not in _DIRECTIONS:
        raise InvalidInput(f"Unknown direction {direction}.", hint="Use in, out or missed.")
    from_, to = parse_span(since, until, session.zone) if since or until else (None, None)
    filters: dict[str, Any] = {
        "types": words or None,
        "directions": None if direction is None else _DIRECTIONS[direction],
        "phonenumber": None if number is None else session.number(number),
        "starred": True if starred else None,
        "archived": archived,
        "from_": from_,
        "to": to,
    }
    return {name: value for name, value in filters.items() if value is not None}
