# pyright: basic
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset, read_list, read_model, without_nulls

if TYPE_CHECKING:
    from ..models.channel_user_response import ChannelUserResponse


@_attrs_define
class ChannelResponse:
    """A channel of sipgate neo: who rings when its numbers are called.

    Attributes:
        id (str | Unset): Id of the channel.
        name (str | Unset): Name.
        users (list[ChannelUserResponse] | Unset): Users, with their devices.
    """

    id: str | Unset = UNSET
    name: str | Unset = UNSET
    users: list[ChannelUserResponse] | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return the fields that are set, as JSON."""
        id = self.id
        name = self.name
        users: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.users, Unset):
            users = []
            for users_item_data in self.users:
                users_item = users_item_data.to_dict()
                users.append(users_item)

        _json: dict[str, Any] = {}
        _json.update(self.additional_properties)
        if id is not UNSET:
            _json["id"] = id
        if name is not UNSET:
            _json["name"] = name
        if users is not UNSET:
            _json["users"] = users
        return _json

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read one JSON object; null is read as absent, and what has the wrong shape is left out."""
        from ..models.channel_user_response import ChannelUserResponse

        _fields = without_nulls(src_dict)
        id = _fields.pop("id", UNSET)

        name = _fields.pop("name", UNSET)

        users = read_list(_fields.pop("users", UNSET), lambda item: read_model(item, ChannelUserResponse))

        _built = cls(
            id=id,
            name=name,
            users=users,
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
