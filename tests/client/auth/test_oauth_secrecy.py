"""Stores that cannot be used, tokens of another kind, foreign redirects, and secrets that never leave an object."""

from __future__ import annotations

import asyncio
import copy
import html
import json
import pickle
import traceback
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import AsyncMock
from urllib.parse import quote, urlencode

import pytest

from sipgate_tools import (
    AsyncOAuth,
    AsyncSipgate,
    BadRequest,
    CredentialsMissing,
    InvalidInput,
    NotAuthenticated,
    OAuth,
    Sipgate,
    SipgateError,
    UnexpectedResponse,
)
from sipgate_tools._http.scrubbing import scrub
from sipgate_tools.auth import (
    AuthorizationRequest,
    BearerToken,
    FileStore,
    MemoryCredentialStore,
    OAuthCredentials,
    PersonalAccessToken,
    UserPassword,
    stored_credentials,
)
from sipgate_tools.models import UserInfo
from tests.client.credentials import TOKEN, TOKEN_ID, jwt
from tests.client.logins import REDIRECT, a_sandbox, browser_back
from tests.client.scripted_server import Reply, scripted_server

MESSAGE = 'Dinner at eight & bring Grüße / "wine"?'
NUMBER = "+4915799912345"


class AsyncStore:
    async def load(self) -> dict[str, Any] | None: ...
    async def save(self, content: dict[str, Any]) -> None: ...
    async def clear(self) -> None: ...
    def lock(self) -> Any:
        return AsyncLock()


class AsyncLock:
    async def try_acquire(self) -> bool:
        return True

    async def release(self) -> None: ...


class WithoutLock:
    def load(self) -> dict[str, Any] | None: ...
    def save(self, content: dict[str, Any]) -> None: ...
    def clear(self) -> None: ...


class WithAsyncLoad(MemoryCredentialStore):
    async def load(self) -> dict[str, Any] | None: ...  # type: ignore[override]


class WithMutex(MemoryCredentialStore):
    def lock(self) -> Any:
        return asyncio.Lock()


class WithAsyncLock(MemoryCredentialStore):
    async def lock(self) -> Any:  # type: ignore[override]
        return AsyncLock()


class CallableObject:
    """A callable object instead of a method."""

    async def __call__(self, *_: object) -> None: ...


class WithCalled(MemoryCredentialStore):
    load: Any = CallableObject()


def a_mock() -> Any:
    store = MemoryCredentialStore()
    store.save = AsyncMock()  # type: ignore[method-assign]
    return store


# Stores, the error of the sync client for them, and that of the async one (`None`: it accepts them).
UNUSABLE: list[tuple[Callable[[], Any], str, str | None]] = [
    (AsyncStore, "is asynchronous", None),
    (WithAsyncLoad, r"is asynchronous \(load\(\)\)", None),
    (WithAsyncLock, r"is asynchronous \(lock\(\)\)", None),
    (WithCalled, "is asynchronous", None),
    (a_mock, "is asynchronous", None),
    (WithoutLock, r"lacks lock\(\)", r"lacks lock\(\)"),
    (WithMutex, r"lock of the credential store lacks try_acquire\(\)", r"lacks try_acquire\(\)"),
    (dict, r"lacks load\(\) and save\(\)", r"lacks load\(\)"),
    (lambda: MemoryCredentialStore, "is a class", "is a class"),
    (lambda: "credentials.json", r"lacks load\(\)", r"lacks load\(\)"),
    (lambda: Path("credentials.json"), r"lacks load\(\)", r"lacks load\(\)"),
]


@pytest.mark.parametrize(("store", "by_sync", "by_async"), UNUSABLE)
def test_a_store_that_cannot_be_used_is_refused_when_it_is_given(
    store: Callable[[], Any], by_sync: str, by_async: str | None
) -> None:
    with pytest.raises(InvalidInput, match=by_sync):
        OAuth("id", "secret", store=store())
    if by_async is None:
        AsyncOAuth("id", "secret", store=store())
    else:
        with pytest.raises(InvalidInput, match=by_async):
            AsyncOAuth("id", "secret", store=store())


def test_a_login_in_an_asynchronous_store_is_refused_by_the_sync_client() -> None:
    credentials = AsyncOAuth("id", "secret", store=AsyncStore()).resume("refresh")
    with pytest.raises(InvalidInput, match="Use AsyncOAuth and AsyncSipgate"):
        Sipgate(credentials=credentials)
    with Sipgate(token_id=TOKEN_ID, token=TOKEN) as client, pytest.raises(InvalidInput, match="asynchronous"):
        client.with_credentials(credentials)
    with pytest.raises(InvalidInput, match="asynchronous"):
        OAuth("id", "secret").refresh(credentials)
    with pytest.raises(InvalidInput, match="asynchronous"):
        OAuth("id", "secret").keep(credentials, AsyncStore())  # type: ignore[arg-type]
    with pytest.raises(InvalidInput, match="asynchronous"):
        stored_credentials(AsyncStore())  # type: ignore[arg-type]
    AsyncSipgate(credentials=credentials)


def test_a_plain_store_serves_the_async_client(tmp_path: Path) -> None:
    sandbox = a_sandbox()
    store = FileStore(tmp_path / "credentials.json")

    async def main() -> None:
        async with AsyncOAuth(
            sandbox.client_id,
            sandbox.client_secret,
            redirect_uri=REDIRECT,
            login_url=sandbox.login_url,
            transport=sandbox,
            store=store,
            now=sandbox.clock.now,
        ) as oauth:
            request = oauth.authorization_url()
            await oauth.exchange(browser_back(sandbox, request), request)
            assert await oauth.stored() is not None

    asyncio.run(main())


@pytest.mark.parametrize(
    ("claims", "kind"),
    [
        ({"typ": "ID", "sub": "w0"}, "An ID token"),
        ({"typ": "id"}, "An ID token"),
        ({"nonce": "n", "sub": "w0"}, "An ID token"),
        ({"at_hash": "h"}, "An ID token"),
        ({"typ": "Refresh"}, "A refresh token"),
        ({"typ": "Offline"}, "A refresh token"),
    ],
)
def test_a_token_of_another_kind_is_no_access_token(claims: dict[str, Any], kind: str) -> None:
    for make in (lambda token: BearerToken(token), lambda token: Sipgate(token=token)):  # type: ignore[misc]
        with pytest.raises(InvalidInput, match=kind):
            make(jwt(**claims))


@pytest.mark.parametrize(
    "claims",
    [{}, {"typ": "Bearer", "nonce": "n"}, {"scope": "all", "nonce": "n"}, {"typ": "at+jwt"}, {"typ": 5}],
)
def test_an_access_token_may_have_other_claims(claims: dict[str, Any]) -> None:
    assert BearerToken(jwt(**claims)).authorization().startswith("Bearer ")


def test_a_code_is_exchanged_for_no_id_token() -> None:
    path = "/auth/realms/sipgate-apps/protocol/openid-connect/token"
    payload = {"access_token": jwt(typ="ID"), "token_type": "Bearer", "refresh_token": "r"}
    with scripted_server(by_path={path: Reply(200, payload)}) as script:
        login_url = script.base_url.removesuffix("/v2")
        with OAuth("id", "secret", redirect_uri=REDIRECT, login_url=login_url) as oauth:
            request = oauth.authorization_url()
            with pytest.raises(UnexpectedResponse):
                oauth.exchange(f"{REDIRECT}?code=c&state={request.state}", request)


def attempt() -> AuthorizationRequest:
    return AuthorizationRequest("https://login.sipgate.com/auth", "the-state", "the-verifier")


ISSUER = "https://login.sipgate.com/auth/realms/sipgate-apps"


@pytest.mark.parametrize(
    "answer_url",
    [
        f"{REDIRECT}?code=c&state=the-state",
        f"  {REDIRECT}?code=c&state=the-state \n",
        f"<{REDIRECT}?code=c&state=the-state>",
        f'"{REDIRECT}?code=c&state=the-state"',
        f"{REDIRECT}?code=c&state=the-state#_=_",
        f"{REDIRECT}?code=c&state=the-state&iss={ISSUER}",
        f"{REDIRECT}?code=c&state=the-state&iss={ISSUER}/",
        f"{REDIRECT}?code=c&state=the-state&iss=",
        "?code=c&state=the-state",
        "code=c&state=the-state ",
    ],
)
def test_a_pasted_redirect_url_is_read_with_surrounding_characters(answer_url: str) -> None:
    assert attempt().code_in(answer_url, issuer=ISSUER) == "c"


@pytest.mark.parametrize(
    ("answer_url", "message"),
    [
        (f"{REDIRECT}?code=c&state=other", "another login attempt"),
        (f"{REDIRECT}?code=c", "another login attempt"),
        (f"{REDIRECT}?code=c&state=", "another login attempt"),
        (f"{REDIRECT}?code=c&state=the-state&state=the-state", "state twice"),
        (f"{REDIRECT}?code=c&state=other&state=the-state", "state twice"),
        (f"{REDIRECT}?code=c&code=d&state=the-state", "code twice"),
        (f"{REDIRECT}?code=c&state=the-state&iss=https://evil.example", "another login server"),
        (f"{REDIRECT}?code=c&state=the-state&iss={ISSUER}-2", "another login server"),
        (
            f"{REDIRECT}?code=c&state=the-state&iss=http://login.sipgate.com/auth/realms/sipgate-apps",
            "server",
        ),
        (
            f"{REDIRECT}?code=c&state=the-state&iss=https://login.sipgate.com:1/auth/realms/sipgate-apps",
            "server",
        ),
        (f"{REDIRECT}?code=c&state=the-state&iss=[", "another login server"),
        (f"{REDIRECT}?code=c&state=the-state&iss={ISSUER}&iss=https://evil.example", "iss twice"),
        (f"{REDIRECT}?error=access_denied&state=the-state&iss=https://evil.example", "another login server"),
    ],
)
def test_a_redirect_of_another_attempt_or_server_is_rejected_without_showing_it(
    answer_url: str, message: str
) -> None:
    with pytest.raises(InvalidInput, match=message) as caught:
        attempt().code_in(answer_url, issuer=ISSUER)
    assert "the-state" not in "".join(traceback.format_exception_only(caught.value))
    assert (caught.value.__cause__, caught.value.__context__) == (None, None)


def test_a_client_checks_who_answered() -> None:
    sandbox = a_sandbox()
    with OAuth(
        sandbox.client_id,
        sandbox.client_secret,
        redirect_uri=REDIRECT,
        login_url=sandbox.login_url,
        transport=sandbox,
    ) as oauth:
        request = oauth.authorization_url()
        back = browser_back(sandbox, request)
        assert "iss=" in back
        with pytest.raises(InvalidInput, match="another login server"):
            oauth.exchange(back.replace("sipgate-apps", "third-party"), request)


@pytest.mark.parametrize("missing", ["state", "verifier"])
def test_an_attempt_without_state_or_verifier_is_none(missing: str) -> None:
    parts = {"url": "", "state": "s", "verifier": "v"} | {missing: ""}
    with pytest.raises(InvalidInput, match="state or the verifier"):
        AuthorizationRequest(**parts)


def test_a_rejected_login_contains_nothing_of_the_response() -> None:
    with pytest.raises(BadRequest) as caught:
        attempt().code_in(f"{REDIRECT}?error=invalid_scope&state=the-state&code=secret-code", issuer=ISSUER)
    assert (caught.value.__cause__, caught.value.__context__) == (None, None)


def credentials_of_every_kind() -> list[Any]:
    login = OAuth("id", "client-secret").resume("refresh-token")
    return [
        PersonalAccessToken(TOKEN_ID, TOKEN),
        BearerToken(jwt(sub="w0")),
        UserPassword("a@b.example", "password"),
        login,
        login.tokens,
        login.application,
    ]


@pytest.mark.parametrize("secret_object", credentials_of_every_kind(), ids=lambda one: type(one).__name__)
def test_credentials_are_not_pickled_and_copies_are_themselves(secret_object: Any) -> None:
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        with pytest.raises(TypeError, match="cannot be pickled"):
            pickle.dumps(secret_object, protocol)
    with pytest.raises(TypeError, match="cannot be pickled"):
        pickle.dumps({"session": [secret_object]})
    assert copy.copy(secret_object) is secret_object
    assert copy.deepcopy([secret_object])[0] is secret_object
    for secret in (TOKEN, "password", "client-secret", "refresh-token"):
        assert secret not in repr(secret_object)


def everything_of(error: BaseException) -> str:
    """Return everything of an error that a log, a crash report or another process may contain."""
    texts = [str(error), repr(error), *traceback.format_exception(error), *getattr(error, "__notes__", [])]
    seen: list[BaseException | None] = [error]
    while seen:
        one = seen.pop()
        if one is not None:
            texts += [str(one), repr(one.args), repr(one.__dict__), str(pickle.loads(pickle.dumps(one)))]
            texts.append(repr(getattr(one, "doc", "")) + repr(getattr(one, "object", "")))
            seen += [one.__cause__, one.__context__]
    return "\n".join(texts)


def look(client: Sipgate) -> None:
    client.history.list(types="SMS", phonenumber=NUMBER)


def send(client: Sipgate) -> None:
    client.sms.send(to=NUMBER, message=MESSAGE, sms_id="s0")


ECHOES: dict[str, Callable[[str], str]] = {
    "as it is": lambda text: text,
    "json": lambda text: json.dumps({"message": f"cannot: {text}"}),
    "json, not ascii": lambda text: json.dumps({"message": text}, ensure_ascii=False),
    "percent": lambda text: "what is " + "".join(f"%{byte:02X}" for byte in text.encode()),
    "percent, small": lambda text: "what is " + "".join(f"%{byte:02x}" for byte in text.encode()),
    "percent twice": lambda text: "".join(f"%25{byte:02X}" for byte in text.encode()),
    "form": lambda text: urlencode({"x": text}),
    "html": lambda text: "<p>" + html.escape(text) + "</p>",
    "html numbers": lambda text: "".join(f"&#{ord(letter)};" for letter in text),
    "json in json": lambda text: json.dumps({"error": json.dumps({"message": text})}),
    "percent in json": lambda text: json.dumps({"error": quote(text, safe="")}),
}


@pytest.mark.parametrize("status", [200, 400, 403, 500])
@pytest.mark.parametrize("echo", ECHOES)
def test_a_response_that_repeats_the_request_leaves_nothing_of_it_in_the_error(
    echo: str, status: int
) -> None:
    basic = PersonalAccessToken(TOKEN_ID, TOKEN).authorization()
    content = " ".join(ECHOES[echo](text) for text in (MESSAGE, NUMBER, basic, TOKEN))
    content = content if echo.startswith("json") and status != 200 else f"!{content}"
    with scripted_server(Reply(status, content)) as script:
        with Sipgate(token_id=TOKEN_ID, token=TOKEN, base_url=script.base_url, retries=0) as client:
            work = look if status == 200 else send
            with pytest.raises(SipgateError) as caught:
                work(client)
    texts = everything_of(caught.value)
    for secret in (MESSAGE, "Grüße", "15799912345", TOKEN, basic.partition(" ")[2]):
        assert secret not in texts, echo


@pytest.mark.parametrize(
    "echo",
    [
        "+4915799912345",
        "%2B4915799912345",
        "%2b4915799912345",
        "%252B4915799912345",
        "&#43;4915799912345",
        "\\u002b4915799912345",
        "4915799912345",
        "004915799912345",
        "015799912345",
        "+49 1579 9912345",
        "+49 (0)1579/991-2345",
        "tel:+49-1579-9912345",
    ],
)
def test_a_number_is_scrubbed_however_it_is_repeated(echo: str) -> None:
    texts = scrub(f"recipient {echo} is not allowed", [NUMBER])
    assert "9912345" not in texts.replace(" ", "").replace("-", "")
    assert texts.startswith("recipient ")
    assert texts.endswith(" is not allowed")


def test_what_is_not_secret_stays_readable() -> None:
    for text in ("user w0 has no 2 lines", "50 % off & more", "id 4711", '{"message": "no+plus"}'):
        assert scrub(text, [NUMBER, "w0", "Hello", "x"]) == text


def test_a_number_in_the_path_is_scrubbed_too() -> None:
    with scripted_server(Reply(404, {"message": f"no {NUMBER.replace('+', '%2B')} here"})) as script:
        with Sipgate(token_id=TOKEN_ID, token=TOKEN, base_url=script.base_url, retries=0) as client:
            with pytest.raises(SipgateError) as caught:
                client.contacts.get(NUMBER)
    assert "15799912345" not in everything_of(caught.value)


def test_a_text_that_cannot_be_sent_is_not_in_the_error() -> None:
    broken = "{}{}\ud83d".format("Din", "ner")  # the traceback shows these lines
    with Sipgate(token_id=TOKEN_ID, token=TOKEN) as client:
        for wrong in (
            lambda: client.sms.send(to=NUMBER, message=broken, sms_id="s0"),
            lambda: client.contacts.create(given=broken),
            lambda: client.history.update("1", note=broken),
        ):
            with pytest.raises(InvalidInput) as caught:
                wrong()
            assert broken[:6] not in everything_of(caught.value)


def test_a_stored_file_that_cannot_be_read_is_not_in_the_error(tmp_path: Path) -> None:
    for content in (b'{"token": "hunter2', b"hunter2\xff", b'{"kind": "oauth", "tokens": "hunter2"}'):
        path = tmp_path / "credentials.json"
        path.write_bytes(content)
        with pytest.raises(CredentialsMissing) as caught:
            stored_credentials(FileStore(path))
        assert "hunter2" not in everything_of(caught.value)


def test_a_login_that_was_refused_does_not_carry_what_was_sent() -> None:
    path = "/auth/realms/sipgate-apps/protocol/openid-connect/token"
    echo = Reply(400, "grant_type=refresh_token&refresh_token=re%2Bfresh%2F1&client_secret=client-secret")
    with scripted_server(by_path={path: echo}) as script:
        oauth = OAuth("id", "client-secret", login_url=script.base_url.removesuffix("/v2"))
        with Sipgate(credentials=oauth.resume("re+fresh/1"), base_url=script.base_url, retries=0) as client:
            with pytest.raises(BadRequest) as caught:
                client.users.list()
    texts = everything_of(caught.value)
    for secret in ("re%2Bfresh", "re+fresh/1", "client-secret"):
        assert secret not in texts


def test_a_file_behind_a_link_is_written_through_it(tmp_path: Path) -> None:
    real, linked, twice = tmp_path / "real" / "login.json", tmp_path / "link.json", tmp_path / "link2.json"
    real.parent.mkdir()
    linked.symlink_to(real)
    twice.symlink_to("link.json")
    for store in (FileStore(linked), FileStore(twice)):
        store.save({"kind": str(store)})  # at first, the links are dangling
        assert linked.is_symlink()
        assert twice.is_symlink()
        assert json.loads(real.read_text()) == {"kind": str(store)}
        assert store.load() == {"kind": str(store)}
        assert real.stat().st_mode & 0o777 == 0o600
    lock, other = FileStore(real).lock(), FileStore(twice).lock()
    assert lock.try_acquire()
    assert not other.try_acquire()
    lock.release()
    FileStore(twice).clear()
    assert (real.exists(), linked.is_symlink(), FileStore(linked).load()) == (False, True, None)


def test_circular_links_are_reported(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    one.symlink_to(other)
    other.symlink_to(one)
    with pytest.raises(CredentialsMissing):
        FileStore(one).load()


def test_a_login_of_a_sandbox_elsewhere_is_found_again_with_its_plain_http(tmp_path: Path) -> None:
    store = FileStore(tmp_path / "credentials.json")
    oauth = OAuth("id", "secret", login_url="http://sandbox:8080", allow_http=True, store=store)
    store.save(oauth.resume("refresh").to_json())
    stored = oauth.stored()
    assert isinstance(stored, OAuthCredentials)
    assert stored.application.allow_http


def test_a_person_is_account_and_user() -> None:
    keys = {
        UserInfo.from_payload({"sub": sub, "masterSipId": account}).key
        for sub in ("w0", "w1", "w-0")
        for account in ("1234567", "7654321", "1234567-w0")
    }
    assert len(keys) == 9
    assert UserInfo.from_payload({"sub": "w0", "masterSipId": "1234567"}).key == "1234567-w0"
    for incomplete in ({"sub": "w0"}, {"masterSipId": "1"}, {"sub": "w0", "masterSipId": ""}, {}):
        with pytest.raises(UnexpectedResponse, match="which account"):
            _ = UserInfo.from_payload(incomplete).key


def test_a_login_without_a_refresh_token_has_ended() -> None:
    oauth = OAuth("id", "secret")
    tokens = replace(oauth.resume("refresh").tokens, refresh_token=None)
    credentials = OAuthCredentials(oauth.application, tokens)
    with pytest.raises(NotAuthenticated, match="no refresh token"):
        oauth.refresh(credentials)
