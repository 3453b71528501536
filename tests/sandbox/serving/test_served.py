"""The sandbox on a socket: for other languages, other processes, and connections that really break."""

from __future__ import annotations

import base64
import json
import signal
import subprocess
import sys
import threading
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2
import pytest
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from sipgate_tools.sandbox import Sandbox, serve_in_thread
from sipgate_tools.sandbox.webhooks.signing_key import Signer
from sipgate_tools.spec import load

from ..accounts import sms


@contextmanager
def command(*arguments: str) -> Generator[subprocess.Popen[str]]:
    """`sipgate-tools sandbox` as a process of its own."""
    program = [str(Path(sys.executable).parent / "sipgate-tools"), "sandbox", *arguments]
    with subprocess.Popen(program, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)


def login(sandbox: Sandbox) -> tuple[str, str]:
    return sandbox.token_id, sandbox.token


def test_it_is_served_from_a_thread_and_stops_cleanly() -> None:
    sandbox = Sandbox()
    threads = threading.active_count()
    with serve_in_thread(sandbox) as served:
        assert served.base_url == sandbox.base_url
        assert served.console_url == served.base_url.removesuffix("/v2") + "/console"
        with httpx2.Client(base_url=served.base_url, auth=login(sandbox)) as client:
            assert client.post("sessions/sms", json=sms(message="Über HTTP")).status_code == 204
            assert client.get("").json()["balanceUrl"].startswith(served.base_url)
        outbox = httpx2.get(f"{served.console_url}/api/outbox").json()
        assert (outbox["sms"][0]["message"], outbox) == ("Über HTTP", sandbox.outbox())
    assert threading.active_count() == threads
    with pytest.raises(httpx2.ConnectError):
        httpx2.get(served.base_url)


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ("drop", httpx2.TransportError),
        ("drop-after", httpx2.TransportError),
        ("cut", httpx2.TransportError),
        ("hang", httpx2.ReadTimeout),
        ("latency=9", httpx2.ReadTimeout),
    ],
)
def test_faults_happen_to_real_connections(fault: str, error: type[Exception]) -> None:
    sandbox = Sandbox(faults=[f"{fault}@sendWebSms*1"])
    with serve_in_thread(sandbox) as served:
        with httpx2.Client(base_url=served.base_url, auth=login(sandbox), timeout=0.3) as client:
            with pytest.raises(error):
                client.post("sessions/sms", json=sms())
            assert client.get("balance").status_code == 200


def test_a_response_can_break_off_in_the_middle() -> None:
    sandbox = Sandbox(faults=["cut*1"])
    with serve_in_thread(sandbox) as served:
        with httpx2.Client(base_url=served.base_url, auth=login(sandbox)) as client:
            with pytest.raises(httpx2.RemoteProtocolError, match="without sending complete"):
                client.get("users")
            assert client.get("users").status_code == 200


def test_the_admin_path_is_off_unless_asked() -> None:
    for sandbox, status in ((Sandbox(), 404), (Sandbox(admin=True), 200)):
        with serve_in_thread(sandbox) as served:
            origin = served.base_url.removesuffix("/v2")
            assert httpx2.post(f"{origin}/admin/faults", json={"fault": "503"}).status_code == status
            with httpx2.Client(base_url=served.base_url, auth=login(sandbox)) as client:
                assert client.get("balance").status_code == (503 if status == 200 else 200)


def test_the_admin_path_moves_the_clock_and_resets() -> None:
    sandbox = Sandbox(admin=True)
    with (
        serve_in_thread(sandbox) as served,
        httpx2.Client(base_url=served.base_url.removesuffix("/v2")) as client,
    ):
        moved = client.post("/admin/clock", json={"set": "2026-03-18T12:00:00Z", "advanceSeconds": 30})
        assert moved.json() == {"now": "2026-03-18T12:00:30+00:00"}
        assert client.post("/admin/balance", json={"amount": 0}).json() == {"amount": 0}
        assert client.post("/v2/sessions/sms", json=sms(), auth=login(sandbox)).status_code == 402
        assert client.post("/admin/reset", json={}).json()["token"] == sandbox.token
        assert client.post("/v2/sessions/sms", json=sms(), auth=login(sandbox)).status_code == 204
        kept = client.get("/admin/snapshot").json()
        assert client.post("/admin/reset", json={"seed": "empty"}).is_success
        assert sandbox.outbox()["sms"] == []
        assert client.put("/admin/snapshot", json=kept).is_success
        assert len(sandbox.outbox()["sms"]) == 1
        made = client.post("/admin/tokens", json={"scopes": ["balance:read"], "user": "w1"}).json()
        assert (
            client.get("/v2/authorization/userinfo", auth=(made["tokenId"], made["token"])).json()["sub"]
            == "w1"
        )
        assert client.post("/admin/features", json={"missing": ["sms"]}).json() == {"missing": ["sms"]}
        assert client.post("/v2/sessions/sms", json=sms(), auth=login(sandbox)).status_code == 403
        assert client.post("/admin/features", json={"booked": ["sms"]}).json() == {"missing": []}
        jwt = client.post("/admin/jwt", json={}).json()["token"]
        assert client.get("/v2/balance", headers={"authorization": f"Bearer {jwt}"}).status_code == 200
        nothing = client.post("/admin/jwt", json={"scopes": []}).json()["token"]
        assert client.get("/v2/balance", headers={"authorization": f"Bearer {nothing}"}).status_code == 403
        malformed: list[tuple[str, Any]] = [
            ("clock", {"set": "soon"}),
            ("faults", {"fault": "fire"}),
            ("faults", []),
            ("balance", {"amount": "much"}),
            ("balance", {}),
            ("clock", {"set": "2026-03-18T12:00:00Z", "advanceSeconds": "soon"}),
            ("tokens", {"user": "w99"}),
            ("tokens", {"scopes": "all"}),
            ("tokens", {"scopes": ""}),
            ("features", {"missing": ["telex"]}),
        ]
        for path, body in malformed:
            assert client.post(f"/admin/{path}", json=body).status_code == 400
        assert sandbox.clock.now().isoformat() == moved.json()["now"]
        assert client.post("/admin/clock", json={"resume": True}).is_success
        assert sandbox.clock.running
        assert client.put("/admin/snapshot", json={"base": "garden"}).status_code == 400
        assert client.post("/admin/reset", json={"seed": "garden"}).status_code == 400


def test_the_command_prints_one_line_of_json_when_ready() -> None:
    with command("--port", "0", "--account", "neo", "--json") as process:
        assert process.stdout is not None
        assert process.stderr is not None
        ready = json.loads(process.stdout.readline())
        logins = {"login_url", "client_id", "client_secret"}
        assert ready.keys() == {"base_url", "token_id", "token", "public_key", "console_url"} | logins
        assert ready["base_url"].startswith("http://127.0.0.1:")
        with httpx2.Client(base_url=ready["base_url"], auth=(ready["token_id"], ready["token"])) as client:
            assert client.get("groups").status_code == 403
            assert client.get("channels").status_code == 200
        process.send_signal(signal.SIGINT)
        rest, words = process.communicate(timeout=30)
        assert rest == ""
        assert "not sipgate" in words
        assert "Traceback" not in words


def test_a_shell_takes_what_the_command_prints() -> None:
    """`eval` of what it prints is enough for programs: their variables are exported, the key of several lines too."""
    with command() as process:
        assert process.stdout is not None
        lines = list(iter(process.stdout.readline, "-----END PUBLIC KEY-----\n"))
        lines += ["-----END PUBLIC KEY-----\n", process.stdout.readline()]
        process.send_signal(signal.SIGINT)
        rest, messages = process.communicate(timeout=30)
    assert rest == ""
    script = "".join([*lines, f"{sys.executable} -c 'import json, os; print(json.dumps(dict(os.environ)))'"])
    shell = subprocess.run(["/bin/sh", "-c", script], capture_output=True, text=True, check=True, env={})
    found = json.loads(shell.stdout)
    sandbox = Sandbox()
    sandbox.base_url = found["SIPGATE_BASE_URL"]
    assert found.items() >= sandbox.environment.items()
    assert found["SIPGATE_WEBHOOK_PUBLIC_KEY"] == sandbox.public_key
    assert f"Console: {sandbox.console_url}" in messages
    assert sandbox.public_key_url in messages


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--seed", "garden"], "Unknown seed garden"),
        (["--fault", "fire"], "Invalid fault 'fire'"),
        (["--fault", "429@sendSms*1"], "Unknown operation sendSms"),
        (["--host", "203.0.113.1"], "Cannot listen on 203.0.113.1"),
    ],
)
def test_the_command_refuses_what_it_cannot_do_in_a_sentence(arguments: list[str], sentence: str) -> None:
    with command(*arguments) as process:
        printed, words = process.communicate(timeout=30)
        assert (process.returncode, printed) == (2, "")
        assert sentence in words


def test_the_interface_is_described_beside_each_version_for_this_sandbox() -> None:
    """As at `https://api.sipgate.com/v2/swagger.json`, without credentials; nothing in it leads to sipgate."""
    with serve_in_thread(Sandbox()) as served:
        root = served.base_url.removesuffix("/v2")
        found = {version: httpx2.get(f"{root}/{version}/swagger.json").json() for version in ("v2", "v3")}
    assert [document["servers"] for document in found.values()] == [
        [{"url": f"{root}/v2"}],
        [{"url": f"{root}/v3"}],
    ]
    assert "/sessions/sms" in found["v2"]["paths"]
    assert "/phone-numbers" in found["v3"]["paths"]
    assert len(found["v2"]["paths"]) + len(found["v3"]["paths"]) == len(load().raw["paths"])
    flow = found["v2"]["components"]["securitySchemes"]["oauth2"]["flows"]["authorizationCode"]
    assert flow["tokenUrl"] == f"{root}/auth/realms/sipgate-apps/protocol/openid-connect/token"


def test_the_key_of_the_webhooks_can_be_fetched() -> None:
    sandbox = Sandbox()
    with serve_in_thread(sandbox):
        assert httpx2.get(sandbox.public_key_url).text == sandbox.public_key


def test_webhooks_will_be_signed_with_a_key_of_4096_bits_of_its_own() -> None:
    key = load_pem_public_key(Sandbox().public_key.encode())
    assert isinstance(key, RSAPublicKey)
    assert key.key_size == 4096
    body = b"event=newCall&from=4930123456"
    key.verify(base64.b64decode(Signer().sign(body)), body, PKCS1v15(), SHA256())
