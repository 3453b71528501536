"""Models for sipgate's responses: immutable, decoded leniently, with the object as received in `raw`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sipgate_tools._lazy import load_lazily

if TYPE_CHECKING:
    from .bulk import BulkReport
    from .bulk_progress import BulkProgress
    from .bulk_sms.messages import SmsMessage
    from .bulk_sms.report import SmsBulkReport
    from .bulk_sms.settlement import SmsSettlement
    from .channels import Channel, ChannelEvent, ChannelUser
    from .contact_import import ImportReport, ImportRow
    from .contact_sync import ContactChange, FieldChange, SyncReport
    from .contacts import (
        Contact,
        ContactAddress,
        ContactEmail,
        ContactNumber,
        ContactScope,
        ContactWebsite,
    )
    from .devices import Device, DeviceType, Routing, SipCredentials
    from .directory import DirectoryEntry
    from .fax import Faxline
    from .history import (
        CallEntry,
        CallStatus,
        Direction,
        Endpoint,
        FaxEntry,
        FaxStatus,
        HistoryEntry,
        HistoryType,
        PickupStatus,
        Recording,
        RoutedEndpoint,
        SmsEntry,
        VoicemailEntry,
        history_entry,
    )
    from .history_filter import HistoryFilter, HistoryFilterArguments
    from .history_update import HistoryUpdate
    from .lines import BlockedNumber, Forwarding, ForwardingChange, Line
    from .numbers import Number, NumberType
    from .rtcm import LiveCall, Participant
    from .sms import SmsCallerId, SmsEncoding, SmsExtension, SmsReceipt, SmsSize, sms_size
    from .users import Account, Balance, Platform, User, UserInfo
    from .voicemails import Voicemail
    from .webhook_settings import WebhookSettings

__all__ = [
    "Account",
    "Balance",
    "BlockedNumber",
    "BulkProgress",
    "BulkReport",
    "CallEntry",
    "CallStatus",
    "Channel",
    "ChannelEvent",
    "ChannelUser",
    "Contact",
    "ContactAddress",
    "ContactChange",
    "ContactEmail",
    "ContactNumber",
    "ContactScope",
    "ContactWebsite",
    "Device",
    "DeviceType",
    "Direction",
    "DirectoryEntry",
    "Endpoint",
    "FaxEntry",
    "FaxStatus",
    "Faxline",
    "FieldChange",
    "Forwarding",
    "ForwardingChange",
    "HistoryEntry",
    "HistoryFilter",
    "HistoryFilterArguments",
    "HistoryType",
    "HistoryUpdate",
    "ImportReport",
    "ImportRow",
    "Line",
    "LiveCall",
    "Number",
    "NumberType",
    "Participant",
    "PickupStatus",
    "Platform",
    "Recording",
    "RoutedEndpoint",
    "Routing",
    "SipCredentials",
    "SmsBulkReport",
    "SmsCallerId",
    "SmsEncoding",
    "SmsEntry",
    "SmsExtension",
    "SmsMessage",
    "SmsReceipt",
    "SmsSettlement",
    "SmsSize",
    "SyncReport",
    "User",
    "UserInfo",
    "Voicemail",
    "VoicemailEntry",
    "WebhookSettings",
    "history_entry",
    "sms_size",
]

_MODULES: Final = {
    "Account": ".users",
    "Balance": ".users",
    "BlockedNumber": ".lines",
    "BulkProgress": ".bulk_progress",
    "BulkReport": ".bulk",
    "CallEntry": ".history",
    "CallStatus": ".history",
    "Channel": ".channels",
    "ChannelEvent": ".channels",
    "ChannelUser": ".channels",
    "Contact": ".contacts",
    "ContactAddress": ".contacts",
    "ContactChange": ".contact_sync",
    "FieldChange": ".contact_sync",
    "SyncReport": ".contact_sync",
    "ContactEmail": ".contacts",
    "ContactNumber": ".contacts",
    "ContactScope": ".contacts",
    "ContactWebsite": ".contacts",
    "Device": ".devices",
    "DeviceType": ".devices",
    "Direction": ".history",
    "DirectoryEntry": ".directory",
    "Endpoint": ".history",
    "FaxEntry": ".history",
    "FaxStatus": ".history",
    "Faxline": ".fax",
    "Forwarding": ".lines",
    "ForwardingChange": ".lines",
    "HistoryEntry": ".history",
    "HistoryFilter": ".history_filter",
    "HistoryFilterArguments": ".history_filter",
    "HistoryType": ".history",
    "HistoryUpdate": ".history_update",
    "ImportReport": ".contact_import",
    "ImportRow": ".contact_import",
    "Line": ".lines",
    "LiveCall": ".rtcm",
    "Number": ".numbers",
    "NumberType": ".numbers",
    "Participant": ".rtcm",
    "PickupStatus": ".history",
    "Platform": ".users",
    "Recording": ".history",
    "RoutedEndpoint": ".history",
    "Routing": ".devices",
    "SipCredentials": ".devices",
    "SmsCallerId": ".sms",
    "SmsEncoding": ".sms",
    "SmsEntry": ".history",
    "SmsExtension": ".sms",
    "SmsReceipt": ".sms",
    "SmsBulkReport": ".bulk_sms.report",
    "SmsMessage": ".bulk_sms.messages",
    "SmsSettlement": ".bulk_sms.settlement",
    "SmsSize": ".sms",
    "User": ".users",
    "UserInfo": ".users",
    "Voicemail": ".voicemails",
    "VoicemailEntry": ".history",
    "WebhookSettings": ".webhook_settings",
    "history_entry": ".history",
    "sms_size": ".sms",
}


def __getattr__(name: str) -> Any:
    return load_lazily(__name__, globals(), _MODULES, name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
