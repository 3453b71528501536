# pyright: basic
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import without_nulls


@_attrs_define
class CreateClientRequest:
    """``CreateClientRequest`` of the document.

    Attributes:
        description (str): What the application does, in a sentence.
        name (str): Name that users read when they are asked for consent.
        privacy_url (str): Address of the privacy statement.
        redirect_uris (list[str]): Addresses that users may be sent back to after signing in.
        terms_url (str): Address of the terms of use.
        web_origins (list[str]): Origins from which a browser may ask for tokens, for example
            `https://app.example.com`.
    """

    description: str
    name: str
    privacy_url: str
    redirect_uris: list[str]
    terms_url: str
    web_origins: list[str]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return the fields that are set, as JSON."""
        description = self.description
        name = self.name
        privacy_url = self.privacy_url
        redirect_uris = self.redirect_uris

        terms_url = self.terms_url
        web_origins = self.web_origins

        _json: dict[str, Any] = {}
        _json.update(self.additional_properties)
        _json["description"] = description
        _json["name"] = name
        _json["privacyUrl"] = privacy_url
        _json["redirectUris"] = redirect_uris
        _json["termsUrl"] = terms_url
        _json["webOrigins"] = web_origins
        return _json

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read one JSON object; null is read as absent, and what has the wrong shape is left out."""
        _fields = without_nulls(src_dict)
        description = _fields.pop("description")

        name = _fields.pop("name")

        privacy_url = _fields.pop("privacyUrl")

        redirect_uris = [item for item in _fields.pop("redirectUris")]

        terms_url = _fields.pop("termsUrl")

        web_origins = [item for item in _fields.pop("webOrigins")]

        _built = cls(
            description=description,
            name=name,
            privacy_url=privacy_url,
            redirect_uris=redirect_uris,
            terms_url=terms_url,
            web_origins=web_origins,
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
