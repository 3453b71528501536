"""The console in headless Chromium: calls with their webhooks, messages, and what makes a page good to use."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import httpx2
import pytest
from selenium import webdriver
from selenium.webdriver.common.keys import Keys

from sipgate_tools.sandbox import Sandbox, serve_in_thread

from ..accounts import ALEX, BERTA, MERLE, connect, items, sms
from .browser import Console, chromium
from .webhook_menu import menu

VIEWS = ("calls", "messages", "webhooks", "account")
DESKTOP, PHONE = (1280, 900), (390, 844)


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    with chromium(tmp_path_factory.mktemp("profile")) as driver:
        yield driver


@pytest.fixture
def sandbox() -> Sandbox:
    return Sandbox(check_answers=True)


@pytest.fixture
def console(browser: webdriver.Chrome, sandbox: Sandbox) -> Iterator[Console]:
    """The console of a fresh account; the browser must have nothing to complain about."""
    with serve_in_thread(sandbox) as served:
        page = Console(browser, served.console_url)
        page.resize(*DESKTOP)
        page.open()
        list(page.complaints())
        yield page
        assert list(page.complaints()) == []
        browser.get("about:blank")


def test_an_incoming_call_with_a_webhook_that_gathers_digits_and_redirects(
    sandbox: Sandbox, console: Console
) -> None:
    with menu(sandbox) as heard:
        console.write("Caller", MERLE)
        console.choose("Number of the account", ALEX)
        console.press("Call")
        console.says("Pressed so far: nothing of 2", "#call-detail")
        console.press("1")
        console.says("Pressed so far: 1 of 2", "#call-detail")
        console.press("7")
        console.press("Answer: Tischtelefon Berta")
        console.press("Hold")
        console.says("On hold", "#call-detail")
        console.press("Take off hold")
        console.says("Taken off hold", "#call-detail")
        console.press("Hang up")
        console.says("Hung up by the caller", ".timeline")
        console.until(lambda: console.text(".timeline").count("Webhook hangup") == 1)
        console.until(lambda: "hung up" in heard)

    story = console.text(".timeline")
    lines = [
        "Merle Ahrens (+491729925904) calls Anschluss Alex (+493023125100)",
        "Webhook newCall",
        "Response: Collect up to 2 keys, waiting 60 s for each",
        "X-Sipgate-Signature: ",
        "user[]\nAlex Sander",
        "<Gather",
        "The caller presses 1",
        "The caller presses 7",
        "Keys collected: 17",
        "Webhook dtmf",
        "Response: Redirect to Anschluss Berta (+493023125101)",
        "dtmf\n17",
        "<Number>493023125101</Number>",
        "Ringing: Tischtelefon Berta",
        "Answered: Tischtelefon Berta",
        "Put on hold",
        "Taken off hold",
        "Hung up by the caller",
    ]
    places = [story.find(line) for line in lines]
    assert -1 not in places, lines[places.index(-1)]
    assert places == sorted(places)
    assert heard == [f"{MERLE} calls {ALEX}", "pressed 17", "hung up"]

    [call] = [one for one in sandbox.state.call_records if one.from_ == MERLE]
    console.says(f"In the history as CALL {call.entry_id}", ".timeline")
    entry = connect(sandbox).get(f"history/{call.entry_id}").json()
    assert (entry["callId"], entry["callStatus"], entry["source"]) == (call.id, "SUCCESS", MERLE)
    console.press("Webhooks")
    console.until(lambda: len(console.all("#log > li")) == 3)
    console.press("Messages")
    console.says("Call from Merle Ahrens", "#history")


def test_the_callee_rejects_and_an_anonymous_caller_gives_up(console: Console) -> None:
    console.tick("Anonymous caller")
    console.press("Call")
    console.button("Answer: Tischtelefon Alex")
    console.press("Reject")
    console.says("Rejected by the callee", "#call-detail")
    console.press("Call")
    console.until(lambda: len(console.all("#call-list > li")) == 4)
    console.press("Hang up")
    console.says("The caller hung up", "#call-detail")
    assert "Anonymous calls Anschluss Alex" in console.text("#call-detail")


def test_the_account_calls_and_transfers(console: Console) -> None:
    console.tick("The account calls")
    console.choose("From", "Tischtelefon Berta")
    console.write("To", MERLE)
    console.press("Call")
    console.press("Answer: Merle Ahrens")
    console.press("Transfer")
    console.write("To", "nobody")
    console.press("Transfer the call")
    console.says("to must be a telephone number.", "#call-detail")
    [field] = console.all("#call-detail input[name=to]")
    field.clear()
    field.send_keys(ALEX)
    console.press("Transfer the call")
    console.press("Answer: Tischtelefon Alex")
    console.says("call 2", ".timeline")
    console.says("Answered: Tischtelefon Alex", ".timeline")


def test_an_unreachable_webhook_is_shown_as_such(sandbox: Sandbox, console: Console) -> None:
    nowhere = "http://user:s3cret@127.0.0.1:9/"
    console.press("Webhooks")
    console.write("URL for incoming calls", "127.0.0.1:9")
    console.press("Save")
    console.says("The URL must start with http:// or https://.")
    assert console.focused() == console.field("URL for incoming calls")
    console.write("URL for incoming calls", nowhere)
    console.press("Save")
    console.says("The webhook settings are saved", "body")
    assert sandbox.state.webhook_settings.incoming_url == nowhere
    console.press("Calls")
    console.press("Call")
    console.says("No response: connection refused", ".timeline")
    console.says("The call continues without a response", ".timeline")
    assert "s3cret" not in console.text("body")


def test_messages_arrive_and_what_is_in_them_stays_text(sandbox: Sandbox, console: Console) -> None:
    evil = '<img src=x onerror="document.title=1"><script>document.title=2</script> {{7*7}} Grüße'
    console.press("Messages")
    console.write("Message", evil)
    console.press("Receive")
    console.says(evil, "#history")
    assert console.value("Message") == ""
    console.tick("Fax")
    console.write("Text of the fax", evil)
    console.press("Receive")
    console.says("The fax from Merle Ahrens has arrived", "body")
    console.tick("Voicemail")
    console.write("What the caller says", "Bitte um Rückruf")
    console.press("Receive")
    console.says("Bitte um Rückruf", "#history")
    assert connect(sandbox).post("sessions/sms", json=sms(message=evil)).status_code == 204
    console.says(evil, "#outbox")
    console.until(lambda: console.all("#history audio"))
    assert console.driver.title == "Messages · sandbox console"
    assert console.driver.find_elements("css selector", "main img, main script") == []
    kinds = [one["type"] for one in items(connect(sandbox).get("history", params={"limit": 3}))]
    assert sorted(kinds) == ["FAX", "SMS", "VOICEMAIL"]


def test_a_fax_is_shown_in_the_page(console: Console) -> None:
    console.open("messages")
    console.all("#history [data-paper]")[0].click()
    frame = console.one("dialog iframe").get_dom_attribute("src")
    assert httpx2.get(console.address.removesuffix("/console") + frame).content.startswith(b"%PDF")
    assert console.button("Open in a tab").get_dom_attribute("href") == frame
    console.keys(Keys.ESCAPE)
    console.until(lambda: not console.all("dialog"))


def test_balance_and_faults(sandbox: Sandbox, console: Console) -> None:
    console.press("Account")
    console.write("Amount in EUR", "1.5")
    console.press("Set")
    console.says("1.50 EUR", "#fact-balance")
    console.press("Set to zero")
    console.says("0.00 EUR", "#fact-balance")
    assert connect(sandbox).post("sessions/sms", json=sms()).status_code == 402
    console.write("Amount in EUR", "-1")
    console.press("Set")
    console.says("The balance is an amount from 0 to 200000.")
    console.choose("Kind of failure", "Unavailable")
    console.write("Retry-After in seconds", "7")
    console.write("For which requests", "getHistory")
    console.write("How often", "1")
    console.press("Add the fault")
    console.says("503:retry-after=7@getHistory*1", "#faults")
    refused = connect(sandbox).get("history")
    assert (refused.status_code, refused.headers["retry-after"]) == (503, "7")
    assert connect(sandbox).get("history").status_code == 200
    console.choose("Kind of failure", "No response")
    console.press("Add the fault")
    console.press("Remove hang@getHistory*1")
    console.says("No faults.", "#faults")


def test_the_spare_numbers_of_a_block_are_one_line_until_they_lead_somewhere(
    sandbox: Sandbox, console: Console
) -> None:
    console.press("Account")
    console.says("10 numbers of a block, from +493023125200 to +493023125209", "#numbers")
    body = {"e164Numbers": ["+493023125200"], "extension": "p2"}
    assert connect(sandbox).put("routings", json=body).is_success
    console.says("9 numbers of a block, from +493023125201 to +493023125209", "#numbers")
    console.press("Calls")
    console.choose("Number of the account", "+493023125200")


def test_the_console_displays_the_environment_variables_for_programs(
    sandbox: Sandbox, console: Console
) -> None:
    console.press("Account")
    for name, value in sandbox.environment.items():
        assert f"export {name}={shlex.quote(value).strip()}" in console.text("#connect")
    console.press("Webhooks")
    assert console.button("public key").get_dom_attribute("href") == "/webhook-key.pem"
    assert httpx2.get(sandbox.public_key_url).text == sandbox.public_key


def test_it_is_kept_up_to_date_by_events_and_without_them(sandbox: Sandbox, console: Console) -> None:
    console.says("Live", "#fact-link")
    scenario = {"from": MERLE, "to": ALEX, "callee": "waits", "talkSeconds": None}
    sandbox.dial(scenario)
    console.says("Merle Ahrens", "#call-list")
    console.driver.execute_cdp_cmd("Network.enable", {})
    console.driver.execute_cdp_cmd("Network.setBlockedURLs", {"urls": ["*/console/api/events*"]})
    console.open()
    console.says("Every 2 s", "#fact-link")
    sandbox.dial(scenario | {"from": "anonymous"})
    sandbox.set_balance(123_400)
    console.says("Anonymous", "#call-list")
    console.says("12.34 EUR", "#fact-balance")
    console.driver.execute_cdp_cmd("Network.setBlockedURLs", {"urls": []})
    list(console.complaints())


def test_pages_that_are_left_do_not_keep_their_connection(console: Console) -> None:
    for _ in range(8):  # a browser opens six to one host
        console.open("account")
        console.says("Live", "#fact-link")


def test_a_call_can_be_made_and_held_with_the_keyboard_alone(sandbox: Sandbox, console: Console) -> None:
    with menu(sandbox):
        console.tab_to("Skip to the content")
        console.tab_to("Caller")
        console.tab_to("Call")
        console.keys(Keys.ENTER)
        console.says("Pressed so far: nothing of 2", "#call-detail")
        assert console.focused().get_attribute("id") == "call-detail-title"
        console.tab_to("1")
        console.keys("1")
        console.says("Pressed so far: 1 of 2", "#call-detail")
        console.keys("7")
        console.button("Answer: Tischtelefon Berta")
        console.until(lambda: console.focused().get_attribute("id") == "call-detail-title")
        console.tab_to("Answer: Tischtelefon Berta")
        console.keys(Keys.SPACE)
        console.button("Hold")


def test_typed_text_stays_while_the_page_updates(sandbox: Sandbox, console: Console) -> None:
    console.write("Caller", "+4930")
    console.choose("Number of the account", BERTA)
    sandbox.dial({"from": MERLE, "to": ALEX, "callee": "waits"})
    console.says("Merle Ahrens", "#call-list")
    assert console.value("Caller") == "+4930"
    assert console.value("Number of the account") == BERTA
    console.field("Caller").send_keys("23125014")
    assert console.value("Caller") == "+493023125014"


def login_page(sandbox: Sandbox, redirect: str) -> str:
    """Return the address of the login page for a program."""
    query = {
        "client_id": sandbox.client_id,
        "redirect_uri": redirect,
        "response_type": "code",
        "scope": "balance:read sessions:sms:write",
    }
    return f"{sandbox.login_url}/auth/realms/sipgate-apps/protocol/openid-connect/auth?{urlencode(query)}"


@pytest.fixture
def axe(node_modules: Path) -> str:
    """The program of axe-core, which knows what makes pages hard to use for people with disabilities."""
    program = node_modules / "axe-core" / "axe.min.js"
    if not program.exists():
        pytest.skip("axe-core is not installed: run `npm install --no-save --prefix tests/node`")
    return program.read_text(encoding="utf-8")


@pytest.mark.parametrize(("size", "scheme"), [(DESKTOP, "light"), (PHONE, "dark")])
def test_axe_finds_nothing(
    sandbox: Sandbox, console: Console, axe: str, size: tuple[int, int], scheme: str
) -> None:
    console.resize(*size, scheme=scheme)
    sandbox.faults.add("429@sendWebSms")
    with menu(sandbox):
        call = sandbox.dial({"from": MERLE, "to": ALEX, "talkSeconds": None})
        console.open(f"calls/{call.id}")
        console.button("1")
        assert console.violations(axe) == []
        call.press("17")
        call.answer()
        console.button("Transfer")
        assert console.violations(axe) == []
        call.hang_up()
        console.says("Hung up by the caller", "#call-detail")
    for view in VIEWS:
        console.open(view)
        assert console.violations(axe) == [], view
    for redirect in ("http://127.0.0.1:9/callback", "https://elsewhere.example"):
        console.driver.get(login_page(sandbox, redirect))
        assert console.violations(axe) == [], redirect


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_every_view_fits_names_what_can_be_used_and_has_its_landmarks(
    sandbox: Sandbox, console: Console, size: tuple[int, int]
) -> None:
    console.resize(*size)
    sandbox.dial({"from": MERLE, "to": ALEX, "callee": "waits"})
    for view in VIEWS:
        console.open(view)
        assert console.driver.execute_script("return document.documentElement.scrollWidth") == size[0], view
        for one in console.all("button, a, input, select, textarea, summary, audio, iframe"):
            assert one.accessible_name, one.get_attribute("outerHTML")
        assert [len(console.all(landmark)) for landmark in ("body > header", "nav", "main", "h1")] == [
            1,
            1,
            1,
            1,
        ]
        assert console.all("nav a[aria-current=page]")[0].text.lower() == view
        assert "This is a sandbox, not sipgate." in console.text("header")


def test_a_neo_account_has_its_console_too(browser: webdriver.Chrome) -> None:
    with serve_in_thread(Sandbox("neo")) as served:
        console = Console(browser, served.console_url)
        console.resize(*DESKTOP)
        console.open()
        console.press("Call")
        console.press("Answer: sipgate App (Mac)")
        console.press("Hang up")
        console.says("Hung up by the caller", "#call-detail")
        assert not console.driver.find_elements("css selector", "#webhook-scope:not([hidden])")
        browser.get("about:blank")
