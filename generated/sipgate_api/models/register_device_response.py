# pyright: basic
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.register_device_response_type import RegisterDeviceResponseType
from ..types import UNSET, Unset, read_enum, read_list, read_model, without_nulls

if TYPE_CHECKING:
    from ..models.active_routing import ActiveRouting
    from ..models.credentials_response import CredentialsResponse
    from ..models.registered_device import RegisteredDevice


@_attrs_define
class RegisterDeviceResponse:
    """``RegisterDeviceResponse`` of the document.

    Attributes:
        active_groups (list[ActiveRouting] | Unset): Groups the device rings with.
        active_phonelines (list[ActiveRouting] | Unset): Phonelines the device rings with.
        address_url (str | Unset): Path of the address.
        alias (str | Unset): Name, chosen by a person.
        credentials (CredentialsResponse | Unset):
        dnd (bool | Unset): Do not disturb: whether the device is kept from ringing.
        emergency_address_id (str | Unset): Address that emergency calls from the device are located at.
        id (str | Unset): Id.
        online (bool | Unset): Whether the device is signed in.
        registered (list[RegisteredDevice] | Unset): Where the phone is signed in.
        type_ (RegisterDeviceResponseType | Unset): Kind.
    """

    active_groups: list[ActiveRouting] | Unset = UNSET
    active_phonelines: list[ActiveRouting] | Unset = UNSET
    address_url: str | Unset = UNSET
    alias: str | Unset = UNSET
    credentials: CredentialsResponse | Unset = UNSET
    dnd: bool | Unset = UNSET
    emergency_address_id: str | Unset = UNSET
    id: str | Unset = UNSET
    online: bool | Unset = UNSET
    registered: list[RegisteredDevice] | Unset = UNSET
    type_: RegisterDeviceResponseType | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return the fields that are set, as JSON."""
        active_groups: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.active_groups, Unset):
            active_groups = []
            for active_groups_item_data in self.active_groups:
                active_groups_item = active_groups_item_data.to_dict()
                active_groups.append(active_groups_item)

        active_phonelines: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.active_phonelines, Unset):
            active_phonelines = []
            for active_phonelines_item_data in self.active_phonelines:
                active_phonelines_item = active_phonelines_item_data.to_dict()
                active_phonelines.append(active_phonelines_item)

        address_url = self.address_url
        alias = self.alias
        credentials: dict[str, Any] | Unset = UNSET
        if not isinstance(self.credentials, Unset):
            credentials = self.credentials.to_dict()
        dnd = self.dnd
        emergency_address_id = self.emergency_address_id
        id = self.id
        online = self.online
        registered: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.registered, Unset):
            registered = []
            for registered_item_data in self.registered:
                registered_item = registered_item_data.to_dict()
                registered.append(registered_item)

        type_: str | Unset = UNSET
        if not isinstance(self.type_, Unset):
            type_ = self.type_.value

        _json: dict[str, Any] = {}
        _json.update(self.additional_properties)
        if active_groups is not UNSET:
            _json["activeGroups"] = active_groups
        if active_phonelines is not UNSET:
            _json["activePhonelines"] = active_phonelines
        if address_url is not UNSET:
            _json["addressUrl"] = address_url
        if alias is not UNSET:
            _json["alias"] = alias
        if credentials is not UNSET:
            _json["credentials"] = credentials
        if dnd is not UNSET:
            _json["dnd"] = dnd
        if emergency_address_id is not UNSET:
            _json["emergencyAddressId"] = emergency_address_id
        if id is not UNSET:
            _json["id"] = id
        if online is not UNSET:
            _json["online"] = online
        if registered is not UNSET:
            _json["registered"] = registered
        if type_ is not UNSET:
            _json["type"] = type_
        return _json

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read one JSON object; null is read as absent, and what has the wrong shape is left out."""
        from ..models.active_routing import ActiveRouting
        from ..models.credentials_response import CredentialsResponse
        from ..models.registered_device import RegisteredDevice

        _fields = without_nulls(src_dict)
        active_groups = read_list(
            _fields.pop("activeGroups", UNSET), lambda item: read_model(item, ActiveRouting)
        )

        active_phonelines = read_list(
            _fields.pop("activePhonelines", UNSET), lambda item: read_model(item, ActiveRouting)
        )

        address_url = _fields.pop("addressUrl", UNSET)

        alias = _fields.pop("alias", UNSET)

        credentials = read_model(_fields.pop("credentials", UNSET), CredentialsResponse)

        dnd = _fields.pop("dnd", UNSET)

        emergency_address_id = _fields.pop("emergencyAddressId", UNSET)

        id = _fields.pop("id", UNSET)

        online = _fields.pop("online", UNSET)

        registered = read_list(
            _fields.pop("registered", UNSET), lambda item: read_model(item, RegisteredDevice)
        )

        type_ = read_enum(_fields.pop("type", UNSET), RegisterDeviceResponseType)

        _built = cls(
            active_groups=active_groups,
            active_phonelines=active_phonelines,
            address_url=address_url,
            alias=alias,
            credentials=credentials,
            dnd=dnd,
            emergency_address_id=emergency_address_id,
            id=id,
            online=online,
            registered=registered,
            type_=type_,
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
