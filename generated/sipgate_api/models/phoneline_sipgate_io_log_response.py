# pyright: basic
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset, without_nulls


@_attrs_define
class PhonelineSipgateIoLogResponse:
    """One webhook request with its answer. May carry passwords.

    Attributes:
        created (str | Unset): When it came about, ISO 8601 with zone.
        request (str | Unset): What the webhook was sent.
        response (str | Unset): What the webhook answered.
        status (str | Unset): HTTP status or error of the webhook.
        url (str | Unset): Webhook that was called; may carry a password.
        xml_error (str | Unset): What was wrong with the webhook's response.
    """

    created: str | Unset = UNSET
    request: str | Unset = UNSET
    response: str | Unset = UNSET
    status: str | Unset = UNSET
    url: str | Unset = UNSET
    xml_error: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return the fields that are set, as JSON."""
        created = self.created
        request = self.request
        response = self.response
        status = self.status
        url = self.url
        xml_error = self.xml_error
        _json: dict[str, Any] = {}
        _json.update(self.additional_properties)
        if created is not UNSET:
            _json["created"] = created
        if request is not UNSET:
            _json["request"] = request
        if response is not UNSET:
            _json["response"] = response
        if status is not UNSET:
            _json["status"] = status
        if url is not UNSET:
            _json["url"] = url
        if xml_error is not UNSET:
            _json["xmlError"] = xml_error
        return _json

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read one JSON object; null is read as absent, and what has the wrong shape is left out."""
        _fields = without_nulls(src_dict)
        created = _fields.pop("created", UNSET)

        request = _fields.pop("request", UNSET)

        response = _fields.pop("response", UNSET)

        status = _fields.pop("status", UNSET)

        url = _fields.pop("url", UNSET)

        xml_error = _fields.pop("xmlError", UNSET)

        _built = cls(
            created=created,
            request=request,
            response=response,
            status=status,
            url=url,
            xml_error=xml_error,
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
