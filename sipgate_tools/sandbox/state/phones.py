"""Rows for devices, phonelines, groups, channels, numbers and voicemails."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

DeviceKind = Literal["REGISTER", "MOBILE", "EXTERNAL", "DESKTOP_APP", "MOBILE_APP"]


@dataclass(frozen=True, slots=True)
class Device:
    """A device (`e`, `x`, `y` or `a` extension). Fields that belong to another kind of device are empty."""

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
    """A rule that forwards unanswered calls to `destination` after `timeout` seconds."""

    destination: str
    timeout: int
    active: bool


@dataclass(frozen=True, slots=True)
class WebhookUrls:
    """The webhook settings of a phoneline."""

    incoming_active: bool = False
    outgoing_active: bool = False
    incoming_url: str = ""
    outgoing_url: str = ""
    log: bool = False
    certificate: str = ""
    allow_self_signed: bool = False


@dataclass(frozen=True, slots=True)
class Phoneline:
    """A phoneline (p extension) of a classic account. Calls to the phoneline's numbers ring its devices."""

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
    """Another number that rings at the same time as a phoneline."""

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
    """A user of a channel, and the user's devices that ring."""

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
    """A telephone number.

    `endpoint_id` is the extension that the number is routed to, `channel_id` is the channel that it is routed to (neo),
    and `quick_dial_user` is the user that a quick dial number belongs to. Each is "" for none. `block` is the prefix
    that the numbers in a block of 10 or 100 have in common, or "" for a single number.
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
    """A voicemail box (v extension) of a phoneline or a group, or of a user (neo).

    Its `timeout` is the time that a call rings before the box picks up, in seconds.
    """

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
    """A recorded greeting of a voicemail, or the greeting before automatic recordings if `voicemail_id` is ""."""

    id: str
    voicemail_id: str
    alias: str
    active: bool
    base64_content: str = ""


@dataclass(frozen=True, slots=True)
class AutoRecording:
    """The setting for recording the calls of an extension automatically. `id` is the extension."""

    id: str
    active: bool


@dataclass(frozen=True, slots=True)
class BlockedNumber:
    """An entry in the list of blocked callers. `id` is the number."""

    id: str
    block: bool = True
