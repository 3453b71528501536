"""Who the account and its users are, and operations without a facade."""

import pickle
from decimal import Decimal

import pytest
from sipgate_api.api.groups import get_groups

from sipgate_tools import (
    AsyncSipgate,
    PermissionDenied,
)
from sipgate_tools.models import (
    Platform,
)
from sipgate_tools.sandbox import Sandbox
from tests.client.accounts import BOTH, Access, AccountKind, access


@BOTH
async def test_the_account_says_who_it_is_and_what_it_has(kind: AccountKind) -> None:
    async with AsyncSipgate(**access(Sandbox(kind))) as client:
        me = await client.users.me()
        assert (me.id, me.admin) == ("w0", True)
        assert {user.id for user in await client.users.list()} >= {"w0", "w1", "w2"}
        assert await client.account.platform() == Platform(kind)
        balance = await client.account.balance()
        assert isinstance(balance, Decimal)
        assert balance == balance.amount == Decimal("35.00")
        assert str(balance) == "35.00 EUR"
        assert pickle.loads(pickle.dumps(balance)).currency == "EUR"
        assert (await client.account.get()).company


@BOTH
async def test_the_platform_is_asked_once(kind: AccountKind) -> None:
    sandbox = Sandbox(kind)
    async with AsyncSipgate(**access(sandbox)) as client:
        await client.account.platform()
        await client.with_options(timeout=1).account.platform()
        await client.history.list()
    assert len([path for _, path in sandbox.requests if path.endswith("/groups")]) == 1


async def test_the_platform_of_an_oauth_token_is_read_from_it() -> None:
    sandbox = Sandbox("neo")
    token = sandbox.issue_jwt(scopes=["all"])
    async with AsyncSipgate(token=token, base_url=sandbox.base_url, transport=sandbox) as client:
        assert await client.account.platform() == Platform.NEO
    assert sandbox.requests == []


async def test_every_other_operation_goes_the_same_way_and_fails_the_same_way() -> None:
    sandbox = Sandbox()
    async with AsyncSipgate(**access(sandbox)) as client:
        groups = await get_groups.asyncio(client=client.api)
        assert groups
        assert groups.items
    token_id, token = sandbox.issue_token(scopes=["history:read"])
    limited = Access(token_id=token_id, token=token, base_url=sandbox.base_url, transport=sandbox)
    async with AsyncSipgate(**limited) as client:
        with pytest.raises(PermissionDenied, match="groups:read"):
            await get_groups.asyncio(client=client.api)
