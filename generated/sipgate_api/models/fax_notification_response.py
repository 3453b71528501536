# pyright: basic
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset, read_list, read_model, without_nulls

if TYPE_CHECKING:
    from ..models.fax_email_target import FaxEmailTarget
    from ..models.fax_sms_target import FaxSmsTarget
    from ..models.report_target import ReportTarget


@_attrs_define
class FaxNotificationResponse:
    """``FaxNotificationResponse`` of the document.

    Attributes:
        emails (list[FaxEmailTarget] | Unset): E-mail addresses.
        endpoint_alias (str | Unset): Name of the extension.
        endpoint_id (str | Unset): Id of the extension; an empty string for none.
        reports (list[ReportTarget] | Unset): Who gets the reports.
        sms (list[FaxSmsTarget] | Unset): Notifications by or of SMS.
    """

    emails: list[FaxEmailTarget] | Unset = UNSET
    endpoint_alias: str | Unset = UNSET
    endpoint_id: str | Unset = UNSET
    reports: list[ReportTarget] | Unset = UNSET
    sms: list[FaxSmsTarget] | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return the fields that are set, as JSON."""
        emails: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.emails, Unset):
            emails = []
            for emails_item_data in self.emails:
                emails_item = emails_item_data.to_dict()
                emails.append(emails_item)

        endpoint_alias = self.endpoint_alias
        endpoint_id = self.endpoint_id
        reports: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.reports, Unset):
            reports = []
            for reports_item_data in self.reports:
                reports_item = reports_item_data.to_dict()
                reports.append(reports_item)

        sms: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.sms, Unset):
            sms = []
            for sms_item_data in self.sms:
                sms_item = sms_item_data.to_dict()
                sms.append(sms_item)

        _json: dict[str, Any] = {}
        _json.update(self.additional_properties)
        if emails is not UNSET:
            _json["emails"] = emails
        if endpoint_alias is not UNSET:
            _json["endpointAlias"] = endpoint_alias
        if endpoint_id is not UNSET:
            _json["endpointId"] = endpoint_id
        if reports is not UNSET:
            _json["reports"] = reports
        if sms is not UNSET:
            _json["sms"] = sms
        return _json

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read one JSON object; null is read as absent, and what has the wrong shape is left out."""
        from ..models.fax_email_target import FaxEmailTarget
        from ..models.fax_sms_target import FaxSmsTarget
        from ..models.report_target import ReportTarget

        _fields = without_nulls(src_dict)
        emails = read_list(_fields.pop("emails", UNSET), lambda item: read_model(item, FaxEmailTarget))

        endpoint_alias = _fields.pop("endpointAlias", UNSET)

        endpoint_id = _fields.pop("endpointId", UNSET)

        reports = read_list(_fields.pop("reports", UNSET), lambda item: read_model(item, ReportTarget))

        sms = read_list(_fields.pop("sms", UNSET), lambda item: read_model(item, FaxSmsTarget))

        _built = cls(
            emails=emails,
            endpoint_alias=endpoint_alias,
            endpoint_id=endpoint_id,
            reports=reports,
            sms=sms,
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
