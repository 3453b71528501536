# pyright: basic
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.identity_verification_response_state import IdentityVerificationResponseState
from ..types import UNSET, Unset, read_enum, without_nulls


@_attrs_define
class IdentityVerificationResponse:
    """``IdentityVerificationResponse`` of the document.

    Attributes:
        external_reference_id (str | Unset): Reference at the verification partner.
        external_reference_id_autoident (str | Unset): Reference at the verification partner, automatic
            procedure.
        external_transaction_number (str | Unset): Transaction number at the verification partner.
        external_verification_link (str | Unset): Personal link that begins the verification.
        external_verification_link_autoident (str | Unset): Personal link that begins the automatic
            verification.
        state (IdentityVerificationResponseState | Unset): State.
    """

    external_reference_id: str | Unset = UNSET
    external_reference_id_autoident: str | Unset = UNSET
    external_transaction_number: str | Unset = UNSET
    external_verification_link: str | Unset = UNSET
    external_verification_link_autoident: str | Unset = UNSET
    state: IdentityVerificationResponseState | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return the fields that are set, as JSON."""
        external_reference_id = self.external_reference_id
        external_reference_id_autoident = self.external_reference_id_autoident
        external_transaction_number = self.external_transaction_number
        external_verification_link = self.external_verification_link
        external_verification_link_autoident = self.external_verification_link_autoident
        state: str | Unset = UNSET
        if not isinstance(self.state, Unset):
            state = self.state.value

        _json: dict[str, Any] = {}
        _json.update(self.additional_properties)
        if external_reference_id is not UNSET:
            _json["externalReferenceId"] = external_reference_id
        if external_reference_id_autoident is not UNSET:
            _json["externalReferenceIdAutoident"] = external_reference_id_autoident
        if external_transaction_number is not UNSET:
            _json["externalTransactionNumber"] = external_transaction_number
        if external_verification_link is not UNSET:
            _json["externalVerificationLink"] = external_verification_link
        if external_verification_link_autoident is not UNSET:
            _json["externalVerificationLinkAutoident"] = external_verification_link_autoident
        if state is not UNSET:
            _json["state"] = state
        return _json

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read one JSON object; null is read as absent, and what has the wrong shape is left out."""
        _fields = without_nulls(src_dict)
        external_reference_id = _fields.pop("externalReferenceId", UNSET)

        external_reference_id_autoident = _fields.pop("externalReferenceIdAutoident", UNSET)

        external_transaction_number = _fields.pop("externalTransactionNumber", UNSET)

        external_verification_link = _fields.pop("externalVerificationLink", UNSET)

        external_verification_link_autoident = _fields.pop("externalVerificationLinkAutoident", UNSET)

        state = read_enum(_fields.pop("state", UNSET), IdentityVerificationResponseState)

        _built = cls(
            external_reference_id=external_reference_id,
            external_reference_id_autoident=external_reference_id_autoident,
            external_transaction_number=external_transaction_number,
            external_verification_link=external_verification_link,
            external_verification_link_autoident=external_verification_link_autoident,
            state=state,
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
