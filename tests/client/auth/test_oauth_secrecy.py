"""Secrets that never leave an object: in errors, copies, pickles and tracebacks."""

from __future__ import annotations

import copy
import html
import json
import pickle
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest

from sipgate_tools import (
    BadRequest,
    CredentialsMissing,
    InvalidInput,
    OAuth,
    Sipgate,
    SipgateError,
)
from sipgate_tools._http.scrubbing import scrub
from sipgate_tools.auth import (
    BearerToken,
    FileStore,
    PersonalAccessToken,
    UserPassword,
    stored_credentials,
)
from tests.client.credentials import TOKEN, TOKEN_ID, jwt
from tests.client.scripted_server import Reply, scripted_server

MESSAGE = 'Dinner at eight & bring Grüße / "wine"?'
NUMBER = "+4915799912345"


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
