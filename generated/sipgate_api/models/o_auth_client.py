# pyright: basic
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset, read_anything, read_list, without_nulls


@_attrs_define
class OAuthClient:
    """``OAuthClient`` of the document.

    Attributes:
        client_id (str | Unset): Id of the OAuth client.
        client_secret (str | Unset): Secret of the OAuth client.
        description (str | Unset): What the application does.
        name (str | Unset): Name.
        privacy_url (str | Unset): Address of the privacy statement.
        redirect_uris (list[str] | Unset): Addresses that users may be sent back to after signing in.
        terms_url (str | Unset): Address of the terms of use.
        web_origins (list[str] | Unset): Origins from which a browser may ask for tokens.
    """

    client_id: str | Unset = UNSET
    client_secret: str | Unset = UNSET
    description: str | Unset = UNSET
    name: str | Unset = UNSET
    privacy_url: str | Unset = UNSET
    redirect_uris: list[str] | Unset = UNSET
    terms_url: str | Unset = UNSET
    web_origins: list[str] | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return the fields that are set, as JSON."""
        client_id = self.client_id
        client_secret = self.client_secret
        description = self.description
        name = self.name
        privacy_url = self.privacy_url
        redirect_uris: list[str] | Unset = UNSET
        if not isinstance(self.redirect_uris, Unset):
            redirect_uris = self.redirect_uris

        terms_url = self.terms_url
        web_origins: list[str] | Unset = UNSET
        if not isinstance(self.web_origins, Unset):
            web_origins = self.web_origins

        _json: dict[str, Any] = {}
        _json.update(self.additional_properties)
        if client_id is not UNSET:
            _json["clientId"] = client_id
        if client_secret is not UNSET:
            _json["clientSecret"] = client_secret
        if description is not UNSET:
            _json["description"] = description
        if name is not UNSET:
            _json["name"] = name
        if privacy_url is not UNSET:
            _json["privacyUrl"] = privacy_url
        if redirect_uris is not UNSET:
            _json["redirectUris"] = redirect_uris
        if terms_url is not UNSET:
            _json["termsUrl"] = terms_url
        if web_origins is not UNSET:
            _json["webOrigins"] = web_origins
        return _json

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read one JSON object; null is read as absent, and what has the wrong shape is left out."""
        _fields = without_nulls(src_dict)
        client_id = _fields.pop("clientId", UNSET)

        client_secret = _fields.pop("clientSecret", UNSET)

        description = _fields.pop("description", UNSET)

        name = _fields.pop("name", UNSET)

        privacy_url = _fields.pop("privacyUrl", UNSET)

        redirect_uris = read_list(_fields.pop("redirectUris", UNSET), read_anything)

        terms_url = _fields.pop("termsUrl", UNSET)

        web_origins = read_list(_fields.pop("webOrigins", UNSET), read_anything)

        _built = cls(
            client_id=client_id,
            client_secret=client_secret,
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
