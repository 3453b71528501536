"""Lines: phonelines of classic and channels of neo, with call forwarding and anonymous callers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, cast

from sipgate_api.api.phonelines import (
    get_block_anonymous_setting,
    get_phoneline_forwardings,
    get_phonelines,
)

from sipgate_tools.errors import InvalidInput, NotFound, PermissionDenied
from sipgate_tools.models._lists import items_of
from sipgate_tools.models.lines import Forwarding, ForwardingChange, Line
from sipgate_tools.models.numbers import Number
from sipgate_tools.requests.lines import (
    AnonymousTarget,
    block_anonymous_request,
    checked_target,
    forwarded,
    set_forwardings_request,
)
from sipgate_tools.values import extension_id, flag

from .._support import platform
from .._support.resource import AsyncResource
from ..account.users import AsyncUsers
from .channels import AsyncChannels
from .numbers import AsyncNumbers

_CHANNELS_HAVE_NONE: Final = (
    "On neo, route a number to another channel with client.numbers.route(), or set the forwarding of the channel in "
    "sipgate's web interface."
)


@dataclass(frozen=True, repr=False)
class AsyncLines:
    """Lines of the account (`client.lines`): phonelines on classic, channels on neo."""

    _resource: AsyncResource

    async def list(self, user_id: str | None = None) -> list[Line]:
        """Return the lines, with their users and numbers (operations getPhonelines, getChannels, getNumbers).

        Args:
            user_id: The user whose lines to return, such as `w0`; by default all lines that the token may read: those
                of all users for an administrator, else your own.

        Raises:
            InvalidInput: `user_id` is not a user id.
        """
        user = None if user_id is None else extension_id(user_id, "w", argument="user_id")
        numbers = await self._numbers()
        if await platform.is_neo(self._resource):
            channels = [
                Line(
                    id=channel.id,
                    kind="channel",
                    name=channel.name or "",
                    user_ids=tuple(member.id for member in channel.users),
                    numbers=_routed_to(numbers, channel.id),
                )
                for channel in await AsyncChannels(self._resource).list()
            ]
            return [line for line in channels if user is None or user in line.user_ids]
        return [
            Line(
                id=line_id,
                kind="phoneline",
                name=name,
                user_ids=(owner,),
                numbers=_routed_to(numbers, line_id),
            )
            for owner in ([user] if user else await self._users())
            for line_id, name in await self._phonelines(owner)
        ]

    async def forwardings(self, line: Line | str) -> tuple[Forwarding, ...]:
        """Return the call forwardings of a phoneline, in the order of their times.

        Args:
            line: The line or its extension id, such as `p0`.

        Raises:
            InvalidInput: The line is not a phoneline, or the account runs on neo, which has no such forwarding.
            NotFound: No user has this phoneline.
        """
        owner, line_id = await self._phoneline(line)
        request = get_phoneline_forwardings.build_request(user_id=owner, phoneline_id=line_id)
        found = await self._resource.records(request, Forwarding)
        return tuple(sorted(found, key=lambda one: one.timeout))

    async def forward(self, line: Line | str, *, to: str, after_seconds: int = 0) -> ForwardingChange:
        """Forward the calls of a phoneline to a number (operation setPhonelineForwardingSettings).

        The new forwarding replaces the other forwardings to numbers. Voicemails are kept; one that picks up earlier
        gets the call first. Forwarded calls cost money.

        Args:
            line: The line or its extension id, such as `p0`.
            to: The number, with country code.
            after_seconds: Seconds of ringing before calls are forwarded, 0 to 600; 0 forwards at once.

        Returns:
            The forwardings before and after the change.

        Raises:
            InvalidInput: An argument is invalid, or the account runs on neo; nothing was changed.
            NotFound: No user has this phoneline.
        """
        forwarded((), to, after_seconds)
        owner, line_id = await self._phoneline(line)
        before = await self.forwardings(Line(id=line_id, kind="phoneline", user_ids=(owner,)))
        return await self._change(owner, line_id, before, forwarded(before, to, after_seconds))

    async def unforward(self, line: Line | str) -> ForwardingChange:
        """End the forwarding of a phoneline to numbers; voicemails are kept.

        Args:
            line: The line or its extension id, such as `p0`.

        Returns:
            The forwardings before and after the change.

        Raises:
            InvalidInput: The line is not a phoneline, or the account runs on neo; nothing was changed.
            NotFound: No user has this phoneline.
        """
        owner, line_id = await self._phoneline(line)
        before = await self.forwardings(Line(id=line_id, kind="phoneline", user_ids=(owner,)))
        return await self._change(owner, line_id, before, [one for one in before if not one.to_number])

    async def block_anonymous(
        self, line: Line | str, enabled: bool, *, target: AnonymousTarget = "REJECT"
    ) -> None:
        """Block or admit callers without a number (operation setBlockAnonymousSetting).

        Args:
            line: The line or its extension id, such as `p0`.
            enabled: Whether such callers are blocked.
            target: What happens to them: `REJECT` or `VOICEMAIL`.

        Raises:
            InvalidInput: An argument is invalid, or the account runs on neo; nothing was changed.
            NotFound: No user has this phoneline.
        """
        flag(enabled, argument="enabled")
        checked_target(target)
        owner, line_id = await self._phoneline(line)
        await self._resource.confirm(block_anonymous_request(owner, line_id, enabled=enabled, target=target))

    async def blocks_anonymous(self, line: Line | str) -> bool:
        """Return whether a phoneline blocks callers without a number (operation getBlockAnonymousSetting).

        Raises:
            InvalidInput: The line is not a phoneline, or the account runs on neo.
            NotFound: No user has this phoneline.
        """
        owner, line_id = await self._phoneline(line)
        request = get_block_anonymous_setting.build_request(user_id=owner, phoneline_id=line_id)
        response: Any = await self._resource.payload(request)
        return isinstance(response, Mapping) and cast("Mapping[str, Any]", response).get("enabled") is True

    async def _change(
        self, owner: str, line_id: str, before: tuple[Forwarding, ...], forwardings: Sequence[Forwarding]
    ) -> ForwardingChange:
        await self._resource.confirm(set_forwardings_request(owner, line_id, forwardings))
        after = await self.forwardings(Line(id=line_id, kind="phoneline", user_ids=(owner,)))
        return ForwardingChange(line_id=line_id, before=before, after=after)

    async def _phoneline(self, line: Line | str) -> tuple[str, str]:
        """Return the owner and the id of a phoneline.

        Raises:
            InvalidInput: The line is a channel, its id is not that of a phoneline, or the account runs on neo.
            NotFound: No user that the token may read has this phoneline.
        """
        if (isinstance(line, Line) and line.kind == "channel") or await platform.is_neo(self._resource):
            raise InvalidInput(
                "Channels of neo have no phoneline settings.",
                hint=_CHANNELS_HAVE_NONE,
                code="platform.classic_only",
            )
        line_id = extension_id(line.id if isinstance(line, Line) else line, "p", argument="line")
        if isinstance(line, Line) and line.user_ids:
            return line.user_ids[0], line_id
        for owner in await self._users():
            if line_id in {phoneline for phoneline, _ in await self._phonelines(owner)}:
                return owner, line_id
        raise NotFound("No user has this phoneline.", hint="client.lines.list() lists them.")

    async def _users(self) -> Sequence[str]:
        try:
            users = [user.id for user in await AsyncUsers(self._resource).list()]
        except (PermissionDenied, NotFound):
            users = []
        own = await self._resource.user_id()
        return tuple(dict.fromkeys([own, *users]))

    async def _phonelines(self, owner: str) -> Sequence[tuple[str, str]]:
        payload = await self._resource.payload(get_phonelines.build_request(user_id=owner))
        return [(str(item.get("id")), str(item.get("alias") or "")) for item in items_of(payload)]

    async def _numbers(self) -> Sequence[Number]:
        try:
            return [number async for number in AsyncNumbers(self._resource).iterate()]
        except (PermissionDenied, NotFound):
            return ()


def _routed_to(numbers: Sequence[Number], endpoint: str) -> tuple[str, ...]:
    return tuple(one.number for one in numbers if one.number and one.endpoint_id == endpoint)
