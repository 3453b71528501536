# Made by scripts/make_sync.py from sipgate_tools/_async/telephony/devices.py: edit that file.
"""Devices: VoIP phones, mobile phones, external phones and apps."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from sipgate_api.api.devices import get_device, get_devices

from sipgate_tools.errors import InvalidInput
from sipgate_tools.models.devices import Device
from sipgate_tools.requests.lines import do_not_disturb_request
from sipgate_tools.values import extension_id

from .._support.resource import SyncResource

DEVICE_FILTERS: Final = ("all", "app", "register", "mobile", "external")
"""Values that `devices.list` accepts as `types`."""


@dataclass(frozen=True, repr=False)
class SyncDevices:
    """The users' devices (`client.devices`). sipgate lists the devices of one user at a time."""

    _resource: SyncResource

    def list(self, user_id: str | None = None, *, types: Iterable[str] = ("all",)) -> list[Device]:
        """Return the devices of a user (operation getDevices).

        Args:
            user_id: The user id, such as `w0`; by default the id of the authenticated user.
            types: The types of devices: one or more of `all`, `app`, `register`, `mobile` and `external`. Apps exist on
                neo only.

        Raises:
            InvalidInput: An argument is invalid; nothing was sent.
        """
        filters = (types,) if isinstance(types, str) else tuple(types)
        if not filters or not set(filters) <= set(DEVICE_FILTERS):
            raise InvalidInput("Unknown device type.", hint=f"Use {', '.join(DEVICE_FILTERS)}.")
        user = self._resource.user_id(user_id)
        return self._resource.records(
            get_devices.build_request(user_id=user, type_=",".join(filters)), Device
        )

    def do_not_disturb(self, device_id: str, enabled: bool) -> None:
        """Let a device stay silent, or ring again (operation changeDeviceSettings).

        Args:
            device_id: The extension id of the device, such as `e0`.
            enabled: Whether the device stays silent.

        Raises:
            InvalidInput: `device_id` is not an extension id, or `enabled` is not a bool; nothing was sent.
            NotFound: The device does not exist.
        """
        self._resource.confirm(do_not_disturb_request(device_id, enabled=enabled))

    def get(self, device_id: str) -> Device:
        """Return one device (operation getDevice).

        Raises:
            InvalidInput: `device_id` is not an extension id.
            NotFound: The device does not exist.
        """
        checked = extension_id(device_id, argument="device_id")
        return Device.from_payload(self._resource.payload(get_device.build_request(device_id=checked)))
