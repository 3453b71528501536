"""Network settings of the environment: proxies, certificates, odd addresses, and causes of failed connections."""

from __future__ import annotations

import errno
import os
import socket
import ssl
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from sipgate_tools import (
    AsyncOAuth,
    AsyncSipgate,
    ConnectionFailed,
    InvalidInput,
    MissingExtra,
    OAuth,
    OutcomeUnknown,
    Sipgate,
    SipgateError,
)
from sipgate_tools._http.environment import is_loopback, proxy_for
from sipgate_tools._http.faults import cause_of
from tests.client import certificates
from tests.client.credentials import TOKEN, TOKEN_ID
from tests.client.kinds import KINDS, nothing_found, use
from tests.client.scripted_server import Reply, scripted_server

VARIABLES = (
    "HTTP_PROXY",
    "HTTPS_PROXY",
    "ALL_PROXY",
    "NO_PROXY",
    "SSL_CERT_FILE",
    "SSL_CERT_DIR",
    "SSLKEYLOGFILE",
)
GIVEN: dict[str, Any] = {"token_id": TOKEN_ID, "token": TOKEN}


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in VARIABLES:
        for spelling in (name, name.lower()):
            monkeypatch.delenv(spelling, raising=False)
    monkeypatch.delenv("SIPGATE_ALLOW_HTTP", raising=False)
    monkeypatch.delenv("SIPGATE_BASE_URL", raising=False)


def users(client: Any) -> Any:
    return client.users.list()


def send(client: Any) -> Any:
    return client.sms.send(to="+4915799912345", message="Dinner at eight?", sms_id="s0")


# What a variable holds, and what of it must not be shown.
UNUSABLE = [
    ("ALL_PROXY", "socks://127.0.0.1:1080"),
    ("ALL_PROXY", "socks4://127.0.0.1:1080"),
    ("HTTPS_PROXY", "ftp://proxy.example:21"),
    ("https_proxy", "http://[::1"),
    ("HTTPS_PROXY", "http://proxy.example:99999"),
    ("HTTPS_PROXY", "http://proxy.example:port"),
    ("HTTPS_PROXY", "http://:8080"),
    ("HTTPS_PROXY", "http://"),
    ("HTTPS_PROXY", '"http://proxy.example:8080"'),
    ("HTTPS_PROXY", "http://proxy .example:8080"),
    ("HTTPS_PROXY", "http://" + "x" * 70 + ".example:8080"),
    ("all_proxy", "quic://proxy.example"),
    ("SSL_CERT_FILE", "/nonexistent/authorities.pem"),
    ("SSL_CERT_FILE", os.fspath(Path(__file__))),
    ("SSL_CERT_FILE", os.fspath(Path(__file__).parent)),
    ("SSL_CERT_DIR", "/nonexistent/authorities"),
    ("SSLKEYLOGFILE", "/nonexistent/keys.log"),
    ("SSLKEYLOGFILE", os.fspath(Path(__file__).parent)),
]


@pytest.mark.parametrize(("variable", "value"), UNUSABLE)
def test_a_setting_that_cannot_be_used_is_named_when_a_client_is_made(
    variable: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, value)
    for made in (Sipgate, AsyncSipgate):
        with pytest.raises(InvalidInput, match=variable) as caught:
            made(**GIVEN)
        assert caught.value.hint
        assert caught.value.__context__ is None


@pytest.mark.parametrize("scheme", ["socks5", "socks5h", "SOCKS5"])
def test_a_socks_proxy_says_what_to_install(scheme: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sipgate_tools._http.environment.find_spec", nothing_found)
    monkeypatch.setenv("ALL_PROXY", f"{scheme}://127.0.0.1:1080")
    for made in (Sipgate, AsyncSipgate):
        with pytest.raises(MissingExtra, match=r"ALL_PROXY.*pip install 'httpx2\[socks\]'"):
            made(**GIVEN)


def test_of_two_proxies_only_the_one_that_is_used_is_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example:8080")
    monkeypatch.setenv("ALL_PROXY", "socks://127.0.0.1:1080")  # as GNOME writes it
    Sipgate(**GIVEN).close()


def test_a_login_is_judged_like_a_client(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "ftp://proxy.example")
    oauth = OAuth("id", "secret")
    with pytest.raises(InvalidInput, match="HTTPS_PROXY"):
        oauth.refresh(oauth.resume("refresh"))


@pytest.mark.parametrize(
    ("entry", "excepted"),
    [
        ("*", True),
        ("api.sipgate.com", True),
        ("API.sipgate.COM", True),
        ("sipgate.com", True),
        (".sipgate.com", True),
        ("*.sipgate.com", True),
        ("example.com, sipgate.com", True),
        ("example.com sipgate.com", True),
        ("api.sipgate.com:443", True),
        ("https://api.sipgate.com", True),
        ("api.sipgate.com:8443", False),
        ("http://api.sipgate.com", False),
        ("gate.com", False),
        ("ipgate.com", False),
        ("api.sipgate.com.example", False),
        ("*.api.sipgate.com.example", False),
        ("", False),
        (",", False),
        ("10.0.0.0/8", False),
    ],
)
def test_exceptions_of_the_proxy_are_understood_in_their_common_forms(
    entry: str, excepted: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example:8080")
    monkeypatch.setenv("NO_PROXY", entry)
    assert (proxy_for("https://api.sipgate.com") is None) is excepted


@pytest.mark.parametrize(
    ("url", "entry", "excepted"),
    [
        ("https://10.1.2.3", "10.0.0.0/8", True),
        ("https://10.1.2.3", "10.1.2.3", True),
        ("https://10.1.2.3:8443", "10.1.2.3:8443", True),
        ("https://10.1.2.3", "10.1.2.4", False),
        ("https://11.1.2.3", "10.0.0.0/8", False),
        ("https://[2001:db8::1]", "2001:db8::/32", True),
        ("https://[2001:db8::1]:8443", "[2001:db8::1]:8443", True),
        ("https://[2001:db8::1]", "[2001:db8::1]", True),
        ("https://[2001:db8::1]", "2001:db9::/32", False),
    ],
)
def test_exceptions_of_the_proxy_may_be_addresses_and_networks(
    url: str, entry: str, excepted: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example:8080")
    monkeypatch.setenv("NO_PROXY", entry)
    assert (proxy_for(url) is None) is excepted


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_loopback_is_never_asked_through_a_proxy(
    kind: str, host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with scripted_server(Reply(200, {"items": []})) as script:
        assert use(kind, script.base_url.replace("127.0.0.1", host), users, monkeypatch) == []


def test_every_name_of_this_machine_is_loopback() -> None:
    for host in (
        "localhost",
        "LOCALHOST",
        "localhost.",
        "a.localhost",
        "127.0.0.1",
        "127.9.9.9",
        "::1",
        "0.0.0.0",
    ):
        assert is_loopback(host), host
    for host in ("api.sipgate.com", "localhost.example", "127.0.0.1.example", "10.0.0.1", "::2", "", None):
        assert not is_loopback(host), host


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("spelling", ["http://user:pa%40ss@{}", "user:pa%40ss@{}", "HTTP://user:pa%40ss@{}/"])
def test_requests_go_through_the_proxy_with_its_password(
    kind: str, spelling: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with scripted_server(Reply(200, {"items": []})) as script:
        address = script.base_url.removeprefix("http://").removesuffix("/v2")
        monkeypatch.setenv("HTTP_PROXY", spelling.format(address))
        assert use(kind, "http://sipgate.test/v2", users, monkeypatch, allow_http=True) == []
    received = script.received[0]
    assert received.path == "/v2/users"
    assert received.headers["host"] == "sipgate.test"
    assert received.headers["proxy-authorization"] == "Basic dXNlcjpwYUBzcw=="


@pytest.mark.parametrize("kind", KINDS)
def test_a_proxy_that_fails_is_named_without_its_password(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with scripted_server() as script:
        pass  # nothing listens on it any more
    address = script.base_url.removeprefix("http://").removesuffix("/v2")
    monkeypatch.setenv("HTTPS_PROXY", f"http://user:hunter2@{address}")
    for work in (users, send):
        with pytest.raises(ConnectionFailed, match=rf"through the proxy {address} \(HTTPS_PROXY\)") as caught:
            use(kind, "https://sipgate.test/v2", work, monkeypatch, retries=0)
        assert type(caught.value) is ConnectionFailed  # nothing was sent: the outcome is known
        assert "hunter2" not in f"{caught.value} {caught.value!r} {caught.value.__dict__}"


@pytest.mark.parametrize("kind", KINDS)
def test_a_proxy_that_refuses_says_so(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # Python's server does not support CONNECT and responds with 501.
    with scripted_server(Reply(407)) as script:
        monkeypatch.setenv("HTTPS_PROXY", script.base_url.removesuffix("/v2"))
        with pytest.raises(ConnectionFailed, match="the proxy refused") as caught:
            use(kind, "https://sipgate.test/v2", send, monkeypatch, retries=0)
    assert type(caught.value) is ConnectionFailed


@pytest.mark.parametrize("kind", KINDS)
def test_a_download_from_another_host_has_that_hosts_proxy(
    kind: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with scripted_server(Reply(200, b"RIFF")) as proxy, scripted_server(Reply(200, {"items": []})) as script:
        monkeypatch.setenv("HTTP_PROXY", proxy.base_url.removesuffix("/v2"))
        path = use(
            kind,
            script.base_url,
            lambda client: client.history.download("http://media.test/1.wav", tmp_path / "1.wav"),
            monkeypatch,
        )
    assert path.read_bytes() == b"RIFF"
    assert (len(proxy.received), len(script.received)) == (1, 0)


REFUSED_URLS = [
    "http://api.sipgate.com/v2",
    "http://10.0.0.1/v2",
    "http://sandbox:8080/v2",
    "http://localhost.example/v2",
    "https://api.sipgate.com:99999",
    "https://api.sipgate.com:0",
    "https://api.sipgate.com:port",
    "https://" + "a" * 70 + ".example",
    "https://a..example",
    "https://api.sipgate.com?x=1",
    "https://api.sipgate.com/v2?",
    "https://api.sipgate.com#x",
    "https://user@api.sipgate.com",
    "https://user:hunter2@api.sipgate.com",
    "https://:hunter2@api.sipgate.com",
    "https://@api.sipgate.com",
    "https://[::1/v2",
    "https://[::zz]/v2",
    "https://[::1].evil.example/v2",
    "http://[::1]evil.example/v2",
    "http://[::1]evil:80/v2",
    "https://",
    "api.sipgate.com",
    "ftp://api.sipgate.com",
    "https://api.sipgate.com\\@evil.example",
    "https://api sipgate.com",
    "https://api.sipgate.com/\x00",
    "https://api.sipgate.com\u202e",
    "https://ex%61mple.com",
    "https://api.sipgate.com/pfäd",
]


@pytest.mark.parametrize("url", REFUSED_URLS)
def test_an_odd_base_url_is_refused_when_a_client_is_made(url: str) -> None:
    made: list[Callable[[], object]] = [
        lambda: Sipgate(**GIVEN, base_url=url),
        lambda: AsyncSipgate(**GIVEN, base_url=url),
    ]
    if "pfäd" not in url:
        made += [
            lambda: OAuth("id", "secret", login_url=url),
            lambda: AsyncOAuth("id", "secret", login_url=url),
        ]
    for each in made:
        with pytest.raises(InvalidInput) as caught:
            each()
        assert caught.value.hint
        assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize("url", ["https://bücher.example/v2", "https://xn--bcher-kva.example"])
def test_an_international_name_is_asked_as_it_is_on_the_wire(url: str) -> None:
    with Sipgate(**GIVEN, base_url=url) as client:
        assert client.api.root == "https://xn--bcher-kva.example"


SANDBOX = "http://sandbox:8080/v2"


def with_plain_http(made: type[Any], **more: Any) -> None:
    """Create a client or a login for a sandbox in another container."""
    if issubclass(made, (Sipgate, AsyncSipgate)):
        made(**GIVEN, base_url=SANDBOX, **more)
    else:
        made("id", "secret", login_url=SANDBOX, **more)


@pytest.mark.parametrize("made", [Sipgate, AsyncSipgate, OAuth, AsyncOAuth])
def test_plain_http_leaves_this_machine_only_where_it_is_allowed(
    made: type[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(InvalidInput, match="allow_http=True"):
        with_plain_http(made)
    with_plain_http(made, allow_http=True)
    with pytest.raises(InvalidInput, match="allow_http"):
        with_plain_http(made, allow_http="no")
    monkeypatch.setenv("SIPGATE_ALLOW_HTTP", "1")
    with_plain_http(made)
    with pytest.raises(InvalidInput, match="not https"):
        with_plain_http(made, allow_http=False)
    monkeypatch.setenv("SIPGATE_ALLOW_HTTP", "0")
    with pytest.raises(InvalidInput, match="SIPGATE_ALLOW_HTTP=1"):
        with_plain_http(made)


@pytest.mark.parametrize("kind", KINDS)
def test_a_name_that_does_not_exist_is_named_as_that(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for work in (users, send):
        with pytest.raises(ConnectionFailed, match="cannot be resolved: DNS") as caught:
            use(kind, "https://no-such-host.invalid/v2", work, monkeypatch, retries=0)
        assert type(caught.value) is ConnectionFailed


@pytest.mark.parametrize("kind", KINDS)
def test_a_port_where_nothing_listens_refuses(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with scripted_server() as script:
        pass
    for work in (users, send):
        with pytest.raises(ConnectionFailed, match="connection refused") as caught:
            use(kind, script.base_url, work, monkeypatch, retries=0)
        assert type(caught.value) is ConnectionFailed


@pytest.mark.parametrize("kind", KINDS)
def test_a_connection_that_closes_without_a_response_leaves_a_write_unknown(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with scripted_server(Reply(drop=True)) as script:
        with pytest.raises(ConnectionFailed, match="closed before the response was complete"):
            use(kind, script.base_url, users, monkeypatch, retries=0)
        with pytest.raises(OutcomeUnknown, match="closed before the response was complete"):
            use(kind, script.base_url, send, monkeypatch, retries=3)
    assert len(script.received) == 2


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("host", "days", "trusted", "expected"),
    [
        ("localhost", (-10, -5), True, "has expired"),
        ("localhost", (5, 10), True, "is not valid yet"),
        ("other.example", (-1, 10), True, "is for another host name"),
        ("localhost", (-1, 10), False, "not signed by an authority that is trusted"),
    ],
)
def test_a_certificate_says_what_is_wrong_with_it(
    kind: str,
    host: str,
    days: tuple[int, int],
    trusted: bool,
    expected: str,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    authority = certificates.an_authority(tmp_path)
    other = certificates.an_authority(tmp_path, "other")
    monkeypatch.setenv("SSL_CERT_FILE", str((authority if trusted else other).file))
    with certificates.tls_server(authority.issue(tmp_path, host=host, days=days)) as port:
        with pytest.raises(ConnectionFailed, match=expected) as caught:
            use(kind, f"https://localhost:{port}/v2", send, monkeypatch, retries=0)
    assert type(caught.value) is ConnectionFailed
    assert caught.value.hint


@pytest.mark.parametrize("kind", KINDS)
def test_an_authority_that_the_environment_names_is_trusted(
    kind: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    authority = certificates.an_authority(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
    with certificates.tls_server(authority.issue(tmp_path)) as port:
        assert use(kind, f"https://localhost:{port}/v2", users, monkeypatch) == []


@pytest.mark.parametrize("kind", KINDS)
def test_plain_http_where_tls_was_expected_says_so(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with scripted_server(Reply(200)) as script:
        with pytest.raises(ConnectionFailed, match=r"TLS handshake failed|closed before") as caught:
            use(kind, script.base_url.replace("http:", "https:"), send, monkeypatch, retries=0)
    assert type(caught.value) is ConnectionFailed


def test_the_innermost_cause_is_the_one_that_is_reported() -> None:
    def chained(*errors: BaseException) -> BaseException:
        for outer, inner in pairwise(errors):
            outer.__cause__ = inner
        return errors[0]

    group = ExceptionGroup("all failed", [OSError(errno.ENETUNREACH, "no route")])
    cases = [
        (chained(OSError("x"), OSError("All connection attempts failed"), group), "no route"),
        (chained(OSError("x"), socket.gaierror(-2, "unknown")), "DNS"),
        (chained(ssl.SSLError(1, "wrong version"), ConnectionResetError()), "closed"),
        (OSError(errno.EHOSTUNREACH, "x"), "no route"),
    ]
    for error, expected in cases:
        cause = cause_of(error)
        assert cause is not None
        assert expected in cause.text
    assert cause_of(ValueError("x")) is None


def test_an_error_of_the_connection_leads_to_nothing_that_held_the_request() -> None:
    with scripted_server() as script:
        pass
    with Sipgate(**GIVEN, base_url=script.base_url, retries=0) as client:
        with pytest.raises(SipgateError) as caught:
            client.users.list()
    assert (caught.value.__cause__, caught.value.__context__) == (None, None)
