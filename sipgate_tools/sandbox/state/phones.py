"""Rows: devices, phonelines, groups, channels, numbers and voicemails."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

DeviceKind = Literal["REGISTER", "MOBILE", "EXTERNAL", "DESKTOP_APP", "MOBILE_APP"]


@dataclass(frozen=True, slots=True)
class Device:
    """A device (e, x or y extension). Fields of one kind are empty on the others."""

    id: str
    owner: str
    alias: str
    kind: DeviceKind
    online: bool = True
    dnd: bool = False
    caller_id: str = ""
    local_prefix: str = ""
    local_prefix_active: bool = False
    single_row_display: bool = False
    tariff_announcement: bool = False
    emergency_address_id: str = ""
    password: str = ""
    user_agent: str = ""
    number: str = ""
    incoming_call_display: str = "CALLER_NUMBER"
    sim_id: str = ""
    sim_state: str = "INACTIVE"
    puk1: str = ""
    puk2: str = ""
    esim: bool = False


@dataclass(frozen=True, slots=True)
class Forwarding:
    """A forwarding of unanswered calls to `destination` after `timeout` seconds."""

    destination: str
    timeout: int
    active: bool


@dataclass(frozen=True, slots=True)
class WebhookUrls:
    """Webhook settings of a phoneline."""

    incoming_active: bool = False
    outgoing_active: bool = False
    incoming_url: str = ""
    outgoing_url: str = ""
    log: bool = False
    certificate: str = ""
    allow_self_signed: bool = False


@dataclass(frozen=True, slots=True)
class Phoneline:
    """A phoneline (p extension) of a classic account: calls to its numbers ring its devices."""

    id: str
    owner: str
    alias: str
    device_ids: tuple[str, ...] = ()
    forwardings: tuple[Forwarding, ...] = ()
    block_anonymous: bool = False
    block_target: str = "REJECT"
    webhooks: WebhookUrls = WebhookUrls()


@dataclass(frozen=True, slots=True)
class ParallelForwarding:
    """Another number that rings together with a phoneline."""

    id: str
    phoneline_id: str
    alias: str
    destination: str
    active: bool


@dataclass(frozen=True, slots=True)
class Group:
    """A group (g extension) of a classic account."""

    id: str
    alias: str
    user_ids: tuple[str, ...] = ()
    device_ids: tuple[str, ...] = ()
    department_id: int = 0


@dataclass(frozen=True, slots=True)
class ChannelUser:
    """A user of a channel and the devices that ring."""

    id: str
    device_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel of a neo account, which replaces phonelines and groups."""

    id: str
    name: str
    users: tuple[ChannelUser, ...] = ()


@dataclass(frozen=True, slots=True)
class Number:
    """A telephone number. `endpoint_id` is the extension it is routed to, "" for none.

    `channel_id` is the channel it is routed to on a neo account; a quick dial number belongs to `quick_dial_user`.
    `block` is the common prefix of the numbers of a block of 10 or 100, "" for a single number.
    """

    id: str
    number: str
    localized: str
    type: str = "LANDLINE"
    endpoint_id: str = ""
    channel_id: str = ""
    quick_dial_user: str = ""
    released_for_porting: bool = False
    block: str = ""


@dataclass(frozen=True, slots=True)
class Voicemail:
    """A voicemail (v extension) of a phoneline, a group or (neo) a channel's user."""

    id: str
    endpoint_id: str
    alias: str
    timeout: int = 20
    active: bool = True
    transcription: bool = True
    can_transcribe: bool = True
    access_number: str = ""
    pin: str = ""


@dataclass(frozen=True, slots=True)
class Greeting:
    """A recorded greeting of a voicemail; `voicemail_id` "" is the greeting before automatic recordings."""

    id: str
    voicemail_id: str
    alias: str
    active: bool
    base64_content: str = ""


@dataclass(frozen=True, slots=True)
class AutoRecording:
    """Whether calls of an extension (the id) are recorded automatically."""

    id: str
    active: bool


@dataclass(frozen=True, slots=True)
class BlockedNumber:
    """An entry of the list of blocked callers; the id is the number."""

    id: str
    block: bool = True
