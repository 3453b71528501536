# pyright: basic
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import without_nulls


@_attrs_define
class SendFaxRequest:
    """``SendFaxRequest`` of the document.

    Attributes:
        base_64_content (str): The PDF in base64, at most 28,330,000 characters (about 21 MB of PDF).
        faxline_id (str): Faxline to send from, for example `f0`; getUserFaxlines lists them.
        filename (str): Name that the fax has in the history, for example `invoice.pdf`.
        recipient (str): Fax number, E.164, for example `+492110000000`; the national format works as
            well.
    """

    base_64_content: str
    faxline_id: str
    filename: str
    recipient: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return the fields that are set, as JSON."""
        base_64_content = self.base_64_content
        faxline_id = self.faxline_id
        filename = self.filename
        recipient = self.recipient
        _json: dict[str, Any] = {}
        _json.update(self.additional_properties)
        _json["base64Content"] = base_64_content
        _json["faxlineId"] = faxline_id
        _json["filename"] = filename
        _json["recipient"] = recipient
        return _json

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read one JSON object; null is read as absent, and what has the wrong shape is left out."""
        _fields = without_nulls(src_dict)
        base_64_content = _fields.pop("base64Content")

        faxline_id = _fields.pop("faxlineId")

        filename = _fields.pop("filename")

        recipient = _fields.pop("recipient")

        _built = cls(
            base_64_content=base_64_content,
            faxline_id=faxline_id,
            filename=filename,
            recipient=recipient,
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
