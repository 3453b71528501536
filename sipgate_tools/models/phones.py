"""What calls come in on and go out from: numbers, devices, voicemails."""

from __future__ import annotations

from typing import ClassVar

from sipgate_tools.values import OpenEnum

from ._base import Model, Record
from .history import Endpoint


class NumberType(OpenEnum):
    """The kinds of numbers."""

    MOBILE = "MOBILE"
    LANDLINE = "LANDLINE"
    QUICKDIAL = "QUICKDIAL"
    INTERNATIONAL = "INTERNATIONAL"


class DeviceType(OpenEnum):
    """The kinds of devices; apps exist on neo."""

    REGISTER = "REGISTER"
    MOBILE = "MOBILE"
    EXTERNAL = "EXTERNAL"
    DESKTOP_APP = "DESKTOP_APP"
    MOBILE_APP = "MOBILE_APP"


class Number(Record, frozen=True, kw_only=True):
    """A telephone number of the account and where it leads (operations getNumbers, getUserNumbers).

    Attributes:
        number: E.164.
        localized: As people in its country write it.
        endpoint_id: Extension id of the phoneline, group or device it is routed to; empty when it leads nowhere.
    """

    id: str = ""
    number: str | None = None
    localized: str | None = None
    type: NumberType | None = None
    endpoint_id: str | None = None
    endpoint_alias: str | None = None
    endpoint_url: str | None = None


class Routing(Model, frozen=True, kw_only=True):
    """A phoneline or group that a device rings for."""

    id: str | None = None
    alias: str | None = None


class SipCredentials(Model, frozen=True, kw_only=True):
    """What a VoIP phone registers with; the password is not shown by `repr`."""

    private_words: ClassVar[frozenset[str]] = frozenset({"password"})

    username: str | None = None
    password: str | None = None
    sip_server: str | None = None
    outbound_proxy: str | None = None
    sip_server_websocket_url: str | None = None


class Device(Record, frozen=True, kw_only=True):
    """A device of a user (operations getDevices, getDevice).

    Attributes:
        id: Extension id of kind e (VoIP), x (external) or y (mobile), such as `e0`.
        online: Whether it is registered at present.
        dnd: Whether it does not disturb.
        active_phonelines: The phonelines it rings for.
        active_groups: The groups it rings for.
        number: Of an external device: the number that rings.
        credentials: Of a VoIP device: how it registers.
    """

    id: str = ""
    alias: str | None = None
    type: DeviceType | None = None
    online: bool | None = None
    dnd: bool | None = None
    caller_id: str | None = None
    owner: str | None = None
    active_phonelines: tuple[Routing, ...] = ()
    active_groups: tuple[Routing, ...] = ()
    number: str | None = None
    incoming_call_display_state: str | None = None
    credentials: SipCredentials | None = None


class Voicemail(Record, frozen=True, kw_only=True):
    """A voicemail (operations getVoicemails, getVoicemail).

    Attributes:
        id: Extension id of kind v, such as `v0`.
        belongs_to_endpoint: The phoneline or group whose callers it takes.
        transcription: Whether messages are written down.
        access_number: The number to listen to it by phone.
    """

    id: str = ""
    alias: str | None = None
    belongs_to_endpoint: Endpoint | None = None
    transcription: bool | None = None
    can_transcribe: bool | None = None
    active_greeting_alias: str | None = None
    active_greeting_id: str | None = None
    access_number: str | None = None
