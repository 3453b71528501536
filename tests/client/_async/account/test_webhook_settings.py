"""The webhook settings of an account."""

import pytest

from sipgate_tools import (
    AsyncSipgate,
    InvalidInput,
)
from sipgate_tools.sandbox import Sandbox
from tests.client.accounts import BOTH, AccountKind, access


@BOTH
async def test_webhook_settings_change_only_what_is_named(kind: AccountKind) -> None:
    async with AsyncSipgate(**access(Sandbox(kind))) as client:
        settings = client.webhook_settings
        await settings.set_incoming_url("https://user:secret@phone.example.com/in")
        first = await settings.get()
        assert first.incoming_url == "https://user:secret@phone.example.com/in"
        assert "secret" not in repr(first)
        assert "phone.example.com" in repr(first)
        await settings.set_outgoing_url("https://phone.example.com/out")
        await settings.set_log(True)
        await settings.set_whitelist(["p0", "g0"])
        now = await settings.get()
        assert (now.incoming_url, now.log, now.whitelist) == (first.incoming_url, True, ("p0", "g0"))
        assert now.push_api_version == first.push_api_version
        await settings.clear_whitelist()
        assert (await settings.get()).whitelist == ()
        await settings.disable_whitelist()
        assert (await settings.get()).whitelist is None
        await settings.clear_incoming_url()
        assert not (await settings.get()).incoming_url
        for wrong in (["e0"], ["p01"], "p0"):
            with pytest.raises(InvalidInput):
                await settings.set_whitelist(wrong)
        with pytest.raises(InvalidInput):
            await settings.set_incoming_url("ftp://phone.example.com")
        if kind == "neo":
            with pytest.raises(InvalidInput, match="https"):
                await settings.set_incoming_url("http://phone.example.com")
        else:
            await settings.set_incoming_url("http://phone.example.com")
