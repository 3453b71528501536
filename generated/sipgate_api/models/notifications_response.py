# pyright: basic
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset, read_list, read_model, without_nulls

if TYPE_CHECKING:
    from ..models.call_notification_response import CallNotificationResponse
    from ..models.fax_notification_response import FaxNotificationResponse
    from ..models.sms_notification_response import SmsNotificationResponse
    from ..models.voicemail_notification_response import VoicemailNotificationResponse


@_attrs_define
class NotificationsResponse:
    """``NotificationsResponse`` of the document.

    Attributes:
        call (list[CallNotificationResponse] | Unset): Notifications of calls.
        fax (list[FaxNotificationResponse] | Unset): Notifications of faxes, or fax numbers.
        sms (list[SmsNotificationResponse] | Unset): Notifications by or of SMS.
        voicemail (list[VoicemailNotificationResponse] | Unset): Notifications of voicemails.
    """

    call: list[CallNotificationResponse] | Unset = UNSET
    fax: list[FaxNotificationResponse] | Unset = UNSET
    sms: list[SmsNotificationResponse] | Unset = UNSET
    voicemail: list[VoicemailNotificationResponse] | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return the fields that are set, as JSON."""
        call: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.call, Unset):
            call = []
            for call_item_data in self.call:
                call_item = call_item_data.to_dict()
                call.append(call_item)

        fax: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.fax, Unset):
            fax = []
            for fax_item_data in self.fax:
                fax_item = fax_item_data.to_dict()
                fax.append(fax_item)

        sms: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.sms, Unset):
            sms = []
            for sms_item_data in self.sms:
                sms_item = sms_item_data.to_dict()
                sms.append(sms_item)

        voicemail: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.voicemail, Unset):
            voicemail = []
            for voicemail_item_data in self.voicemail:
                voicemail_item = voicemail_item_data.to_dict()
                voicemail.append(voicemail_item)

        _json: dict[str, Any] = {}
        _json.update(self.additional_properties)
        if call is not UNSET:
            _json["call"] = call
        if fax is not UNSET:
            _json["fax"] = fax
        if sms is not UNSET:
            _json["sms"] = sms
        if voicemail is not UNSET:
            _json["voicemail"] = voicemail
        return _json

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read one JSON object; null is read as absent, and what has the wrong shape is left out."""
        from ..models.call_notification_response import CallNotificationResponse
        from ..models.fax_notification_response import FaxNotificationResponse
        from ..models.sms_notification_response import SmsNotificationResponse
        from ..models.voicemail_notification_response import VoicemailNotificationResponse

        _fields = without_nulls(src_dict)
        call = read_list(_fields.pop("call", UNSET), lambda item: read_model(item, CallNotificationResponse))

        fax = read_list(_fields.pop("fax", UNSET), lambda item: read_model(item, FaxNotificationResponse))

        sms = read_list(_fields.pop("sms", UNSET), lambda item: read_model(item, SmsNotificationResponse))

        voicemail = read_list(
            _fields.pop("voicemail", UNSET), lambda item: read_model(item, VoicemailNotificationResponse)
        )

        _built = cls(
            call=call,
            fax=fax,
            sms=sms,
            voicemail=voicemail,
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
