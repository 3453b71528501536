# pyright: basic
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset, read_model, without_nulls

if TYPE_CHECKING:
    from ..models.error_source import ErrorSource


@_attrs_define
class DetailedError:
    """``DetailedError`` of the document.

    Attributes:
        detail (str | Unset): What went wrong, for people.
        source (ErrorSource | Unset):
        status (int | Unset): HTTP status of the error.
        title (str | Unset): What went wrong, in short.
    """

    detail: str | Unset = UNSET
    source: ErrorSource | Unset = UNSET
    status: int | Unset = UNSET
    title: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return the fields that are set, as JSON."""
        detail = self.detail
        source: dict[str, Any] | Unset = UNSET
        if not isinstance(self.source, Unset):
            source = self.source.to_dict()
        status = self.status
        title = self.title
        _json: dict[str, Any] = {}
        _json.update(self.additional_properties)
        if detail is not UNSET:
            _json["detail"] = detail
        if source is not UNSET:
            _json["source"] = source
        if status is not UNSET:
            _json["status"] = status
        if title is not UNSET:
            _json["title"] = title
        return _json

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read one JSON object; null is read as absent, and what has the wrong shape is left out."""
        from ..models.error_source import ErrorSource

        _fields = without_nulls(src_dict)
        detail = _fields.pop("detail", UNSET)

        source = read_model(_fields.pop("source", UNSET), ErrorSource)

        status = _fields.pop("status", UNSET)

        title = _fields.pop("title", UNSET)

        _built = cls(
            detail=detail,
            source=source,
            status=status,
            title=title,
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
