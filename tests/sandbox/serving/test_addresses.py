"""How a sandbox is reached from elsewhere: its names, containers, proxies, other redirect URIs, and its own key."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx2
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from sipgate_tools.sandbox import Sandbox, serve_in_thread
from sipgate_tools.sandbox.dispatch.credentials import verify_jwt
from sipgate_tools.sandbox.serving.addresses import SandboxAddress
from sipgate_tools.sandbox.serving.addresses import listening_address as address_of

from ..accounts import call_in, connect, items
from ..receivers import listening, response
from .test_served import command

CALLBACK = "http://app.internal:5000/callback"


@contextmanager
def reached(sandbox: Sandbox, host: str = "127.0.0.1") -> Generator[httpx2.Client]:
    """A client of a served sandbox."""
    with serve_in_thread(sandbox, host=host):
        own = f"http://127.0.0.1:{urlsplit(sandbox.base_url).port}"
        with httpx2.Client(base_url=own, auth=(sandbox.token_id, sandbox.token)) as client:
            yield client


def recording_url(client: httpx2.Client, host: str | None = None) -> str:
    headers = {"host": host} if host else {}
    listed = client.get("/v2/history", params={"limit": 100}, headers=headers)
    return next(entry["recordingUrl"] for entry in items(listed) if entry.get("recordingUrl"))


@pytest.mark.parametrize(
    ("host", "base_url"),
    [
        ("127.0.0.1", "http://127.0.0.1:80/v2"),
        ("localhost", "http://localhost:80/v2"),
        ("0.0.0.0", "http://127.0.0.1:80/v2"),
        ("::", "http://[::1]:80/v2"),
        ("::1", "http://[::1]:80/v2"),
        ("192.0.2.7", "http://192.0.2.7:80/v2"),
    ],
)
def test_it_names_itself_so_that_it_is_reached(host: str, base_url: str) -> None:
    address = address_of(host, 80)
    assert address.base_url == base_url
    assert address.opened == (host in ("0.0.0.0", "::", "192.0.2.7"))


def test_served_to_a_network_it_uses_a_reachable_address() -> None:
    sandbox = Sandbox()
    with serve_in_thread(sandbox, host="0.0.0.0") as served:
        assert "0.0.0.0" not in served.base_url + served.console_url + str(sandbox.environment)
        assert httpx2.get(f"{served.base_url}/account", auth=(sandbox.token_id, sandbox.token)).is_success


@pytest.mark.parametrize("host", ["sandbox:8095", "host.docker.internal:80", "192.0.2.7", "localhost:1"])
def test_files_are_where_the_request_went(host: str) -> None:
    """Another container asks `sandbox:8095`, and must get recordings from there."""
    with reached(Sandbox(), host="0.0.0.0") as client:
        url = recording_url(client, host)
        assert url.startswith(f"http://{host}/media/")
        path = url.removeprefix(f"http://{host}")
        assert client.get(path, headers={"host": host}).content.startswith(b"RIFF")
        listed = client.get("/v2", headers={"host": host}).json()
        assert listed["balanceUrl"].startswith(f"http://{host}/v2/")
        document = client.get("/v2/swagger.json", headers={"host": host}).json()
        assert document["servers"] == [{"url": f"http://{host}/v2"}]
        realm = "/auth/realms/sipgate-apps/.well-known/openid-configuration"
        found = client.get(realm, headers={"host": host}).json()
        assert found["token_endpoint"].startswith(f"http://{host}/auth/realms/")


@pytest.mark.parametrize(
    "host",
    ["evil.example", "sandbox:80@evil.example", "sandbox/evil", "[evil]", "sandbox:x", "a b", "sandbox.evil.example"],
)  # fmt: skip
def test_a_host_name_that_may_come_from_dns_rebinding_is_not_repeated(host: str) -> None:
    assert SandboxAddress("http://127.0.0.1:80/v2", opened=True).root_for(host) == "http://127.0.0.1:80"


def test_on_loopback_a_single_word_host_name_is_not_trusted() -> None:
    with reached(Sandbox()) as client:
        own = str(client.base_url).rstrip("/")
        assert recording_url(client, "sandbox:8095").startswith(f"{own}/media/")
        assert recording_url(client, "localhost:8095").startswith("http://localhost:8095/media/")


@pytest.mark.parametrize(
    ("given", "root"),
    [
        ("http://sandbox:8080", "http://sandbox:8080"),
        ("https://sipgate.dev.example.com/", "https://sipgate.dev.example.com"),
        ("https://dev.example.com/sipgate/v2", "https://dev.example.com/sipgate"),
        ("http://[::1]:80/v2/", "http://[::1]:80"),
    ],
)
def test_a_public_url_is_what_it_is_called_everywhere(given: str, root: str) -> None:
    address = address_of("0.0.0.0", 80, given)
    assert (address.base_url, address.root_for("localhost:1")) == (f"{root}/v2", root)


def test_responses_and_console_use_the_public_url() -> None:
    sandbox = Sandbox()
    with serve_in_thread(sandbox, public_url="https://sipgate.dev.example.com") as served:
        assert served.base_url == "https://sipgate.dev.example.com/v2"
        assert sandbox.login_url == "https://sipgate.dev.example.com"


@pytest.mark.parametrize(
    "url", ["sandbox:8080", "ftp://sandbox", "http://", "http://a b", "http://a/?x=1", "http://a#b", "http://u:p@a",
            "http://a:0", "http://a:99999"]
)  # fmt: skip
def test_what_is_no_public_url_is_refused_before_anything_listens(url: str) -> None:
    with pytest.raises(ValueError, match="Invalid public URL"):
        serve_in_thread(Sandbox(), public_url=url).__enter__()


def test_its_health_can_be_asked_without_credentials_under_any_name() -> None:
    sandbox = Sandbox("neo", faults=["503"])
    with reached(sandbox) as client:
        health = client.get("/health", headers={"host": "any.example"})
        assert (health.status_code, health.json()) == (200, {"status": "ok", "account": "neo"})
        assert client.head("/health").content == b""
        assert client.get("/v2/users").status_code == 503


def authorize(browser: httpx2.Client, sandbox: Sandbox, redirect_uri: str) -> httpx2.Response:
    query = {"response_type": "code", "client_id": sandbox.client_id, "redirect_uri": redirect_uri}
    path = "/auth/realms/sipgate-apps/protocol/openid-connect/auth"
    return browser.get(f"{path}?{urlencode(query)}")


@pytest.mark.parametrize("again", ["start", "reset", "restore", "file"])
def test_the_ready_made_client_may_redirect_elsewhere(tmp_path: Path, again: str) -> None:
    file = tmp_path / "account.state" if again == "file" else None
    if file is not None:
        Sandbox(state=file).close_state()
    sandbox = Sandbox(redirect_uris=[CALLBACK], approve_logins="w0", state=file)
    if again == "reset":
        sandbox.reset()
    elif again == "restore":
        sandbox.restore(Sandbox().snapshot())
    with httpx2.Client(transport=sandbox, base_url=sandbox.login_url) as browser:
        assert authorize(browser, sandbox, CALLBACK).headers["location"].startswith(f"{CALLBACK}?")
        assert authorize(browser, sandbox, "http://127.0.0.1:9/cb").status_code == 302
        assert authorize(browser, sandbox, "http://other.internal/cb").status_code == 400
    sandbox.close_state()


@pytest.mark.parametrize("uri", ["callback", "app://x", "http://", "http://a/#b", "http://a b/"])
def test_what_is_no_redirect_uri_is_refused(uri: str) -> None:
    with pytest.raises(ValueError, match="Invalid redirect URI"):
        Sandbox(redirect_uris=[uri])


def test_the_login_is_at_the_address_of_the_api_too(classic: Sandbox) -> None:
    """`https://api.sipgate.com/login/{realm}/protocol/openid-connect/token`, and a token has an e-mail address."""
    protocol = "/login/third-party/protocol/openid-connect"
    query = {"response_type": "code", "client_id": classic.client_id, "redirect_uri": "http://localhost/cb"}
    with httpx2.Client(transport=classic, base_url=classic.login_url) as browser:
        sent = browser.post(f"{protocol}/auth", data=query | {"user": "w1", "decision": "approve"})
        code = parse_qs(urlsplit(sent.headers["location"]).query)["code"][0]
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": "http://localhost/cb",
            "client_id": classic.client_id,
            "client_secret": classic.client_secret,
        }
        token = browser.post(f"{protocol}/token", data=form).json()["access_token"]
        bearer = {"authorization": f"Bearer {token}"}
        about = browser.get(f"{protocol}/userinfo", headers=bearer).json()
    assert about["sub"] == "w1"
    assert "email" not in about
    claims = verify_jwt(token, classic.state.account.secret)
    assert claims is not None
    assert claims["email"] == claims["preferred_username"] == "berta.vogel@sandkasten.example.com"


@pytest.fixture(scope="module")
def key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


def pem_of(key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey, password: bytes = b"") -> str:
    encryption = BestAvailableEncryption(password) if password else NoEncryption()
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption).decode()


def public_pem_of(key: rsa.RSAPrivateKey) -> str:
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def test_webhooks_are_signed_with_a_key_of_one_s_own(key: rsa.RSAPrivateKey, tmp_path: Path) -> None:
    file = tmp_path / "key.pem"
    file.write_text(pem_of(key))
    for given in (pem_of(key), file, str(file)):
        sandbox = Sandbox(signing_key=given)
        assert sandbox.public_key == public_pem_of(key)
        with listening(sandbox) as hooks:  # verifies with that key
            hooks.on("newCall", response())
            urls = {"incomingUrl": hooks.url, "outgoingUrl": ""}
            assert connect(sandbox).put("settings/sipgateio", json=urls).is_success
            sandbox.play(call_in())
            assert hooks.events == ["newCall", "answer", "hangup"]
        assert sandbox.environment["SIPGATE_WEBHOOK_PUBLIC_KEY"] == public_pem_of(key)


def test_what_is_no_signing_key_is_refused_without_being_repeated(
    key: rsa.RSAPrivateKey, tmp_path: Path
) -> None:
    pem = pem_of(key)
    wrong = [
        public_pem_of(key),
        pem_of(key, b"secret"),
        pem_of(rsa.generate_private_key(65537, 1024)),
        pem_of(ec.generate_private_key(ec.SECP256R1())),
        pem.replace("A", "B"),
        pem.replace("-----BEGIN", "-----"),
        str(tmp_path / "none.pem"),
        str(tmp_path),
        "",
    ]
    for given in wrong:
        with pytest.raises(ValueError, match="The signing key") as caught:
            Sandbox(signing_key=given)
        assert pem.splitlines()[1] not in str(caught.value)


def test_the_command_takes_key_address_rules_and_redirects(
    key: rsa.RSAPrivateKey, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SIPGATE_SANDBOX_SIGNING_KEY", pem_of(key))
    options = ("--public-url", "http://sandbox:8080", "--redirect-uri", CALLBACK, "--rule", "sms_status=200")
    with command("--json", "--admin", *options) as process:
        assert process.stdout is not None
        ready = json.loads(process.stdout.readline())
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=30)
    assert ready["base_url"] == "http://sandbox:8080/v2"
    assert ready["console_url"] == "http://sandbox:8080/console"
    assert ready["public_key"] == public_pem_of(key)
    assert os.environ["SIPGATE_SANDBOX_SIGNING_KEY"] not in json.dumps(ready)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--public-url", "sandbox:8080"], "Invalid public URL"),
        (["--redirect-uri", "callback"], "Invalid redirect URI"),
        (["--rule", "colour=red"], "Unknown rule colour"),
        (["--signing-key", "none.pem"], "The signing key none.pem cannot be read"),
    ],
)
def test_the_command_refuses_what_none_of_them_is(arguments: list[str], sentence: str) -> None:
    with command(*arguments) as process:
        printed, words = process.communicate(timeout=30)
    assert (process.returncode, printed) == (2, "")
    assert sentence in words


def test_rules_are_changed_while_it_is_served() -> None:
    sandbox = Sandbox(admin=True)
    with reached(sandbox) as client:
        assert client.get("/admin/rules").json()["empty_dtmf"] == "missing"
        assert client.post("/admin/rules", json={"empty_dtmf": "empty", "ring": 0}).json()["ring"] == 0
        assert sandbox.rules.empty_dtmf == "empty"
        refused = client.post("/admin/rules", json={"empty_dtmf": "never"})
        assert (refused.status_code, sandbox.rules.empty_dtmf) == (400, "empty")
