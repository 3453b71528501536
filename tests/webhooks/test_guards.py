"""Verification of deliveries: it is never disabled by accident."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from sipgate_tools.errors import InvalidInput
from sipgate_tools.webhooks import (
    SIPGATE_ORIGINS,
    SIPGATE_PUBLIC_KEY,
    NoVerification,
    Origins,
    SecretPath,
    WebhookApp,
)
from sipgate_tools.webhooks.testing import Signer
from sipgate_tools.webhooks.verification import VerificationFailed

URL = "https://phone.example.com/hook"
SECRET = "Zm9vYmFyYmF6cXV4MTIzNDU2"


def status(
    hooks: WebhookApp, signer: Signer, *, path: str = "/hook", client: str = "1.1.1.1", **headers: str
) -> int:
    request = signer.new_call()
    tester = TestClient(hooks, client=(client, 50000))
    return tester.post(path, content=request.body, headers=headers).status_code


@pytest.mark.parametrize(
    "verify", [None, False, True, "", "none", [], (), 0, ["signature", None], "SIGNATURE", object()]
)
def test_verification_is_never_disabled_by_accident(verify: Any) -> None:
    with pytest.raises(InvalidInput):
        WebhookApp(public_url=URL, verify=verify)


def test_disabling_verification_takes_an_explicit_argument(signer: Signer) -> None:
    with pytest.raises(InvalidInput):
        NoVerification(i_know_that_anybody_can_forge_calls=False)
    hooks = WebhookApp(public_url=URL, verify=NoVerification(i_know_that_anybody_can_forge_calls=True))
    assert status(hooks, signer) == 200


def test_a_secret_path_replaces_a_signature(signer: Signer) -> None:
    hooks = WebhookApp(public_url=URL, verify=SecretPath(SECRET))
    assert hooks.delivery_url == f"{URL}/{SECRET}"
    assert status(hooks, signer, path=f"/hook/{SECRET}") == 200
    for path in ("/hook", "/hook/", f"/hook/{SECRET}x", f"/hook/{SECRET[:-1]}", f"/{SECRET}", "/hook/é"):
        assert status(hooks, signer, path=path) == 404


def test_later_events_are_posted_to_the_secret_path_too(signer: Signer) -> None:
    hooks = WebhookApp(public_url=f"{URL}?x=1", verify=SecretPath(SECRET))
    hooks.on_hangup(lambda _: None)
    request = signer.new_call()
    response = TestClient(hooks).post(f"/hook/{SECRET}", content=request.body)
    assert f'onHangup="{URL}/{SECRET}?x=1"' in response.text


@pytest.mark.parametrize(
    "secret", ["", "short", "with/slash/and-more-text", "with space and more text", "ä" * 30]
)
def test_a_secret_that_can_be_guessed_or_escaped_is_refused(secret: str) -> None:
    with pytest.raises(InvalidInput):
        SecretPath(secret)


def test_a_secret_is_not_in_the_repr() -> None:
    assert SECRET not in repr(SecretPath(SECRET))


@pytest.mark.parametrize("network", ["::ffff:192.0.2.7", "::ffff:192.0.2.0/120", "192.0.2.0/24"])
def test_a_network_in_the_mapped_form_admits_the_same_addresses(network: str) -> None:
    origins = Origins([network])
    for address in ("192.0.2.7", "::ffff:192.0.2.7"):
        origins.check(address, {})
    for address in ("192.0.3.7", "::ffff:192.0.3.7", "2001:db8::7"):
        with pytest.raises(VerificationFailed):
            origins.check(address, {})


@pytest.mark.parametrize("origin", [*SIPGATE_ORIGINS, "::ffff:217.116.118.254"])
def test_origins_accept_sipgate(signer: Signer, origin: str) -> None:
    hooks = WebhookApp(public_url=URL, verify=Origins())
    assert status(hooks, signer, client=origin) == 200


def test_origins_refuse_others_whatever_headers_they_send(signer: Signer) -> None:
    hooks = WebhookApp(public_url=URL, verify=Origins())
    forged = {
        "X-Forwarded-For": SIPGATE_ORIGINS[0],
        "X-Real-Ip": SIPGATE_ORIGINS[0],
        "Forwarded": f"for={SIPGATE_ORIGINS[0]}",
    }
    assert status(hooks, signer, client="6.6.6.6", **forged) == 403


@pytest.mark.parametrize(
    ("forwarded", "expected"),
    [
        ("217.116.118.254", 200),
        ("6.6.6.6, 217.116.118.254", 200),
        ("217.116.118.254, 6.6.6.6", 403),
        ("217.116.118.254, 10.1.1.1", 200),
        ("217.116.118.254, 6.6.6.6, 10.1.1.1", 403),
        ("nonsense", 403),
        ("217.116.118.254, nonsense", 403),
        ("", 403),
        # With a port, as Azure and others send it; in brackets; with empty elements.
        ("217.116.118.254:51234", 200),
        ("[::ffff:217.116.118.254]:443", 200),
        ("[::ffff:217.116.118.254]", 200),
        ('"217.116.118.254"', 200),
        ("217.116.118.254,", 200),
        ("217.116.118.254, ,10.1.1.1:80, ", 200),
        ("217.116.118.254, [::ffff:10.1.1.1]:99", 200),
        ("217.116.118.254, 6.6.6.6:1", 403),
        ("217.116.118.254, 6.6.6.6,", 403),
        ("217.116.118.254, [::1]:1", 403),
        ("217.116.118.254:1:2", 403),
        ("217.116.118.254:", 403),
        ("[217.116.118.254", 403),
        ("x217.116.118.254", 403),
        ("unknown", 403),
        (",", 403),
    ],
)
def test_only_headers_of_trusted_proxies_are_believed(signer: Signer, forwarded: str, expected: int) -> None:
    hooks = WebhookApp(public_url=URL, verify=Origins(trusted_proxies=["10.0.0.0/8"]))
    assert status(hooks, signer, client="10.0.0.1", **{"X-Forwarded-For": forwarded}) == expected


@pytest.mark.parametrize(
    ("forwarded", "expected"),
    [
        ("for=217.116.118.254", 200),
        ("For=217.116.118.254;proto=https;by=10.0.0.1", 200),
        ('proto=https;for="217.116.118.254:4711"', 200),
        ('for="[::ffff:217.116.118.254]:4711"', 200),
        ("for=6.6.6.6, for=217.116.118.254", 200),
        ("for=217.116.118.254, for=10.1.1.1", 200),
        ("for=217.116.118.254, for=6.6.6.6", 403),
        ("for=217.116.118.254, proto=https", 403),
        ('for="217.116.118.254, for=6.6.6.6', 403),
        ('for=217.116.118.254;host="a,for=6.6.6.6"', 200),
        ('for=6.6.6.6;host="a,for=217.116.118.254"', 403),
        ('for=6.6.6.6;host="a,for=217.116.118.254,b"', 403),
        ('host="a;for=217.116.118.254";for=6.6.6.6', 403),
        ('host="a\\";for=217.116.118.254";for=6.6.6.6', 403),
        ('for=6.6.6.6;host="a\\",for=217.116.118.254"', 403),
        ('for="[::ffff:217.116.118.254%1]"', 403),
        ("for=_hidden", 403),
        ("for=unknown", 403),
        ("217.116.118.254", 403),
        ("", 403),
    ],
)
def test_the_header_of_rfc_7239_is_read_if_the_proxies_set_it(
    signer: Signer, forwarded: str, expected: int
) -> None:
    origins = Origins(trusted_proxies=["10.0.0.0/8"], forwarded_header="Forwarded")
    hooks = WebhookApp(public_url=URL, verify=origins)
    assert status(hooks, signer, client="10.0.0.1", Forwarded=forwarded) == expected


def test_a_header_that_the_proxies_do_not_set_is_ignored(signer: Signer) -> None:
    both = {"X-Forwarded-For": "217.116.118.254", "Forwarded": "for=6.6.6.6"}
    for header, expected in (("X-Forwarded-For", 200), ("Forwarded", 403)):
        origins = Origins(trusted_proxies=["10.0.0.1"], forwarded_header=header)  # type: ignore[arg-type]
        hooks = WebhookApp(public_url=URL, verify=origins)
        assert status(hooks, signer, client="10.0.0.1", **both) == expected
    with pytest.raises(InvalidInput):
        Origins(forwarded_header="X-Real-IP")  # type: ignore[arg-type]


def test_a_second_line_that_may_be_a_trailer_is_not_believed() -> None:
    origins = Origins(trusted_proxies=["10.0.0.1"])
    lines = [(b"x-forwarded-for", b"6.6.6.6"), (b"x-forwarded-for", b"217.116.118.254")]
    assert origins.origin("10.0.0.1", lines) == "217.116.118.254"
    assert origins.origin("10.0.0.1", [(b"transfer-encoding", b"chunked"), *lines]) is None


def test_headers_of_an_untrusted_proxy_are_ignored(signer: Signer) -> None:
    hooks = WebhookApp(public_url=URL, verify=Origins(trusted_proxies=["10.0.0.0/8"]))
    assert status(hooks, signer, client="11.0.0.1", **{"X-Forwarded-For": SIPGATE_ORIGINS[0]}) == 403


def test_several_verifications_all_have_to_pass(signer: Signer) -> None:
    hooks = WebhookApp(public_url=URL, public_key=signer.public_key, verify=["signature", Origins()])
    request = signer.new_call()
    for client, headers, expected in (
        (SIPGATE_ORIGINS[0], dict(request.headers), 200),
        ("6.6.6.6", dict(request.headers), 403),
        (SIPGATE_ORIGINS[0], {}, 401),
    ):
        tester = TestClient(hooks, client=(client, 1))
        assert tester.post("/hook", content=request.body, headers=headers).status_code == expected


@pytest.mark.parametrize("address", ["sipgate", "1.2.3", "1.2.3.4/99", ""])
def test_an_origin_that_is_not_an_address_is_refused(address: str) -> None:
    with pytest.raises(InvalidInput):
        Origins([address])
    with pytest.raises(InvalidInput):
        Origins(trusted_proxies=[address])


def test_the_key_is_that_of_the_environment_unless_the_program_gives_one(
    signer: Signer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = signer.new_call()

    def status_of(hooks: WebhookApp) -> int:
        return TestClient(hooks).post("/hook", **request.arguments).status_code

    file = tmp_path / "key.pem"
    file.write_text(signer.public_key)
    for value in (
        signer.public_key,
        str(file),
        f"\n{signer.public_key}\n",
        signer.public_key.replace("\n", "\\n"),
    ):
        monkeypatch.setenv("SIPGATE_WEBHOOK_PUBLIC_KEY", value)
        assert status_of(WebhookApp(public_url=URL)) == 200
        assert status_of(WebhookApp(public_url=URL, public_key=None)) == 200
        assert status_of(WebhookApp(public_url=URL, public_key=SIPGATE_PUBLIC_KEY)) == 403
    for value in ("", "  "):
        monkeypatch.setenv("SIPGATE_WEBHOOK_PUBLIC_KEY", value)
        assert status_of(WebhookApp(public_url=URL)) == 403
    monkeypatch.delenv("SIPGATE_WEBHOOK_PUBLIC_KEY")
    assert status_of(WebhookApp(public_url=URL)) == 403


@pytest.mark.parametrize(
    "value", ["missing.pem", ".", "-----BEGIN PUBLIC KEY-----\nnonsense", "a\u2028b" * 5000]
)
def test_a_key_of_the_environment_that_cannot_be_used_is_refused(
    value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SIPGATE_WEBHOOK_PUBLIC_KEY", value)
    with pytest.raises(InvalidInput, match="public key"):
        WebhookApp(public_url=URL)
    WebhookApp(public_url=URL, verify=SecretPath(SECRET))  # needs no key


def test_another_key_can_be_accepted_later(signer: Signer) -> None:
    hooks = WebhookApp(public_url=URL)
    hooks.verify_with(signer.public_key)
    assert TestClient(hooks).post("/hook", **signer.new_call().arguments).status_code == 200
    with pytest.raises(InvalidInput, match="RSA public key"):
        hooks.verify_with("nonsense")
    with pytest.raises(InvalidInput, match="does not verify signatures"):
        WebhookApp(public_url=URL, verify=SecretPath(SECRET)).verify_with(signer.public_key)
