"""What sipgate's answers become: frozen values, read leniently, that keep what was received in `raw`."""

from sipgate_tools.models.bulk import BulkReport
from sipgate_tools.models.channels import Channel, ChannelEvent, ChannelUser
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
from sipgate_tools.models.rtcm import LiveCall, Participant
from sipgate_tools.models.sms import SmsCallerId, SmsEncoding, SmsExtension, SmsReceipt, SmsSize, sms_size
from sipgate_tools.models.users import Account, Balance, Platform, User, UserInfo

__all__ = [
    "Account",
    "Balance",
    "BulkReport",
    "CallEntry",
    "CallStatus",
    "Channel",
    "ChannelEvent",
    "ChannelUser",
    "Direction",
    "Endpoint",
    "FaxEntry",
    "FaxStatus",
    "HistoryEntry",
    "HistoryFilter",
    "HistoryFilterArguments",
    "HistoryType",
    "HistoryUpdate",
    "LiveCall",
    "Participant",
    "PickupStatus",
    "Platform",
    "Recording",
    "RoutedEndpoint",
    "SmsCallerId",
    "SmsEncoding",
    "SmsEntry",
    "SmsExtension",
    "SmsReceipt",
    "SmsSize",
    "User",
    "UserInfo",
    "VoicemailEntry",
    "history_entry",
    "sms_size",
]
