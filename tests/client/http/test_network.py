"""Odd addresses, certificates, and causes of failed connections."""

from __future__ import annotations

import errno
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
    OAuth,
    OutcomeUnknown,
    Sipgate,
    SipgateError,
)
from sipgate_tools._http.faults import cause_of
from tests.client import certificates
from tests.client.http.requests import GIVEN, send, users
from tests.client.kinds import KINDS, use
from tests.client.scripted_server import Reply, scripted_server

pytestmark = pytest.mark.usefixtures("clean_environment")

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
        assert caught.value.code == "connection.dns"


@pytest.mark.parametrize("kind", KINDS)
def test_a_port_where_nothing_listens_refuses(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with scripted_server() as script:
        pass
    for work in (users, send):
        with pytest.raises(ConnectionFailed, match="connection refused") as caught:
            use(kind, script.base_url, work, monkeypatch, retries=0)
        assert type(caught.value) is ConnectionFailed
        assert caught.value.code == "connection.refused"


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
