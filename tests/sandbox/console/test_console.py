"""The console over HTTP: its page, what reaches the account from outside, and what is set on it."""

from __future__ import annotations

import base64
import io
import re
import wave
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest
from pypdf import PdfReader

from sipgate_tools.sandbox import Clock, Sandbox, serve_in_thread
from sipgate_tools.sandbox.events.media import document

from ..accounts import ALEX, MERLE, NOON, call_in, connect, errors, items, sms

ALEX_MOBILE = "+4915228817386"


class Console:
    """A served account, its console, and its API as the administrator."""

    def __init__(self, sandbox: Sandbox, root: str) -> None:
        self.sandbox = sandbox
        self.web = httpx2.Client(base_url=root)
        self.api = connect(sandbox)

    def do(self, method: str, path: str, body: dict[str, Any] | None = None) -> httpx2.Response:
        return self.web.request(method, f"/console/api/{path}", json=body)

    def arrives(self, path: str, **body: Any) -> dict[str, Any]:
        """Let something arrive, and return its history entry."""
        response = self.do("POST", path, body)
        assert response.status_code == 200, response.text
        assert self.api.get(f"history/{response.json()['id']}").status_code == 404
        self.sandbox.clock.advance(seconds=1)
        return self.api.get(f"history/{response.json()['id']}").json()

    def overview(self) -> dict[str, Any]:
        return self.do("GET", "overview").json()


@pytest.fixture(params=["classic", "neo"])
def console(request: pytest.FixtureRequest) -> Iterator[Console]:
    """The console of an account whose clock stands still."""
    sandbox = Sandbox(request.param, clock=Clock(NOON), check_answers=True, admin=True)
    with serve_in_thread(sandbox) as served:
        found = Console(sandbox, served.base_url.removesuffix("/v2"))
        with found.web, found.api:
            yield found
    assert sandbox.problems == []


def test_the_page_says_that_it_is_not_sipgate_and_loads_nothing_from_elsewhere(console: Console) -> None:
    page = console.web.get("/console")
    assert page.status_code == 200
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "This is a sandbox, not sipgate." in page.text
    for path in ("/", "/console/"):
        assert console.web.get(path).headers["location"] == "/console"
    fetched = set(re.findall(r'(?:src|href)="(/[^"]+)"', page.text))
    assert len(fetched) == 3
    waiting, seen = fetched, set[str]()
    while waiting:
        path = waiting.pop()
        seen.add(path)
        found = console.web.get(path)
        assert found.status_code == 200, path
        waiting |= {f"/console/{name}" for name in re.findall(r'from "\./([^"]+)"', found.text)} - seen
        assert not re.search(r"(src|href|url|import)\W{1,3}https?://", found.text), path
    assert len(seen) > 10
    assert not re.search(r"https?://", page.text.replace("http://127.0.0.1:8080/", ""))


def test_the_page_runs_only_its_own_code_and_cannot_be_framed(console: Console) -> None:
    headers = console.web.get("/console").headers
    parts = [part.strip().partition(" ") for part in headers["content-security-policy"].split(";")]
    policy = {name: value for name, _, value in parts}
    assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"
    assert policy["require-trusted-types-for"] == "'script'"
    assert (headers["x-content-type-options"], headers["x-frame-options"]) == ("nosniff", "DENY")


def test_there_is_nothing_else_below_the_console(console: Console) -> None:
    for path in ("/console/none.js", "/console/..%2fguard.py", "/console/__init__.py", "/console/api/none"):
        assert console.web.get(path).status_code == 404, path
    assert console.web.post("/console").status_code == 405
    head = console.web.head("/console")
    assert (head.status_code, head.content) == (200, b"")


def test_an_sms_arrives(console: Console) -> None:
    entry = console.arrives(
        "sms", **{"from": "0172 9925904", "to": ALEX_MOBILE, "message": "Grüße <b>aus</b> Köln"}
    )
    assert (entry["type"], entry["direction"], entry["read"]) == ("SMS", "INCOMING", False)
    assert (entry["source"], entry["sourceAlias"], entry["target"]) == (MERLE, "Merle Ahrens", ALEX_MOBILE)
    assert (entry["smsContent"], entry["connectionIds"]) == ("Grüße <b>aus</b> Köln", ["s0"])
    assert items(console.api.get("history", params={"types": "SMS"}))[0] == entry


def test_a_fax_that_arrives_is_a_real_pdf(console: Console) -> None:
    fax = {"from": "anonymous", "faxlineId": "f0", "text": "Angebot für Bäcker (2 Öfen)", "pages": 3}
    entry = console.arrives("faxes", **fax)
    assert (entry["type"], entry["faxStatusType"], entry["pageCount"]) == ("FAX", "SENT", 3)
    assert (entry["source"], entry["connectionIds"]) == ("anonymous", ["f0"])
    pages = PdfReader(io.BytesIO(console.api.get(entry["documentUrl"]).content)).pages
    assert len(pages) == 3
    assert "Angebot für Bäcker (2 Öfen)" in pages[0].extract_text()


def test_a_document_arrives_as_it_is(console: Console) -> None:
    given = document(["Rechnung"], pages=2)
    content = base64.b64encode(given).decode()
    entry = console.arrives(
        "faxes", **{"from": MERLE, "faxlineId": "f0", "filename": "R.pdf", "base64Content": content}
    )
    assert entry["pageCount"] == 2
    assert console.api.get(entry["documentUrl"]).content == given
    snapshot = console.sandbox.snapshot()
    console.sandbox.reset("empty")
    console.sandbox.restore(snapshot)
    assert console.api.get(entry["documentUrl"]).content == given


def test_a_voicemail_is_left(console: Console) -> None:
    message = {"from": MERLE, "voicemailId": "v0", "message": "Bitte um Rückruf", "seconds": 4}
    entry = console.arrives("voicemails", **message)
    assert (entry["type"], entry["duration"], entry["transcription"]) == ("VOICEMAIL", 4, "Bitte um Rückruf")
    assert (entry["source"], entry["target"], entry["read"]) == (MERLE, ALEX, False)
    with wave.open(io.BytesIO(console.api.get(entry["recordingUrl"]).content)) as recording:
        assert recording.getnframes() == 4 * recording.getframerate()


@pytest.mark.parametrize(
    ("path", "body", "refused"),
    [
        ("sms", {"from": "nobody", "to": ALEX_MOBILE, "message": "x"}, (400, "from must be a telephone number")),
        ("sms", {"from": MERLE, "to": ALEX_MOBILE, "message": ""}, (400, "The message is empty")),
        ("sms", {"from": MERLE, "to": MERLE, "message": "x"}, (404, f"SMS number {MERLE} not found")),
        ("sms", {"from": MERLE, "to": ALEX_MOBILE, "message": 7}, (400, "message must be a string")),
        ("faxes", {"from": MERLE, "faxlineId": "f9"}, (404, "Faxline f9 not found")),
        ("faxes", {"from": MERLE, "faxlineId": "f0", "base64Content": "AAAA"},
         (400, "Only PDF documents can be faxed")),
        ("faxes", {"from": MERLE, "faxlineId": "f0", "pages": 51}, (400, "pages must be a whole number from 1 to 50")),
        ("voicemails", {"from": MERLE, "voicemailId": "v9"}, (404, "Voicemail v9 not found")),
        ("voicemails", {"from": MERLE, "voicemailId": "v0", "seconds": "9"},
         (400, "seconds must be a whole number from 1 to 600")),
    ],
)  # fmt: skip
def test_what_cannot_arrive_is_refused_and_leaves_nothing(
    console: Console, path: str, body: dict[str, Any], refused: tuple[int, str]
) -> None:
    before = console.sandbox.snapshot()
    assert errors(console.do("POST", path, body)) == refused
    assert console.sandbox.snapshot() == before


def test_the_balance_is_set(console: Console) -> None:
    assert console.do("PUT", "balance", {"amount": 0}).json() == {"amount": 0}
    assert console.api.post("sessions/sms", json=sms()).status_code == 402
    for amount in (-1, "9", 2**40, None, True):
        assert console.do("PUT", "balance", {"amount": amount}).status_code == 400
    assert console.overview()["balance"] == {"amount": 0, "currency": "EUR"}


def test_faults_are_switched_on_and_off(console: Console) -> None:
    for fault in ("429:retry-after=2@sendWebSms*1", "latency=0.5@/v2/nowhere", "503"):
        assert console.do("POST", "faults", {"fault": fault}).json()["faults"][-1] == fault
    assert console.api.get("balance").status_code == 503
    left = console.do("DELETE", "faults", {"fault": "503"}).json()["faults"]
    assert left == ["429:retry-after=2@sendWebSms*1", "latency=0.5@/v2/nowhere"]
    limited = console.api.post("sessions/sms", json=sms())
    assert (limited.status_code, limited.headers["retry-after"]) == (429, "2")
    assert console.overview()["faults"] == ["latency=0.5@/v2/nowhere"]
    assert console.do("DELETE", "faults", {"fault": "503"}).status_code == 404
    assert "Invalid fault 'fire'" in errors(console.do("POST", "faults", {"fault": "fire"}))[1]
    assert console.do("DELETE", "faults").json() == {"faults": []}


def test_webhook_settings_are_those_of_the_api(console: Console) -> None:
    settings: dict[str, Any] = {
        "incomingUrl": "https://example.com/in",
        "outgoingUrl": "",
        "log": True,
        "whitelist": [],
    }
    assert console.do("PUT", "webhooks", settings).status_code == 200
    saved = console.api.get("settings/sipgateio").json()
    assert {name: saved[name] for name in settings} == settings
    for wrong in (
        {"incomingUrl": "ftp://example.com"},
        {"whitelist": ["e0"]},
        {"whitelist": "p0"},
        {"log": "yes"},
    ):
        assert console.do("PUT", "webhooks", settings | wrong).status_code == 400
    assert console.api.get("settings/sipgateio").json() == saved


def test_the_overview_has_what_there_is_to_dial_and_what_was_sent(console: Console) -> None:
    content = base64.b64encode(document(["Angebot"])).decode()
    fax = {"faxlineId": "f0", "recipient": MERLE, "filename": "Angebot.pdf", "base64Content": content}
    assert console.api.post("sessions/sms", json=sms(message="Bis gleich")).is_success
    assert console.api.post("sessions/fax", json=fax).is_success
    visible = console.overview()
    alex = next(one for one in visible["numbers"] if one["number"] == ALEX)
    assert {"device": "e0", "number": ALEX} in alex["rings"]
    assert alex["name"] in ("Anschluss Alex", "Zentrale")
    assert {"number": MERLE, "name": "Merle Ahrens"} in visible["people"]
    assert [one["message"] for one in visible["outbox"]["sms"]] == ["Bis gleich"]
    assert visible["outbox"]["totals"] == {"sms": 1, "faxes": 1, "calls": 0}
    [sent] = visible["outbox"]["faxes"]
    assert (sent["filename"], sent["toName"], sent["status"]) == ("Angebot.pdf", "Merle Ahrens", "PENDING")
    assert console.web.get(sent["document"]).content.startswith(b"%PDF")
    assert {"CALL", "SMS", "FAX", "VOICEMAIL"} == {one["type"] for one in visible["history"]}
    assert visible["clock"] == {"now": "2026-03-18T11:00:00Z", "running": False}
    assert len(visible["otherCalls"]) == 2
    assert "sendWebSms" in console.do("GET", "operations").json()["operations"]


def test_passwords_in_webhook_urls_are_not_in_the_console_s_log(console: Console) -> None:
    settings = {
        "incomingUrl": "http://user:s3cret@127.0.0.1:9/",
        "outgoingUrl": "",
        "log": True,
        "whitelist": None,
    }
    assert console.do("PUT", "webhooks", settings).status_code == 200
    with console.web.stream("GET", "/console/api/events") as response:
        lines = response.iter_lines()
        call = console.do("POST", "calls", call_in()).json()
        while '"what":"webhook"' not in next(lines):
            pass
    [logged] = console.overview()["log"]["items"]
    assert (logged["url"], logged["callId"]) == ("http://user:***@127.0.0.1:9/", call["id"])
    assert "s3cret" not in console.do("GET", "calls").text
