"""Compares rows with the contacts of an address book: which are created, which updated, and in which fields."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final, Literal, TypeAlias

from sipgate_tools.errors import InvalidInput
from sipgate_tools.formats.contact import CardRead, CardResult
from sipgate_tools.models._base import Model
from sipgate_tools.models.bulk_progress import BulkState, Job
from sipgate_tools.models.contact_import import ImportRow, comparable_number
from sipgate_tools.models.contact_sync import ContactChange, FieldChange, SyncReport
from sipgate_tools.models.contacts import Contact, ContactScope
from sipgate_tools.requests.contacts import create_contact_request, update_contact_request

SyncKey: TypeAlias = Literal["number", "email", "external_id"]
"""Argument type: what tells which contact a row belongs to."""
SYNC_KEYS: Final = ("number", "email", "external_id")

_MARKER: Final = "External id: "
_LABEL: Final = _MARKER.strip().casefold()
_MISSING: Final = {
    "number": "The row has no telephone number.",
    "email": "The row has no e-mail address.",
    "external_id": "The row has no external id.",
}
# In the order of the report. What a list entry is compared by; its types are compared only if the row has any.
_LISTS: Final = {"numbers": "number", "emails": "email", "websites": "url", "addresses": ""}
_NOT_TYPES: Final = frozenset({"type"})


@dataclass
class SyncRow:
    """A row, and the contacts of the address book with its key.

    Attributes:
        line: The number of the line, counting from 1.
        contact: The contact as the row describes it.
        keys: The keys of the row, of which a contact must have at least one.
        found: The contacts that have one of the keys; two at most are kept.
    """

    line: int
    contact: Contact
    keys: frozenset[str]
    found: list[Contact] = field(default_factory=list[Contact])


@dataclass
class ContactSync:
    """The comparison of rows with an address book.

    Attributes:
        key: What tells which contact a row belongs to.
        scope: The address book.
        state: The outcomes of the requests, by line.
    """

    key: SyncKey
    scope: ContactScope
    state: BulkState[int]
    _rows: list[SyncRow] = field(default_factory=list[SyncRow])
    _by_key: dict[str, SyncRow] = field(default_factory=dict[str, SyncRow])
    _refused: list[ImportRow] = field(default_factory=list[ImportRow])
    _unchanged: list[int] = field(default_factory=list[int])
    _changes: dict[int, ContactChange] = field(default_factory=dict[int, ContactChange])
    _not_held: dict[str, None] = field(default_factory=dict[str, None])

    @property
    def count(self) -> int:
        """The number of rows, including those that were refused."""
        return len(self._rows) + len(self._refused)

    def add_result(self, result: CardResult, external_id: str | None = None) -> None:
        """Add a row of a file. An external id is written to the note of the contact."""
        if not isinstance(result, CardRead):
            self._refuse(result.line, result.reason, result.fields)
            return
        self._not_held.update(dict.fromkeys(result.not_held))
        contact = Contact.from_card(result.card).replace(id="", scope=self.scope)
        if external_id:
            lines = [contact.note, f"{_MARKER}{external_id}"]
            contact = contact.replace(note="\n".join(line for line in lines if line))
        self.add(result.line, contact)

    def add(self, line: int, contact: Contact) -> None:
        """Add a row that is a contact."""
        keys = frozenset(keys_of(contact, self.key))
        if not keys:
            self._refuse(line, _MISSING[self.key])
            return
        earlier = next((self._by_key[key] for key in keys if key in self._by_key), None)
        if earlier is not None:
            self._refuse(line, f"The row in line {earlier.line} has the same key.")
            return
        row = SyncRow(line, contact, keys)
        self._rows.append(row)
        self._by_key.update(dict.fromkeys(keys, row))

    def compare(self, contact: Contact) -> None:
        """Assign a contact of the address book to the rows that have its key."""
        found = {id(row): row for key in keys_of(contact, self.key) if (row := self._by_key.get(key))}
        for row in found.values():
            # A contact with the keys of two rows cannot get the values of both.
            row.found += [contact] * (2 if len(found) > 1 else 1)
            del row.found[2:]

    def jobs(self) -> Iterator[Job[int]]:
        """Yield the requests for the rows that differ from the address book."""
        for row in self._rows:
            if len(row.found) > 1:
                self._refuse(row.line, "The row cannot be assigned to one contact: several have its key.")
                continue
            before = row.found[0] if row.found else None
            after = merged(before, row.contact) if before else row.contact
            fields = differences(before, after)
            if before is not None and not fields:
                self._unchanged.append(row.line)
                self.state.skipped += 1
                continue
            try:
                request = (
                    create_contact_request(after.to_card(), self.scope)
                    if before is None
                    else update_contact_request(after)
                )
            except InvalidInput as error:
                self._refuse(row.line, error.message)
                continue
            self._changes[row.line] = ContactChange(
                line=row.line,
                action="create" if before is None else "update",
                name=(before or after).name,
                id=None if before is None else before.id,
                fields=fields,
            )
            yield Job((row.line,), request)

    def report(self, *, dry_run: bool) -> SyncReport:
        """Return the report on the rows so far."""
        state = self.state
        done = [self._changes[line] for line in sorted(state.done)]
        refused = [ImportRow(line=line, reason=error.message) for line, error in state.refused]
        unknown = [
            ImportRow(line=line, reason="The response was lost." if error is None else error.message)
            for line, error in state.unknown
        ]
        processed = {
            *state.done,
            *(row.line for row in (*self._refused, *refused, *unknown)),
            *self._unchanged,
        }
        return SyncReport(
            created=tuple(change for change in done if change.action == "create"),
            updated=tuple(change for change in done if change.action == "update"),
            unchanged=tuple(self._unchanged),
            refused=tuple(sorted([*self._refused, *refused], key=lambda row: row.line)),
            unknown=tuple(sorted(unknown, key=lambda row: row.line)),
            not_tried=tuple(row.line for row in self._rows if row.line not in processed),
            not_held=tuple(self._not_held),
            stopped=state.why_halted,
            dry_run=dry_run,
        )

    def _refuse(self, line: int, reason: str, fields: tuple[str, ...] = ()) -> None:
        self._refused.append(ImportRow(line=line, reason=reason, fields=fields))
        self.state.failed_before += 1


def keys_of(contact: Contact, key: SyncKey) -> Iterable[str]:
    """Return the keys of a contact, in the form in which they are compared."""
    match key:
        case "number":
            return [comparable_number(each.number) for each in contact.numbers]
        case "email":
            return [each.email.strip().casefold() for each in contact.emails]
        case "external_id":
            return external_ids_in(contact.note)[:1]


def merged(before: Contact, row: Contact) -> Contact:
    """Return a contact with the values of a row. A field that the row does not have stays as it is."""
    changes: dict[str, Any] = {}
    if row.name and row.name != before.name:
        changes |= {"name": row.name, "given": row.given, "family": row.family}
    for name in ("organization", "picture"):
        if getattr(row, name):
            changes[name] = getattr(row, name)
    if row.note and not (_is_external_id(row.note) and external_ids_in(before.note)):
        changes["note"] = row.note  # a row with nothing but its external id leaves the rest of the note alone
    for name, main in _LISTS.items():
        if entries := getattr(row, name):
            changes[name] = tuple(_with_types(entry, getattr(before, name), main) for entry in entries)
    return before.replace(**changes)


def differences(before: Contact | None, after: Contact) -> tuple[FieldChange, ...]:
    """Return the fields in which a contact differs from the one in the address book, or all fields of a new contact."""
    old = before or Contact()
    found: list[FieldChange] = []
    for name in ("name", "organization", *_LISTS, "note", "picture"):
        values = [_values(name, getattr(contact, name)) for contact in (old, after)]
        if sorted(values[0]) != sorted(values[1]):
            found.append(FieldChange(field=name, before=values[0], after=values[1]))
    return tuple(found)


def _with_types(entry: Any, received: tuple[Any, ...], main: str) -> Any:
    """Return an entry of a row, or the entry of the contact with the same value if the row has no types."""
    same = next((each for each in received if _value(each, main) == _value(entry, main)), None)
    if same is None:
        return entry
    return same if not entry.type or sorted(entry.type) == sorted(same.type) else entry


def _value(entry: Model, main: str) -> object:
    if not main:
        return [value for name, value in entry.to_dict().items() if name not in _NOT_TYPES]
    value: str = getattr(entry, main)
    return comparable_number(value) if main == "number" else value.strip().casefold()


def _values(name: str, value: Any) -> tuple[str, ...]:
    """Return the values of a field as strings: one per entry of a list."""
    match name:
        case "organization":
            return tuple(" / ".join(units) for units in value)
        case "addresses":
            return tuple(_with_kinds(", ".join(map(str, _parts(entry))), entry.type) for entry in value)
        case "numbers" | "emails" | "websites":
            return tuple(_with_kinds(getattr(entry, _LISTS[name]), entry.type) for entry in value)
        case "picture":
            return (f"picture of {len(value)} characters",) if value else ()
        case _:
            return (value,) if value else ()


def _parts(address: Model) -> list[object]:
    return [value for name, value in address.to_dict().items() if value and name not in _NOT_TYPES]


def _with_kinds(value: str, types: tuple[str, ...]) -> str:
    return f"{value} ({', '.join(sorted(types))})" if types else value


def external_ids_in(note: str | None) -> list[str]:
    """Return the external ids in a note: what follows `External id:` on a line of its own."""
    labels = [line.strip().partition(":") for line in (note or "").splitlines()]
    return [
        value.strip()
        for label, colon, value in labels
        if f"{label}{colon}".casefold() == _LABEL and value.strip()
    ]


def _is_external_id(note: str) -> bool:
    return len(note.strip().splitlines()) == 1 and bool(external_ids_in(note))
