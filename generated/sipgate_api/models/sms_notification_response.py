# pyright: basic
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset, read_list, read_model, without_nulls

if TYPE_CHECKING:
    from ..models.sms_email_target import SmsEmailTarget


@_attrs_define
class SmsNotificationResponse:
    """``SmsNotificationResponse`` of the document.

    Attributes:
        emails (list[SmsEmailTarget] | Unset): E-mail addresses.
        endpoint_alias (str | Unset): Name of the extension.
        endpoint_id (str | Unset): Id of the extension; an empty string for none.
    """

    emails: list[SmsEmailTarget] | Unset = UNSET
    endpoint_alias: str | Unset = UNSET
    endpoint_id: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return the fields that are set, as JSON."""
        emails: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.emails, Unset):
            emails = []
            for emails_item_data in self.emails:
                emails_item = emails_item_data.to_dict()
                emails.append(emails_item)

        endpoint_alias = self.endpoint_alias
        endpoint_id = self.endpoint_id
        _json: dict[str, Any] = {}
        _json.update(self.additional_properties)
        if emails is not UNSET:
            _json["emails"] = emails
        if endpoint_alias is not UNSET:
            _json["endpointAlias"] = endpoint_alias
        if endpoint_id is not UNSET:
            _json["endpointId"] = endpoint_id
        return _json

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read one JSON object; null is read as absent, and what has the wrong shape is left out."""
        from ..models.sms_email_target import SmsEmailTarget

        _fields = without_nulls(src_dict)
        emails = read_list(_fields.pop("emails", UNSET), lambda item: read_model(item, SmsEmailTarget))

        endpoint_alias = _fields.pop("endpointAlias", UNSET)

        endpoint_id = _fields.pop("endpointId", UNSET)

        _built = cls(
            emails=emails,
            endpoint_alias=endpoint_alias,
            endpoint_id=endpoint_id,
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
