"""Phones: VoIP devices, mobile phones, external phones, apps."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from sipgate_api.api.devices import get_device, get_devices

from sipgate_tools.errors import InvalidInput
from sipgate_tools.models.phones import Device
from sipgate_tools.values import extension_id

from ._support.resource import AsyncResource

DEVICE_FILTERS: Final = ("all", "app", "register", "mobile", "external")
"""What `devices.list` can be narrowed to."""


@dataclass(frozen=True, repr=False)
class AsyncDevices:
    """Devices of users; `client.devices`. sipgate lists them by user only."""

    _session: AsyncResource

    async def list(self, user_id: str | None = None, *, types: Iterable[str] = ("all",)) -> list[Device]:
        """Return the devices of a user (operation getDevices).

        Args:
            user_id: Such as `w0`; by default the authenticated user.
            types: Some of `all`, `app`, `register`, `mobile`, `external`; apps exist on neo.
        """
        wanted = (types,) if isinstance(types, str) else tuple(types)
        if not wanted or not set(wanted) <= set(DEVICE_FILTERS):
            raise InvalidInput(
                "types has a kind that does not exist.", hint=f"Use {', '.join(DEVICE_FILTERS)}."
            )
        user = await self._session.user_id(user_id)
        return await self._session.records(
            get_devices.build_request(user_id=user, type_=",".join(wanted)), Device
        )

    async def get(self, device_id: str) -> Device:
        """Return one device (operation getDevice).

        Raises:
            NotFound: There is no such device.
        """
        checked = extension_id(device_id, argument="device_id")
        return Device.from_payload(await self._session.payload(get_device.build_request(device_id=checked)))
