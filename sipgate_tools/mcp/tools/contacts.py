"""Tools for contacts: search, create, update."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Literal

from pydantic import Field, WithJsonSchema

from sipgate_tools.errors import InvalidInput
from sipgate_tools.models.contacts import Contact, ContactEmail, ContactNumber, ContactScope
from sipgate_tools.requests.contact_bodies import card_of_arguments
from sipgate_tools.requests.contacts import create_contact_request, update_contact_request
from sipgate_tools.values import phone_number, same_phone_number

from ..presentation.sanitize import LONG_TEXT, SHORT_TEXT, one_line, sanitize
from ..tool_context import ToolContext
from .history import EntrySummary, SameEntry, as_entry
from .registry import Detail, Result, tool

Scope = Annotated[
    Literal["PRIVATE", "SHARED"],
    Field(description="PRIVATE (default): the user's own; SHARED: all users'"),
]
Numbers = Annotated[list[str] | None, Field(description="Telephone numbers, as +4915799912345")]
Emails = Annotated[list[str] | None, Field(description="E-mail addresses")]
Note = Annotated[str | None, Field(description="Free text, at most 1000 characters", max_length=1000)]
Clear = Annotated[
    list[Literal["numbers", "emails", "company", "note"]] | None,
    Field(description="Fields to empty"),
]


class FoundContact(Result):
    """A contact."""

    id: str | None = Field(default=None, description="Absent if just created: search for it")
    name: str
    numbers: list[str] | None = None
    emails: list[str] | None = None
    company: str | None = None
    note: str | None = None
    scope: str | None = None


SameContact = Annotated[
    FoundContact,
    WithJsonSchema({"type": "object", "description": "As in search_contacts", "required": ["name"]}),
]


class ContactsFound(Result):
    """The matching contacts, and the latest history with the first of them."""

    contacts: list[FoundContact]
    next_offset: int | None = None
    recent: list[SameEntry] | None = Field(default=None, description="History with the first contact")


@tool(
    "Search contacts",
    toolset="contacts",
    operations=(
        "getContacts",
        "getHistory",
        "getChannels",
        "getChannelEvents",
        "getGroups",
        "getUser",
        "userinfo",
    ),
)
async def search_contacts(
    call: ToolContext,
    query: Annotated[str, Field(description="Part of a name, company, e-mail or number; absent: all")] = "",
    scope: Annotated[
        Literal["PRIVATE", "SHARED", "INTERNAL", "ALL"],
        Field(description="Address book: PRIVATE, SHARED, INTERNAL (users of the account) or ALL (default)"),
    ] = "ALL",
    limit: Annotated[int, Field(description="How many: 10, at most 100", ge=1, le=100)] = 10,
    offset: Annotated[int, Field(description="next_offset of the page before", ge=0)] = 0,
    with_history: Annotated[bool, Field(description="Also the last entries with the first contact")] = False,
    detail: Detail = "concise",
) -> ContactsFound:
    """Find contacts by part of a name or number, with everything about them."""
    found: list[Contact] = []
    passed, next_offset = 0, None
    async for contact in call.client.contacts.search(query, scope=scope):
        passed += 1
        if len(found) >= limit:
            next_offset = offset + limit
            break
        if passed > offset:
            found.append(contact)
    full = detail == "full"
    recent = await _recent(call, found[0], full=full) if found and with_history else None
    contacts = [_to_result(contact, LONG_TEXT if full else SHORT_TEXT) for contact in found]
    return ContactsFound(contacts=contacts, next_offset=next_offset, recent=recent)


class ContactCreated(Result):
    """The created contact."""

    done: str
    after: SameContact


class ContactUpdated(ContactCreated):
    """The changed contact, before and after."""

    before: SameContact


@tool("Create a contact", toolset="contacts", operations=("createContact",), effect="write", idempotent=False)
async def create_contact(
    call: ToolContext,
    given: Annotated[str, Field(description="Given name")] = "",
    family: Annotated[str, Field(description="Family name")] = "",
    numbers: Numbers = None,
    emails: Emails = None,
    company: Annotated[str | None, Field(description="Company")] = None,
    note: Note = None,
    scope: Scope = "PRIVATE",
) -> ContactCreated:
    """Create a contact. The user is asked first: contacts belong to the account."""
    card = card_of_arguments(
        given=given or None,
        family=family or None,
        numbers=numbers or (),
        emails=emails or (),
        organization=company or (),
        note=note or None,
    )
    request = create_contact_request(card, ContactScope(scope))
    name = " ".join(part for part in (given, family) if part)
    contact = FoundContact(
        name=sanitize(name, 200),
        numbers=[number.number for number in card.numbers] or None,
        emails=emails,
        company=company,
        note=note,
        scope=scope,
    )
    # The question displays what is sent, with escapes; the result is sanitized.
    await call.send(request, f"Create this contact?\n{_lines(_as_sent(request.json))}")
    return ContactCreated(done=f"{contact.name} was created; search_contacts finds its id", after=contact)


@tool("Change a contact", toolset="contacts", operations=("getContact", "updateContact"), effect="write")
async def update_contact(
    call: ToolContext,
    contact_id: Annotated[str, Field(description="id from search_contacts")],
    name: Annotated[str | None, Field(description="Full name")] = None,
    numbers: Numbers = None,
    emails: Emails = None,
    company: Annotated[str | None, Field(description="Company")] = None,
    note: Note = None,
    clear: Clear = None,
) -> ContactUpdated:
    """Change a contact; absent fields stay, a list replaces the whole list. The user is asked first."""
    given = {"name": name, "numbers": numbers, "emails": emails, "company": company, "note": note}
    for part in clear or ():
        if given[part] is not None:
            raise InvalidInput(
                f"{part} is passed and also in clear. Nothing was done.", hint="Pass one of the two."
            )
    contact = await call.client.contacts.get(contact_id)
    changed = contact.replace(
        **(_changes(contact, name, numbers, emails, company, note) | _clearing_changes(clear or ()))
    )
    if changed == contact:
        raise InvalidInput("There is nothing to change.", hint="Pass at least one new value.")
    request = update_contact_request(changed)
    before, after = _to_result(contact), _to_result(changed)
    question = (
        f"Change this contact?\n{_lines(_as_sent(contact.raw))}\n\nInto:\n{_lines(_as_sent(request.json))}"
    )
    await call.send(request, question)
    return ContactUpdated(done=f"{after.name} was changed", before=before, after=after)


def _to_result(contact: Contact, limit: int = SHORT_TEXT) -> FoundContact:
    company = ", ".join(part for organization in contact.organization for part in organization if part)
    return FoundContact(
        id=contact.id,
        name=sanitize(contact.name, 120),
        numbers=[sanitize(number.number, 60) for number in contact.numbers] or None,
        emails=[sanitize(email.email, 120) for email in contact.emails] or None,
        company=sanitize(company, 120) or None,
        note=sanitize(contact.note, limit) if contact.note else None,
        scope=str(contact.scope) if contact.scope else None,
    )


def _as_sent(body: Mapping[str, Any]) -> FoundContact:
    """Return the contact in a body without sanitizing it; `_lines` escapes invisible characters."""
    contact = Contact.from_payload({**body, "name": body.get("name") or _full_name(body)})
    company = ", ".join(part for organization in contact.organization for part in organization if part)
    return FoundContact(
        name=contact.name,
        numbers=[number.number for number in contact.numbers] or None,
        emails=[email.email for email in contact.emails] or None,
        company=company or None,
        note=contact.note or None,
        scope=str(contact.scope) if contact.scope else None,
    )


def _full_name(body: Mapping[str, Any]) -> str:
    return " ".join(str(body[part]) for part in ("given", "family") if body.get(part))


def _lines(contact: FoundContact) -> str:
    fields: dict[str, str | list[str]] = contact.model_dump(exclude_none=True, exclude={"id"})
    return "\n".join(
        f"{name}: {one_line(value if isinstance(value, str) else ', '.join(value), 1200)}"
        for name, value in fields.items()
        if value
    )


def _changes(
    contact: Contact,
    name: str | None,
    numbers: list[str] | None,
    emails: list[str] | None,
    company: str | None,
    note: str | None,
) -> dict[str, Any]:
    changes: dict[str, Any] = {} if name is None else {"name": name}
    if numbers is not None:
        # Numbers that stay keep their other properties, such as their type.
        existing = {one.number for one in contact.numbers}
        changes["numbers"] = tuple(
            next((one for one in contact.numbers if same_phone_number(one.number, number)), None)
            or ContactNumber(number=number)
            for number in (one if one in existing else phone_number(one) for one in numbers)
        )
    if emails is not None:
        existing_emails = {one.email: one for one in contact.emails}
        changes["emails"] = tuple(existing_emails.get(one) or ContactEmail(email=one) for one in emails)
    if company is not None:
        changes["organization"] = ((company,),)
    if note is not None:
        changes["note"] = note
    return changes


def _clearing_changes(parts: Iterable[str]) -> dict[str, Any]:
    """Return the changes that clear fields of a contact."""
    empty: dict[str, Any] = {"numbers": (), "emails": (), "company": (), "note": ""}
    return {"organization" if part == "company" else part: empty[part] for part in parts}


async def _recent(call: ToolContext, contact: Contact, *, full: bool) -> list[EntrySummary]:
    zone = await call.account.zone()
    maximum = 20 if full else 5
    found: list[EntrySummary] = []
    for number in contact.numbers if full else contact.numbers[:3]:
        filters = await call.history_filters(phonenumber=number.number)
        page = await call.client.history.list(limit=maximum, **filters)
        call.account.ownership.learn("entry", (entry.id for entry in page.items))
        found += [as_entry(entry, zone, limit=LONG_TEXT if full else SHORT_TEXT) for entry in page.items]
    return sorted(found, key=lambda entry: entry.time or "", reverse=True)[:maximum]
