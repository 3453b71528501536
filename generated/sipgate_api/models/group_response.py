# pyright: basic
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset, read_list, read_model, without_nulls

if TYPE_CHECKING:
    from ..models.voicemail_settings_response import VoicemailSettingsResponse


@_attrs_define
class GroupResponse:
    """``GroupResponse`` of the document.

    Attributes:
        alias (str | Unset): Name, chosen by a person.
        department_id (int | Unset): Number of the department.
        id (str | Unset): Id.
        voicemails (list[VoicemailSettingsResponse] | Unset): Voicemails.
    """

    alias: str | Unset = UNSET
    department_id: int | Unset = UNSET
    id: str | Unset = UNSET
    voicemails: list[VoicemailSettingsResponse] | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return the fields that are set, as JSON."""
        alias = self.alias
        department_id = self.department_id
        id = self.id
        voicemails: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.voicemails, Unset):
            voicemails = []
            for voicemails_item_data in self.voicemails:
                voicemails_item = voicemails_item_data.to_dict()
                voicemails.append(voicemails_item)

        _json: dict[str, Any] = {}
        _json.update(self.additional_properties)
        if alias is not UNSET:
            _json["alias"] = alias
        if department_id is not UNSET:
            _json["departmentId"] = department_id
        if id is not UNSET:
            _json["id"] = id
        if voicemails is not UNSET:
            _json["voicemails"] = voicemails
        return _json

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read one JSON object; null is read as absent, and what has the wrong shape is left out."""
        from ..models.voicemail_settings_response import VoicemailSettingsResponse

        _fields = without_nulls(src_dict)
        alias = _fields.pop("alias", UNSET)

        department_id = _fields.pop("departmentId", UNSET)

        id = _fields.pop("id", UNSET)

        voicemails = read_list(
            _fields.pop("voicemails", UNSET), lambda item: read_model(item, VoicemailSettingsResponse)
        )

        _built = cls(
            alias=alias,
            department_id=department_id,
            id=id,
            voicemails=voicemails,
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
