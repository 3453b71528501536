"""Voicemails of the account."""

from __future__ import annotations

from dataclasses import dataclass

from sipgate_api.api.voicemails import get_voicemail, get_voicemails

from sipgate_tools.models.voicemails import Voicemail
from sipgate_tools.values import extension_id

from .._support.resource import AsyncResource


@dataclass(frozen=True, repr=False)
class AsyncVoicemails:
    """Voicemails (`client.voicemails`). The messages in them are in `client.history`."""

    _resource: AsyncResource

    async def list(self) -> list[Voicemail]:
        """Return the voicemails of the account (operation getVoicemails)."""
        return await self._resource.records(get_voicemails.build_request(), Voicemail)

    async def get(self, voicemail_id: str) -> Voicemail:
        """Return one voicemail with its greeting and access number (operation getVoicemail).

        Raises:
            InvalidInput: `voicemail_id` is not the extension id of a voicemail, such as `v0`.
            NotFound: The voicemail does not exist.
        """
        checked = extension_id(voicemail_id, "v", argument="voicemail_id")
        return Voicemail.from_payload(
            await self._resource.payload(get_voicemail.build_request(voicemail_id=checked))
        )
