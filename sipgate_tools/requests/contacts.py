"""The requests that create, change and delete contacts."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sipgate_api.api.contacts import create_contact, delete_contact, update_contact
from sipgate_api.models.create_contact_request import CreateContactRequest
from sipgate_api.models.delete_contact_scope import DeleteContactScope
from sipgate_api.models.update_contact_request import UpdateContactRequest
from sipgate_api.models.update_contact_request_scope import UpdateContactRequestScope
from sipgate_api.types import UNSET, Request

from sipgate_tools.errors import InvalidInput
from sipgate_tools.formats.contact import ContactCard
from sipgate_tools.models.contacts import Contact, ContactScope
from sipgate_tools.values import identifier

from .contact_bodies import checked_text, create_body, update_body


def create_contact_request(card: ContactCard, scope: ContactScope) -> Request[Any]:
    """Return the request that creates a contact (operation createContact).

    Raises:
        InvalidInput: A string in the contact is not valid Unicode or contains a NUL character.
    """
    body = checked_text(create_body(card, scope))
    return create_contact.build_request(body=CreateContactRequest.from_dict(body))


def update_contact_request(contact: Contact) -> Request[Any]:
    """Return the request that replaces a contact with a changed copy (operation updateContact).

    Raises:
        InvalidInput: The contact has no id or no name, is internal, or has an invalid field.
    """
    if not isinstance(contact, Contact):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise InvalidInput(
            "The argument is not a Contact.", hint="Change one that contacts.list or contacts.get returned."
        )
    contact_id = identifier(contact.id, argument="contact.id")
    body = checked_text(update_body(contact))
    request = update_contact.build_request(
        contact_id, body=UpdateContactRequest(scope=UpdateContactRequestScope.PRIVATE)
    )
    # Sent exactly as it was received and changed: the generated body would drop nulls and reject unknown scopes.
    return replace(request, json=body)


def delete_contact_request(contact_id: str, scope: ContactScope | None) -> Request[Any]:
    """Return the request that deletes a contact, optionally only in one address book (operation deleteContact)."""
    return delete_contact.build_request(
        identifier(contact_id, argument="contact_id"),
        scope=UNSET if scope is None else DeleteContactScope(str(scope)),
    )
