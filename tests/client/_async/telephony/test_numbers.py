"""Numbers, devices and voicemails."""

from sipgate_tools import (
    AsyncSipgate,
)
from sipgate_tools.sandbox import Sandbox
from tests.client.accounts import BOTH, AccountKind, access


@BOTH
async def test_numbers_devices_and_voicemails_are_listed(kind: AccountKind) -> None:
    async with AsyncSipgate(**access(Sandbox(kind))) as client:
        numbers = [number async for number in client.numbers.iterate(page_size=2)]
        assert len({number.id for number in numbers}) == len(numbers) > 2
        assert all((number.number or "").startswith("+") for number in numbers)
        assert len(await client.numbers.list(limit=1)) == 1
        assert {number.number for number in await client.numbers.of_user()} <= {
            number.number for number in numbers
        }
        devices = await client.devices.list()
        assert "e0" in {device.id for device in devices}
        assert (await client.devices.get("e0")).alias
        voicemails = await client.voicemails.list()
        assert (await client.voicemails.get(voicemails[0].id)).id == voicemails[0].id


@BOTH
async def test_a_users_numbers_are_the_same_where_the_account_lacks_that_view(kind: AccountKind) -> None:
    sandbox = Sandbox(kind)
    async with AsyncSipgate(**access(sandbox)) as client:
        for user_id in ("w0", "w1", "w2"):
            seen = await client.numbers.of_user(user_id)
            sandbox.book(missing=("numbers",))
            assert await client.numbers.of_user(user_id) == seen
            sandbox.book("numbers")
    assert "/v2/numbers" in {path for _, path in sandbox.requests}
