# pyright: basic
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset, read_list, read_model, without_nulls

if TYPE_CHECKING:
    from ..models.vcard_response import VcardResponse


@_attrs_define
class VcardsResponse:
    """``VcardsResponse`` of the document.

    Attributes:
        contacts (list[VcardResponse] | Unset): Contacts, each with its vCard properties.
        overall_matches (int | Unset): How many contacts match in all.
    """

    contacts: list[VcardResponse] | Unset = UNSET
    overall_matches: int | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return the fields that are set, as JSON."""
        contacts: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.contacts, Unset):
            contacts = []
            for contacts_item_data in self.contacts:
                contacts_item = contacts_item_data.to_dict()
                contacts.append(contacts_item)

        overall_matches = self.overall_matches
        _json: dict[str, Any] = {}
        _json.update(self.additional_properties)
        if contacts is not UNSET:
            _json["contacts"] = contacts
        if overall_matches is not UNSET:
            _json["overallMatches"] = overall_matches
        return _json

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read one JSON object; null is read as absent, and what has the wrong shape is left out."""
        from ..models.vcard_response import VcardResponse

        _fields = without_nulls(src_dict)
        contacts = read_list(_fields.pop("contacts", UNSET), lambda item: read_model(item, VcardResponse))

        overall_matches = _fields.pop("overallMatches", UNSET)

        _built = cls(
            contacts=contacts,
            overall_matches=overall_matches,
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
