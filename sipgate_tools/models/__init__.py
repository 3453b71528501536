"""What sipgate's answers become: frozen values, read leniently, that keep what was received in `raw`."""

from sipgate_tools.models.bulk import BulkReport
from sipgate_tools.models.bulk_tally import BulkProgress
from sipgate_tools.models.channels import Channel, ChannelEvent, ChannelUser
from sipgate_tools.models.contact_import import ImportReport, ImportRow
from sipgate_tools.models.contacts import (
    Contact,
    ContactAddress,
    ContactEmail,
    ContactNumber,
    ContactScope,
    ContactWebsite,
)
from sipgate_tools.models.fax import Faxline
from sipgate_tools.models.history import (
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
from sipgate_tools.models.history_filter import HistoryFilter, HistoryFilterArguments
from sipgate_tools.models.history_update import HistoryUpdate
from sipgate_tools.models.phones import (
    Device,
    DeviceType,
    Number,
    NumberType,
    Routing,
    SipCredentials,
    Voicemail,
)
from sipgate_tools.models.rtcm import LiveCall, Participant
from sipgate_tools.models.sms import SmsCallerId, SmsEncoding, SmsExtension, SmsReceipt, SmsSize, sms_size
from sipgate_tools.models.users import Account, Balance, Platform, User, UserInfo
from sipgate_tools.models.webhook_settings import WebhookSettings

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
