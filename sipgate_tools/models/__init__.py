"""Models for sipgate's responses: immutable, decoded leniently, with the object as received in `raw`."""

from .bulk import BulkReport
from .bulk_progress import BulkProgress
from .channels import Channel, ChannelEvent, ChannelUser
from .contact_import import ImportReport, ImportRow
from .contacts import (
    Contact,
    ContactAddress,
    ContactEmail,
    ContactNumber,
    ContactScope,
    ContactWebsite,
)
from .devices import Device, DeviceType, Routing, SipCredentials
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
from .numbers import Number, NumberType
from .rtcm import LiveCall, Participant
from .sms import SmsCallerId, SmsEncoding, SmsExtension, SmsReceipt, SmsSize, sms_size
from .users import Account, Balance, Platform, User, UserInfo
from .voicemails import Voicemail
from .webhook_settings import WebhookSettings

__all__ = [
    "Account",
    "Balance",
    "BulkProgress",
    "BulkReport",
    "CallEntry",
    "CallStatus",
    "Channel",
    "ChannelEvent",
    "ChannelUser",
    "Contact",
    "ContactAddress",
    "ContactEmail",
    "ContactNumber",
    "ContactScope",
    "ContactWebsite",
    "Device",
    "DeviceType",
    "Direction",
    "Endpoint",
    "FaxEntry",
    "FaxStatus",
    "Faxline",
    "HistoryEntry",
    "HistoryFilter",
    "HistoryFilterArguments",
    "HistoryType",
    "HistoryUpdate",
    "ImportReport",
    "ImportRow",
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
    "SmsCallerId",
    "SmsEncoding",
    "SmsEntry",
    "SmsExtension",
    "SmsReceipt",
    "SmsSize",
    "User",
    "UserInfo",
    "Voicemail",
    "VoicemailEntry",
    "WebhookSettings",
    "history_entry",
    "sms_size",
]
