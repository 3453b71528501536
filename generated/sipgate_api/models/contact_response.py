# pyright: basic
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.contact_response_scope import ContactResponseScope
from ..types import UNSET, Unset, read_anything, read_enum, read_list, read_model, without_nulls

if TYPE_CHECKING:
    from ..models.address_response import AddressResponse
    from ..models.e_mail_response import EMailResponse
    from ..models.number_response import NumberResponse
    from ..models.website_response import WebsiteResponse


@_attrs_define
class ContactResponse:
    """A contact of one of the address books.

    Attributes:
        addresses (list[AddressResponse] | Unset): Postal addresses.
        emails (list[EMailResponse] | Unset): E-mail addresses.
        id (str | Unset): Id of the contact.
        name (str | Unset): Name.
        numbers (list[NumberResponse] | Unset): Telephone numbers.
        organization (list[list[str]] | Unset): Organisations, each a list of its name and departments.
        picture (str | Unset): Picture in base64 or as a data URL; null for none.
        scope (ContactResponseScope | Unset): Address book: `PRIVATE`, `SHARED` or `INTERNAL`.
        note (str | Unset): Free text about the contact.
        websites (list[WebsiteResponse] | Unset): Web pages.
    """

    addresses: list[AddressResponse] | Unset = UNSET
    emails: list[EMailResponse] | Unset = UNSET
    id: str | Unset = UNSET
    name: str | Unset = UNSET
    numbers: list[NumberResponse] | Unset = UNSET
    organization: list[list[str]] | Unset = UNSET
    picture: str | Unset = UNSET
    scope: ContactResponseScope | Unset = UNSET
    note: str | Unset = UNSET
    websites: list[WebsiteResponse] | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return the fields that are set, as JSON."""
        addresses: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.addresses, Unset):
            addresses = []
            for addresses_item_data in self.addresses:
                addresses_item = addresses_item_data.to_dict()
                addresses.append(addresses_item)

        emails: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.emails, Unset):
            emails = []
            for emails_item_data in self.emails:
                emails_item = emails_item_data.to_dict()
                emails.append(emails_item)

        id = self.id
        name = self.name
        numbers: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.numbers, Unset):
            numbers = []
            for numbers_item_data in self.numbers:
                numbers_item = numbers_item_data.to_dict()
                numbers.append(numbers_item)

        organization: list[list[str]] | Unset = UNSET
        if not isinstance(self.organization, Unset):
            organization = []
            for organization_item_data in self.organization:
                organization_item = organization_item_data

                organization.append(organization_item)

        picture = self.picture
        scope: str | Unset = UNSET
        if not isinstance(self.scope, Unset):
            scope = self.scope.value

        note = self.note
        websites: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.websites, Unset):
            websites = []
            for websites_item_data in self.websites:
                websites_item = websites_item_data.to_dict()
                websites.append(websites_item)

        _json: dict[str, Any] = {}
        _json.update(self.additional_properties)
        if addresses is not UNSET:
            _json["addresses"] = addresses
        if emails is not UNSET:
            _json["emails"] = emails
        if id is not UNSET:
            _json["id"] = id
        if name is not UNSET:
            _json["name"] = name
        if numbers is not UNSET:
            _json["numbers"] = numbers
        if organization is not UNSET:
            _json["organization"] = organization
        if picture is not UNSET:
            _json["picture"] = picture
        if scope is not UNSET:
            _json["scope"] = scope
        if note is not UNSET:
            _json["note"] = note
        if websites is not UNSET:
            _json["websites"] = websites
        return _json

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read one JSON object; null is read as absent, and what has the wrong shape is left out."""
        from ..models.address_response import AddressResponse
        from ..models.e_mail_response import EMailResponse
        from ..models.number_response import NumberResponse
        from ..models.website_response import WebsiteResponse

        _fields = without_nulls(src_dict)
        addresses = read_list(_fields.pop("addresses", UNSET), lambda item: read_model(item, AddressResponse))

        emails = read_list(_fields.pop("emails", UNSET), lambda item: read_model(item, EMailResponse))

        id = _fields.pop("id", UNSET)

        name = _fields.pop("name", UNSET)

        numbers = read_list(_fields.pop("numbers", UNSET), lambda item: read_model(item, NumberResponse))

        organization = read_list(
            _fields.pop("organization", UNSET), lambda item: read_list(item, read_anything)
        )

        picture = _fields.pop("picture", UNSET)

        scope = read_enum(_fields.pop("scope", UNSET), ContactResponseScope)

        note = _fields.pop("note", UNSET)

        websites = read_list(_fields.pop("websites", UNSET), lambda item: read_model(item, WebsiteResponse))

        _built = cls(
            addresses=addresses,
            emails=emails,
            id=id,
            name=name,
            numbers=numbers,
            organization=organization,
            picture=picture,
            scope=scope,
            note=note,
            websites=websites,
        )
        _built.additional_properties = _fields
        return _built

    @property
    def additional_keys(self) -> list[str]:
        """The names of the fields that the document does not list."""
        return list(self.additional_properties)

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
