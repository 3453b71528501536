# pyright: basic
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset, read_anything, read_list, without_nulls


@_attrs_define
class UserResponse:
    """``UserResponse`` of the document.

    Attributes:
        address_id (str | Unset): Id of an address, see getAddresses.
        admin (bool | Unset): Whether the user is an administrator.
        busy_on_busy (bool | Unset): Whether further callers get the busy tone while the user is in a
            call.
        default_device (str | Unset): Id of the device that calls are made from by default.
        direct_dial_ids (list[str] | Unset): Ids of the quick dial numbers.
        email (str | Unset): E-mail address.
        firstname (str | Unset): Given name.
        id (str | Unset): User id, for example `w0`.
        lastname (str | Unset): Family name.
        timezone (str | Unset): Time zone, for example `Europe/Berlin`.
    """

    address_id: str | Unset = UNSET
    admin: bool | Unset = UNSET
    busy_on_busy: bool | Unset = UNSET
    default_device: str | Unset = UNSET
    direct_dial_ids: list[str] | Unset = UNSET
    email: str | Unset = UNSET
    firstname: str | Unset = UNSET
    id: str | Unset = UNSET
    lastname: str | Unset = UNSET
    timezone: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return the fields that are set, as JSON."""
        address_id = self.address_id
        admin = self.admin
        busy_on_busy = self.busy_on_busy
        default_device = self.default_device
        direct_dial_ids: list[str] | Unset = UNSET
        if not isinstance(self.direct_dial_ids, Unset):
            direct_dial_ids = self.direct_dial_ids

        email = self.email
        firstname = self.firstname
        id = self.id
        lastname = self.lastname
        timezone = self.timezone
        _json: dict[str, Any] = {}
        _json.update(self.additional_properties)
        if address_id is not UNSET:
            _json["addressId"] = address_id
        if admin is not UNSET:
            _json["admin"] = admin
        if busy_on_busy is not UNSET:
            _json["busyOnBusy"] = busy_on_busy
        if default_device is not UNSET:
            _json["defaultDevice"] = default_device
        if direct_dial_ids is not UNSET:
            _json["directDialIds"] = direct_dial_ids
        if email is not UNSET:
            _json["email"] = email
        if firstname is not UNSET:
            _json["firstname"] = firstname
        if id is not UNSET:
            _json["id"] = id
        if lastname is not UNSET:
            _json["lastname"] = lastname
        if timezone is not UNSET:
            _json["timezone"] = timezone
        return _json

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read one JSON object; null is read as absent, and what has the wrong shape is left out."""
        _fields = without_nulls(src_dict)
        address_id = _fields.pop("addressId", UNSET)

        admin = _fields.pop("admin", UNSET)

        busy_on_busy = _fields.pop("busyOnBusy", UNSET)

        default_device = _fields.pop("defaultDevice", UNSET)

        direct_dial_ids = read_list(_fields.pop("directDialIds", UNSET), read_anything)

        email = _fields.pop("email", UNSET)

        firstname = _fields.pop("firstname", UNSET)

        id = _fields.pop("id", UNSET)

        lastname = _fields.pop("lastname", UNSET)

        timezone = _fields.pop("timezone", UNSET)

        _built = cls(
            address_id=address_id,
            admin=admin,
            busy_on_busy=busy_on_busy,
            default_device=default_device,
            direct_dial_ids=direct_dial_ids,
            email=email,
            firstname=firstname,
            id=id,
            lastname=lastname,
            timezone=timezone,
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
