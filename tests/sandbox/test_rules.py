"""Where sipgate's documents leave a question open a rule decides it; every rule is tried on both sides."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx2
import pytest

from sipgate_tools.sandbox import Clock, Rules, Sandbox, Timeline
from sipgate_tools.sandbox.events.media import recording
from sipgate_tools.sandbox.rules import as_values, with_settings

from .accounts import NOON, call_in, connect, errors, sms

NUMBER = "<Number>4915799912345</Number>"
AUTH = "auth/realms/sipgate-apps/protocol/openid-connect/auth"


class Webhook(httpx2.MockTransport):
    """A webhook that answers newCall with one body and everything else with another; it has sounds of a second."""

    def __init__(self, new_call: str | bytes, then: str = "", media_type: str = "application/xml") -> None:
        super().__init__(self.respond)
        self.new_call, self.then, self.media_type = new_call, then, media_type
        self.forms: list[dict[str, str]] = []

    def respond(self, request: httpx2.Request) -> httpx2.Response:
        if request.method == "GET":
            found = request.url.path.endswith(".wav")
            return httpx2.Response(200 if found else 404, content=recording(1) if found else b"")
        form = {
            name: values[-1]
            for name, values in parse_qs(request.content.decode(), keep_blank_values=True).items()
        }
        self.forms.append(form)
        body = self.new_call if form["event"] == "newCall" else self.then
        return httpx2.Response(200, content=body, headers={"content-type": self.media_type})

    def events(self) -> list[str]:
        return [form["event"] for form in self.forms]


def play(webhook: Webhook, *, rules: Rules | None = None, **fields: Any) -> Timeline:
    sandbox = Sandbox(clock=Clock(NOON), rules=rules, webhook_transport=webhook, check_answers=True)
    urls = {"incomingUrl": "http://hook.example/in", "outgoingUrl": "", "log": True}
    assert connect(sandbox).put("settings/sipgateio", json=urls).status_code == 204
    story = sandbox.play(call_in(**fields))
    assert sandbox.problems == []
    return story


def response_xml(inner: str) -> str:
    follow = 'onAnswer="http://hook.example/a" onHangup="http://hook.example/h"'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<Response {follow}>{inner}</Response>'


def gather(inner: str = "", timeout: int = 2000) -> str:
    return response_xml(
        f'<Gather onData="http://hook.example/d" maxDigits="1" timeout="{timeout}">{inner}</Gather>'
    )


def sound(name: str = "a.wav") -> str:
    return f"<Play><Url>http://hook.example/{name}</Url></Play>"


@pytest.mark.parametrize(("value", "dtmf"), [("missing", None), ("empty", "")])
def test_when_no_key_is_pressed_dtmf_is_missing_or_empty(value: Any, dtmf: str | None) -> None:
    webhook = Webhook(gather())
    play(webhook, rules=Rules(empty_dtmf=value))
    [form] = [form for form in webhook.forms if form["event"] == "dtmf"]
    assert form.get("dtmf") == dtmf
    pressed = Webhook(gather())
    play(pressed, rules=Rules(empty_dtmf=value), digits=["7"])
    assert [form["dtmf"] for form in pressed.forms if form["event"] == "dtmf"] == ["7"]


@pytest.mark.parametrize(
    ("value", "events"),
    [("hangup", ["newCall", "hangup"]), ("dtmf=-1", ["newCall", "dtmf", "hangup"])],
)
def test_a_caller_who_hangs_up_while_digits_are_collected(value: Any, events: list[str]) -> None:
    webhook = Webhook(gather(sound(), timeout=30_000), then=response_xml(f"<Dial>{NUMBER}</Dial>"))
    story = play(webhook, rules=Rules(hangup_in_gather=value), givesUpAfter=3)
    assert (webhook.events(), story.causes) == (events, ["cancel"])
    assert [form["dtmf"] for form in webhook.forms if "dtmf" in form] == ["-1"] * (len(events) - 2)
    assert story.problems == []
    assert [one["event"] for one in story.webhooks if one.get("action")] == ["newCall"]


@pytest.mark.parametrize(("value", "last"), [("sent", "hangup"), ("lost", "newCall")])
def test_a_caller_who_hangs_up_during_a_sound(value: Any, last: str) -> None:
    webhook = Webhook(response_xml(sound()))
    play(webhook, rules=Rules(hangup_unheard=value), givesUpAfter=0.5)
    assert webhook.events()[-1] == last


@pytest.mark.parametrize(("value", "last"), [("sent", "hangup"), ("lost", "answer")])
def test_a_caller_who_hangs_up_on_a_voicemail(value: Any, last: str) -> None:
    webhook = Webhook(response_xml("<Dial><Voicemail/></Dial>"))
    story = play(webhook, rules=Rules(hangup_unheard=value))
    assert (webhook.events()[-1], story.causes) == (last, ["normalClearing"])
    assert [one["event"] for one in story.seen("lost")] == ([] if value == "sent" else ["hangup"])


def test_other_hangups_are_sent_whatever_the_rule() -> None:
    webhook = Webhook(response_xml(""))
    play(webhook, rules=Rules(hangup_unheard="lost"), hangsUp="caller")
    assert webhook.events() == ["newCall", "answer", "hangup"]
    webhook = Webhook(response_xml(sound()))
    sandbox = Sandbox(clock=Clock(NOON), rules=Rules(hangup_unheard="lost"), webhook_transport=webhook)
    connect(sandbox).put("settings/sipgateio", json={"incomingUrl": "http://hook.example", "outgoingUrl": ""})
    sandbox.dial(call_in()).hang_up("callee")  # while the sound is played
    assert webhook.events() == ["newCall", "hangup"]


@pytest.mark.parametrize(
    ("value", "inner", "causes", "steps"),
    [
        ("refused", f"{sound()}<Hangup/>", ["normalClearing"], ["rings", "answered"]),
        ("first", f"{sound()}<Hangup/>", ["normalClearing"], ["plays", "rings", "answered"]),
        ("first", f"<Hangup/>{sound()}", ["noAnswer"], []),
        ("in-order", f"{sound()}<Hangup/>", ["normalClearing"], ["plays"]),
        ("in-order", f"{sound()}{sound('b.wav')}<Reject reason='busy'/>", ["busy"], ["plays", "plays"]),
        ("in-order", f"{sound()}<Dial>{NUMBER}</Dial>", ["normalClearing"],
         ["plays", "redirects", "rings", "answered"]),
        ("in-order", f"{sound('none')}<Reject reason='busy'/>", ["busy"], []),
        ("in-order", f"<Reject reason='busy'/>{sound()}", ["busy"], []),
        ("in-order", f"{sound()}", ["normalClearing"], ["plays", "rings", "answered"]),
    ],
)  # fmt: skip
def test_a_response_with_several_actions(value: Any, inner: str, causes: list[str], steps: list[str]) -> None:
    webhook = Webhook(response_xml(inner))
    story = play(webhook, rules=Rules(several_actions=value))
    seen = [one.what for one in story.entries if one.what in {"plays", "redirects", "rings", "answered"}]
    assert (story.causes, seen) == (causes, steps)
    assert [one for one in story.problems if "actions" in one] == (
        ["newCall: Response has 2 actions, but only one is allowed"] if value == "refused" else []
    )


def test_actions_behind_a_sound_are_in_the_story_and_survive_a_restart(tmp_path: Any) -> None:
    webhook = Webhook(response_xml(f"{sound()}<Dial>{NUMBER}</Dial>"))
    rules = Rules(several_actions="in-order")
    file = tmp_path / "account.state"
    sandbox = Sandbox(state=file, clock=Clock(NOON), rules=rules, webhook_transport=webhook)
    connect(sandbox).put("settings/sipgateio", json={"incomingUrl": "http://hook.example", "outgoingUrl": ""})
    call = sandbox.dial(call_in())
    assert call.phase == "playing"
    assert "Play, then Dial numbers=+4915799912345" in call.timeline.lines()[1]
    sandbox.close_state()
    again = Sandbox(state=file, rules=rules, webhook_transport=webhook)
    again.clock.advance(seconds=2)
    again.catch_up()
    assert [ring.number for ring in again.state.call_flows[call.id].rings] == ["+4915799912345"]
    again.close_state()


BEHIND = "\nThanks - here's a motivational squirrel"


@pytest.mark.parametrize("behind", [BEHIND, "x", "<b/>", "<!DOCTYPE a>", "ü" * 300])
@pytest.mark.parametrize("media_type", ["application/xml", "application/xml; charset=utf-8"])
def test_text_behind_the_xml(behind: str, media_type: str) -> None:
    refused = Webhook(response_xml("") + behind, media_type=media_type)
    assert "not XML" in play(refused).problems[0]
    assert refused.events() == ["newCall"]
    ignored = Webhook(response_xml("") + behind, media_type=media_type)
    assert play(ignored, rules=Rules(text_after_xml="ignored")).problems == []
    assert ignored.events() == ["newCall", "answer", "hangup"]


@pytest.mark.parametrize(
    "broken", ["<Response>", "Thanks <Response/>", '<!DOCTYPE r [<!ENTITY a "b">]><Response/>x']
)
def test_what_is_broken_otherwise_stays_so(broken: str) -> None:
    assert play(Webhook(broken), rules=Rules(text_after_xml="ignored")).problems != []


CONTACT = {
    "name": "N",
    "emails": [],
    "numbers": [{"number": "+4915799900077", "type": ["home"]}],
    "scope": "SHARED",
}


def test_a_contact_is_made_by_put_with_a_new_uuid(api: httpx2.Client) -> None:
    key = str(uuid.uuid4())
    whole = CONTACT | {"id": key, "addresses": [], "organization": [], "picture": None}
    assert api.put(f"contacts/{key}", json=whole).status_code == 204
    made = api.get(f"contacts/{key}").json()
    assert (made["id"], made["name"], made["numbers"]) == (key, "N", CONTACT["numbers"])
    assert api.put(f"contacts/{key}", json=whole | {"name": "M"}).status_code == 204
    found = api.get("contacts", params={"phonenumbers": "+4915799900077"}).json()
    assert [one["name"] for one in found["items"]] == ["M"]


@pytest.mark.parametrize(
    ("key", "body", "status"),
    [
        ("7c0e5e0e", CONTACT, 404),
        ("7c0e5e0e-0000-4000-8000-00000000000g", CONTACT, 404),
        ("7c0e5e0e-5678-4399-bd06-851ef728fbdc", CONTACT | {"name": " "}, 400),
        ("7c0e5e0e-0bba-4baf-87e7-36803f543348", CONTACT | {"scope": "INTERNAL"}, 400),
    ],
)
def test_a_put_that_cannot_make_a_contact(
    api: httpx2.Client, key: str, body: dict[str, Any], status: int
) -> None:
    assert api.put(f"contacts/{key}", json=body).status_code == status


def test_with_the_other_rule_put_makes_no_contact() -> None:
    api = connect(Sandbox(rules=Rules(put_new_contact="not-found")))
    assert api.put(f"contacts/{uuid.uuid4()}", json=CONTACT).status_code == 404


GUIDE = {
    "name": "App",
    "description": "From the guide",
    "redirectUris": ["https://*.example.com/*"],
    "webOrigins": ["https://www.example.com"],
}
"""What sipgate's guide for OAuth clients sends, without the two URLs that the interface requires."""


def test_an_oauth_client_without_the_urls_of_privacy_and_terms(api: httpx2.Client) -> None:
    made = api.post("authorization/oauth2/clients", json=GUIDE).json()
    assert (made["privacyUrl"], made["termsUrl"]) == ("", "")
    assert api.put(f"authorization/oauth2/clients/{made['clientId']}", json=GUIDE).status_code == 200
    strict = connect(Sandbox(rules=Rules(client_urls="required")))
    assert errors(strict.post("authorization/oauth2/clients", json=GUIDE)) == (
        400,
        "'privacyUrl' is a required property",
    )
    both = GUIDE | {"privacyUrl": "https://example.com/p", "termsUrl": "https://example.com/t"}
    assert strict.post("authorization/oauth2/clients", json=both).status_code == 200


def login(sandbox: Sandbox, registered: str, uri: str) -> int:
    api = connect(sandbox)
    made = api.post("authorization/oauth2/clients", json=GUIDE | {"redirectUris": [registered]}).json()
    query = {"response_type": "code", "client_id": made["clientId"], "redirect_uri": uri}
    with httpx2.Client(transport=sandbox, base_url=sandbox.login_url) as browser:
        return browser.get(f"/{AUTH}?{urlencode(query)}").status_code


@pytest.mark.parametrize(
    ("registered", "uri", "status"),
    [
        ("https://*.example.com/*", "https://app.example.com/cb", 200),
        ("https://*.example.com/*", "https://a.b.example.com/", 200),
        ("https://*.example.com/cb", "https://app.example.com/cb", 200),
        ("https://app.example.com/*/cb", "https://app.example.com/v1/cb", 200),
        ("https://app.example.com/*", "https://app.example.com/deep/cb?x=1", 200),
        ("https://*.example.com/cb", "https://app.example.com/cb2", 400),
        ("https://*.example.com/*", "https://example.com/cb", 400),
        ("https://*.example.com/*", "https://evil.example/x.example.com/", 400),
        ("https://*.example.com/*", "https://evil.example?.example.com/", 400),
        ("https://*.example.com/*", "https://evil.example:1.example.com/", 400),
        ("https://*.example.com/cb", "https://appXexample.com/cb", 400),
        ("https://*.example.com/*", "https://evil.example:443@x.example.com/", 400),
        ("https://*.example.com/*", "https://evil.example\\.example.com/", 400),
        ("https://*.example.com/*", "https://evil.example#.example.com/", 400),
        ("https://*.example.com/*", "http://app.example.com/cb", 400),
        ("https://app.example.com/*/cb", "https://app.example.com/a/b/cb", 400),
        ("https://a.example.com/cb", "https://aXexample.com/cb", 400),
    ],
)
def test_wildcards_in_redirect_uris(registered: str, uri: str, status: int) -> None:
    assert login(Sandbox(), registered, uri) == status


@pytest.mark.parametrize(
    ("registered", "uri", "status"),
    [
        ("https://*.example.com/*", "https://app.example.com/cb", 400),
        ("https://app.example.com/*", "https://app.example.com/cb", 200),
    ],
)
def test_wildcards_may_count_at_the_end_only(registered: str, uri: str, status: int) -> None:
    assert login(Sandbox(rules=Rules(redirect_wildcards="at-the-end")), registered, uri) == status


@pytest.mark.parametrize("status", [204, 200])
def test_the_status_of_a_sent_sms(status: Any) -> None:
    sandbox = Sandbox(rules=Rules(sms_status=status), check_answers=True)
    sent = connect(sandbox).post("sessions/sms", json=sms())
    assert (sent.status_code, sent.content, sandbox.problems) == (status, b"", [])


@pytest.mark.parametrize("status", [200, 201])
def test_the_status_of_a_started_call(status: Any) -> None:
    api = connect(Sandbox("neo", rules=Rules(start_call_status=status)))
    started = api.post("calls", json={"deviceId": "e0", "targetNumber": "491729925904"})
    assert started.status_code == status
    assert started.json()["callSid"]


def test_rules_are_set_by_texts() -> None:
    rules = with_settings(
        Rules(),
        ["empty_dtmf=empty", "history-lag=2.5", "sms-status=200", "calls_in_history=TRUE", "sms_price=0"],
    )
    assert rules == Rules(
        empty_dtmf="empty",
        history_lag=timedelta(seconds=2.5),
        sms_status=200,
        calls_in_history=True,
        sms_price=0,
    )
    assert as_values(rules)["history_lag"] == 2.5


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("empty_dtmf", "does not set a rule"),
        ("colour=red", "Unknown rule colour"),
        ("empty_dtmf=sometimes", "Allowed: missing, empty"),
        ("sms_status=404", "Allowed: 204, 200"),
        ("history_lag=-1", "Expected: seconds"),
        ("history_lag=nan", "Expected: seconds"),
        ("history_lag=1e300", "Expected: seconds"),
        ("sms_price=dear", "Expected: a whole number"),
        ("calls_in_history=perhaps", "Expected: true or false"),
    ],
)  # fmt: skip
def test_what_is_no_rule_is_refused_in_a_sentence(text: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        with_settings(Rules(), [text])


def test_a_rule_has_only_its_values() -> None:
    with pytest.raises(ValueError, match="Invalid value 'all' for the rule several_actions"):
        Rules(several_actions="all")  # type: ignore[arg-type]


def test_a_redirect_names_the_session_that_the_token_endpoint_names_too(classic: Sandbox) -> None:
    """As Keycloak does; `iss`, `state` and `code` stay beside it."""
    redirect = "http://127.0.0.1:9/cb"
    query = {"response_type": "code", "client_id": classic.client_id, "redirect_uri": redirect, "state": "s"}
    with httpx2.Client(transport=classic, base_url=classic.login_url) as browser:
        sent = browser.post(f"/{AUTH}", data=query | {"user": "w0", "decision": "approve"})
        fields = {
            name: value[0] for name, value in parse_qs(urlsplit(sent.headers["location"]).query).items()
        }
        assert fields.keys() == {"state", "session_state", "iss", "code"}
        form = {
            "grant_type": "authorization_code",
            "code": fields["code"],
            "redirect_uri": redirect,
            "client_id": classic.client_id,
            "client_secret": classic.client_secret,
        }
        tokens = browser.post(f"/{AUTH.removesuffix('auth')}token", data=form).json()
    assert tokens["session_state"] == fields["session_state"]
