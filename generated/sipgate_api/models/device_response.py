# pyright: basic
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.device_response_type import DeviceResponseType
from ..types import UNSET, Unset, read_enum, read_list, read_model, without_nulls

if TYPE_CHECKING:
    from ..models.active_routing import ActiveRouting


@_attrs_define
class DeviceResponse:
    """A phone of a user.

    Attributes:
        active_groups (list[ActiveRouting] | Unset): Groups the device rings with.
        active_phonelines (list[ActiveRouting] | Unset): Phonelines the device rings with.
        alias (str | Unset): Name, chosen by a person.
        dnd (bool | Unset): Do not disturb: whether the device is kept from ringing.
        id (str | Unset): Id.
        online (bool | Unset): Whether the device is signed in.
        type_ (DeviceResponseType | Unset): Kind: `REGISTER` VoIP phone, `MOBILE` SIM card, `EXTERNAL`
            telephone number, `DESKTOP_APP` and `MOBILE_APP` on sipgate neo.
    """

    active_groups: list[ActiveRouting] | Unset = UNSET
    active_phonelines: list[ActiveRouting] | Unset = UNSET
    alias: str | Unset = UNSET
    dnd: bool | Unset = UNSET
    id: str | Unset = UNSET
    online: bool | Unset = UNSET
    type_: DeviceResponseType | Unset = UNSET
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

        alias = self.alias
        dnd = self.dnd
        id = self.id
        online = self.online
        type_: str | Unset = UNSET
        if not isinstance(self.type_, Unset):
            type_ = self.type_.value

        _json: dict[str, Any] = {}
        _json.update(self.additional_properties)
        if active_groups is not UNSET:
            _json["activeGroups"] = active_groups
        if active_phonelines is not UNSET:
            _json["activePhonelines"] = active_phonelines
        if alias is not UNSET:
            _json["alias"] = alias
        if dnd is not UNSET:
            _json["dnd"] = dnd
        if id is not UNSET:
            _json["id"] = id
        if online is not UNSET:
            _json["online"] = online
        if type_ is not UNSET:
            _json["type"] = type_
        return _json

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read one JSON object; null is read as absent, and what has the wrong shape is left out."""
        from ..models.active_routing import ActiveRouting

        _fields = without_nulls(src_dict)
        active_groups = read_list(
            _fields.pop("activeGroups", UNSET), lambda item: read_model(item, ActiveRouting)
        )

        active_phonelines = read_list(
            _fields.pop("activePhonelines", UNSET), lambda item: read_model(item, ActiveRouting)
        )

        alias = _fields.pop("alias", UNSET)

        dnd = _fields.pop("dnd", UNSET)

        id = _fields.pop("id", UNSET)

        online = _fields.pop("online", UNSET)

        type_ = read_enum(_fields.pop("type", UNSET), DeviceResponseType)

        _built = cls(
            active_groups=active_groups,
            active_phonelines=active_phonelines,
            alias=alias,
            dnd=dnd,
            id=id,
            online=online,
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
