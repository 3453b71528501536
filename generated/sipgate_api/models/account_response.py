# pyright: basic
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.account_response_history_life_time import AccountResponseHistoryLifeTime
from ..models.account_response_main_product_type import AccountResponseMainProductType
from ..types import UNSET, Unset, read_enum, without_nulls


@_attrs_define
class AccountResponse:
    """``AccountResponse`` of the document.

    Attributes:
        company (str | Unset): Name of the company.
        history_life_time (AccountResponseHistoryLifeTime | Unset): How long history entries are kept.
        logo_url (str | Unset): Address of the account's logo.
        main_product_type (AccountResponseMainProductType | Unset): Product of the account.
        verified (bool | Unset): Whether the account is verified by letter.
    """

    company: str | Unset = UNSET
    history_life_time: AccountResponseHistoryLifeTime | Unset = UNSET
    logo_url: str | Unset = UNSET
    main_product_type: AccountResponseMainProductType | Unset = UNSET
    verified: bool | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return the fields that are set, as JSON."""
        company = self.company
        history_life_time: str | Unset = UNSET
        if not isinstance(self.history_life_time, Unset):
            history_life_time = self.history_life_time.value

        logo_url = self.logo_url
        main_product_type: str | Unset = UNSET
        if not isinstance(self.main_product_type, Unset):
            main_product_type = self.main_product_type.value

        verified = self.verified
        _json: dict[str, Any] = {}
        _json.update(self.additional_properties)
        if company is not UNSET:
            _json["company"] = company
        if history_life_time is not UNSET:
            _json["historyLifeTime"] = history_life_time
        if logo_url is not UNSET:
            _json["logoUrl"] = logo_url
        if main_product_type is not UNSET:
            _json["mainProductType"] = main_product_type
        if verified is not UNSET:
            _json["verified"] = verified
        return _json

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read one JSON object; null is read as absent, and what has the wrong shape is left out."""
        _fields = without_nulls(src_dict)
        company = _fields.pop("company", UNSET)

        history_life_time = read_enum(_fields.pop("historyLifeTime", UNSET), AccountResponseHistoryLifeTime)

        logo_url = _fields.pop("logoUrl", UNSET)

        main_product_type = read_enum(_fields.pop("mainProductType", UNSET), AccountResponseMainProductType)

        verified = _fields.pop("verified", UNSET)

        _built = cls(
            company=company,
            history_life_time=history_life_time,
            logo_url=logo_url,
            main_product_type=main_product_type,
            verified=verified,
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
