"""Devices: VoIP phones, external phones, mobile phones and apps."""

from __future__ import annotations

from typing import ClassVar

from sipgate_tools.values import OpenEnum

from ._base import Model, Record


class DeviceType(OpenEnum):
    """The kinds of devices; apps exist on neo only."""

    REGISTER = "REGISTER"
    MOBILE = "MOBILE"
    EXTERNAL = "EXTERNAL"
    DESKTOP_APP = "DESKTOP_APP"
    MOBILE_APP = "MOBILE_APP"


class Routing(Model, frozen=True, kw_only=True):
    """A phoneline or group for which a device rings."""

    id: str | None = None
    alias: str | None = None


class SipCredentials(Model, frozen=True, kw_only=True):
    """The SIP credentials with which a VoIP phone registers; `repr` omits the password."""

    private_words: ClassVar[frozenset[str]] = frozenset({"password"})

    username: str | None = None
    password: str | None = None
    sip_server: str | None = None
    outbound_proxy: str | None = None
    sip_server_websocket_url: str | None = None


class Device(Record, frozen=True, kw_only=True):
    """A device of a user (operations getDevices, getDevice).

    Attributes:
        id: The extension id, such as `e0` (VoIP phone), `x0` (external phone) or `y0` (mobile phone).
        online: Whether the device is currently registered.
        dnd: Whether "do not disturb" is on.
        active_phonelines: The phonelines that the device rings for.
        active_groups: The groups that the device rings for.
        number: The number of an external phone.
        credentials: The SIP credentials of a VoIP phone.
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
