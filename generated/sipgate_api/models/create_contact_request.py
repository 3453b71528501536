# pyright: basic
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.create_contact_request_scope import CreateContactRequestScope
from ..types import UNSET, Unset, read_anything, read_list, read_model, without_nulls

if TYPE_CHECKING:
    from ..models.address_request import AddressRequest
    from ..models.email_request import EmailRequest
    from ..models.number_request import NumberRequest
    from ..models.website_request import WebsiteRequest


@_attrs_define
class CreateContactRequest:
    """``CreateContactRequest`` of the document.

    Attributes:
        scope (CreateContactRequestScope): Address book: `PRIVATE` (only you) or `SHARED` (everybody in
            the account).
        addresses (list[AddressRequest] | Unset): Postal addresses of the contact.
        emails (list[EmailRequest] | Unset): E-mail addresses of the contact.
        family (str | Unset): Family name.
        given (str | Unset): Given name.
        name (str | Unset): Full name as it is shown, for example `Ada Lovelace`.
        numbers (list[NumberRequest] | Unset): Telephone numbers of the contact.
        organization (list[list[str]] | Unset): Organisations, each a list of its name and, optionally,
            departments: `[["Example Ltd", "Sales"]]`.
        picture (None | str | Unset): Picture in base64 or as a data URL; null for none.
        note (str | Unset): Free text about the contact.
        websites (list[WebsiteRequest] | Unset): Web pages of the contact.
    """

    scope: CreateContactRequestScope
    addresses: list[AddressRequest] | Unset = UNSET
    emails: list[EmailRequest] | Unset = UNSET
    family: str | Unset = UNSET
    given: str | Unset = UNSET
    name: str | Unset = UNSET
    numbers: list[NumberRequest] | Unset = UNSET
    organization: list[list[str]] | Unset = UNSET
    picture: None | str | Unset = UNSET
    note: str | Unset = UNSET
    websites: list[WebsiteRequest] | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return the fields that are set, as JSON."""
        scope = self.scope.value
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

        family = self.family
        given = self.given
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

        picture: None | str | Unset
        if isinstance(self.picture, Unset):
            picture = UNSET
        else:
            picture = self.picture
        note = self.note
        websites: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.websites, Unset):
            websites = []
            for websites_item_data in self.websites:
                websites_item = websites_item_data.to_dict()
                websites.append(websites_item)

        _json: dict[str, Any] = {}
        _json.update(self.additional_properties)
        _json["scope"] = scope
        if addresses is not UNSET:
            _json["addresses"] = addresses
        if emails is not UNSET:
            _json["emails"] = emails
        if family is not UNSET:
            _json["family"] = family
        if given is not UNSET:
            _json["given"] = given
        if name is not UNSET:
            _json["name"] = name
        if numbers is not UNSET:
            _json["numbers"] = numbers
        if organization is not UNSET:
            _json["organization"] = organization
        if picture is not UNSET:
            _json["picture"] = picture
        if note is not UNSET:
            _json["note"] = note
        if websites is not UNSET:
            _json["websites"] = websites
        return _json

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read one JSON object; null is read as absent, and what has the wrong shape is left out."""
        from ..models.address_request import AddressRequest
        from ..models.email_request import EmailRequest
        from ..models.number_request import NumberRequest
        from ..models.website_request import WebsiteRequest

        _fields = without_nulls(src_dict)
        _nulls = {_key for _key, _value in src_dict.items() if _value is None}
        scope = CreateContactRequestScope(_fields.pop("scope"))

        addresses = read_list(_fields.pop("addresses", UNSET), lambda item: read_model(item, AddressRequest))

        emails = read_list(_fields.pop("emails", UNSET), lambda item: read_model(item, EmailRequest))

        family = _fields.pop("family", UNSET)

        given = _fields.pop("given", UNSET)

        name = _fields.pop("name", UNSET)

        numbers = read_list(_fields.pop("numbers", UNSET), lambda item: read_model(item, NumberRequest))

        organization = read_list(
            _fields.pop("organization", UNSET), lambda item: read_list(item, read_anything)
        )

        picture: None | str | Unset = None
        if "picture" not in _nulls:
            picture = _fields.pop("picture", UNSET)

        note = _fields.pop("note", UNSET)

        websites = read_list(_fields.pop("websites", UNSET), lambda item: read_model(item, WebsiteRequest))

        _built = cls(
            scope=scope,
            addresses=addresses,
            emails=emails,
            family=family,
            given=given,
            name=name,
            numbers=numbers,
            organization=organization,
            picture=picture,
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
