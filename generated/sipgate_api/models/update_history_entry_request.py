# pyright: basic
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset, without_nulls


@_attrs_define
class UpdateHistoryEntryRequest:
    """``UpdateHistoryEntryRequest`` of the document.

    Attributes:
        archived (bool | Unset): Whether the entry is in the archive.
        note (str | Unset): The note; an empty string removes it.
        read (bool | Unset): Whether the entry counts as read.
        starred (bool | Unset): Whether the entry is starred.
    """

    archived: bool | Unset = UNSET
    note: str | Unset = UNSET
    read: bool | Unset = UNSET
    starred: bool | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return the fields that are set, as JSON."""
        archived = self.archived
        note = self.note
        read = self.read
        starred = self.starred
        _json: dict[str, Any] = {}
        _json.update(self.additional_properties)
        if archived is not UNSET:
            _json["archived"] = archived
        if note is not UNSET:
            _json["note"] = note
        if read is not UNSET:
            _json["read"] = read
        if starred is not UNSET:
            _json["starred"] = starred
        return _json

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read one JSON object; null is read as absent, and what has the wrong shape is left out."""
        _fields = without_nulls(src_dict)
        archived = _fields.pop("archived", UNSET)

        note = _fields.pop("note", UNSET)

        read = _fields.pop("read", UNSET)

        starred = _fields.pop("starred", UNSET)

        _built = cls(
            archived=archived,
            note=note,
            read=read,
            starred=starred,
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
