"""Rows for SMS extensions, faxlines, contacts, notifications, webhook settings, and the outbox."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class SmsExtension:
    """An SMS extension (s extension) of a user."""

    id: str
    owner: str
    alias: str


@dataclass(frozen=True, slots=True)
class SmsCallerId:
    """A number that an SMS extension can send from once it is verified. `id` is an int32 as a string."""

    id: str
    sms_id: str
    phonenumber: str
    verified: bool
    default: bool
    verification_code: str = ""


@dataclass(frozen=True, slots=True)
class Faxline:
    """A faxline (f extension) of a user, or of a group."""

    id: str
    owner: str
    alias: str
    tagline: str = ""
    caller_id: str = ""
    can_send: bool = True
    can_receive: bool = True


@dataclass(frozen=True, slots=True)
class Contact:
    """A contact. The lists contain objects in the API's format, such as `{"number": ..., "type": [...]}`.

    `number` is the order of creation. An INTERNAL contact belongs to a user of the account (`user_id`) and contains
    the user's name, e-mail address and numbers.
    """

    id: str
    number: int
    name: str
    scope: str
    family: str = ""
    given: str = ""
    picture: str | None = None
    emails: tuple[dict[str, Any], ...] = ()
    numbers: tuple[dict[str, Any], ...] = ()
    addresses: tuple[dict[str, Any], ...] = ()
    organization: tuple[tuple[str, ...], ...] = ()
    note: str = ""
    websites: tuple[dict[str, Any], ...] = ()
    user_id: str = ""


@dataclass(frozen=True, slots=True)
class Notification:
    """A notification to `target`. `about` is call, fax, report, sms or voicemail, and `via` is email or sms."""

    id: str
    user_id: str
    about: str
    via: str
    endpoint_id: str
    target: str
    direction: str = ""
    cause: str = ""


@dataclass(frozen=True, slots=True)
class SentSms:
    """An SMS in the outbox. `send_at` is None for an SMS that was sent immediately."""

    id: str
    sms_id: str
    sender: str
    recipient: str
    message: str
    created: datetime
    send_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SentFax:
    """A fax in the outbox, with its document."""

    id: str
    faxline_id: str
    sender: str
    recipient: str
    filename: str
    base64_content: str
    pages: int
    created: datetime


@dataclass(frozen=True, slots=True)
class ReceivedFax:
    """The document of a received fax, with the id of its history entry."""

    id: str
    filename: str
    base64_content: str


@dataclass(frozen=True, slots=True)
class StartedCall:
    """A call that was started through the API."""

    id: str
    caller: str
    callee: str
    caller_id: str
    device_id: str
    created: datetime


@dataclass(frozen=True, slots=True)
class WebhookSettings:
    """The account's sipgate.io settings. If `whitelist` is None, all extensions send webhooks."""

    incoming_url: str = ""
    outgoing_url: str = ""
    log: bool = False
    whitelist: tuple[str, ...] | None = None
    push_api_version: int = 1
    id: str = "settings"


@dataclass(frozen=True, slots=True)
class WebhookExchange:
    """A sent webhook and its response. `endpoint_id` is the phoneline, or "" for the account's URLs."""

    id: str
    created: datetime
    url: str
    request: str
    response: str
    xml_error: str
    status: str
    endpoint_id: str = ""
    call_id: str = ""
