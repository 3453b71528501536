# pyright: basic
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.delete_contacts_request_scope_item import DeleteContactsRequestScopeItem
from ..types import UNSET, Unset, read_anything, read_enum, read_list, without_nulls


@_attrs_define
class DeleteContactsRequest:
    """Which contacts to delete. Nothing in it means: all of them.

    Attributes:
        contact_ids (list[str] | Unset): Ids of the contacts to delete. DANGER: without ids all contacts
            of the scopes go.
        scope (list[DeleteContactsRequestScopeItem] | Unset): Address books to delete from: `PRIVATE`,
            `SHARED`, `INTERNAL`. DANGER: without scopes all of them.
        source (str | Unset): Only contacts that came from this source.
    """

    contact_ids: list[str] | Unset = UNSET
    scope: list[DeleteContactsRequestScopeItem] | Unset = UNSET
    source: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return the fields that are set, as JSON."""
        contact_ids: list[str] | Unset = UNSET
        if not isinstance(self.contact_ids, Unset):
            contact_ids = self.contact_ids

        scope: list[str] | Unset = UNSET
        if not isinstance(self.scope, Unset):
            scope = []
            for scope_item_data in self.scope:
                scope_item = scope_item_data.value
                scope.append(scope_item)

        source = self.source
        _json: dict[str, Any] = {}
        _json.update(self.additional_properties)
        if contact_ids is not UNSET:
            _json["contactIds"] = contact_ids
        if scope is not UNSET:
            _json["scope"] = scope
        if source is not UNSET:
            _json["source"] = source
        return _json

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read one JSON object; null is read as absent, and what has the wrong shape is left out."""
        _fields = without_nulls(src_dict)
        contact_ids = read_list(_fields.pop("contactIds", UNSET), read_anything)

        scope = read_list(
            _fields.pop("scope", UNSET), lambda item: read_enum(item, DeleteContactsRequestScopeItem)
        )

        source = _fields.pop("source", UNSET)

        _built = cls(
            contact_ids=contact_ids,
            scope=scope,
            source=source,
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
