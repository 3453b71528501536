"""A browser without a window, and the console in it: found and used as people do, by labels and names of buttons."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from selenium import webdriver
from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.select import Select
from selenium.webdriver.support.wait import WebDriverWait

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
DRIVER = shutil.which("chromedriver")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--lang=en-GB",
)
PATIENCE_SECONDS = 30
_MAY_BE_NAMED = """
const [selector, name] = arguments, trimmed = (text) => (text ?? "").trim().replace(/\\s+/g, " ");
return [...document.querySelectorAll(selector)].filter((one) => one.checkVisibility() &&
  [one.getAttribute("aria-label"), one.textContent, ...[...(one.labels ?? [])].map((label) => label.textContent)]
    .some((text) => trimmed(text) === name));
"""
_AUDIT = """
const tell = arguments[0];
axe.run(document, { resultTypes: ["violations"] })
  .then((found) => tell(found.violations.flatMap((one) => one.nodes.map((node) => `${one.id}: ${node.html}`))));
"""


@contextmanager
def chromium(profile: Path) -> Generator[webdriver.Chrome]:
    """Chromium with an empty profile; the test is skipped where there is none."""
    if CHROMIUM is None or DRIVER is None:
        pytest.skip(
            "Chromium and its driver are not on this machine: apt-get install chromium chromium-driver"
        )
    os.environ["SE_OFFLINE"] = "true"
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    for flag in (*FLAGS, f"--user-data-dir={profile}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(DRIVER))
    try:
        yield driver
    finally:
        driver.quit()


class Console:
    """The console in a browser.

    Args:
        driver: the browser.
        address: of the console.
    """

    def __init__(self, driver: webdriver.Chrome, address: str) -> None:
        self.driver: Any = driver  # whose types leave gaps
        self.address = address

    def resize(self, width: int, height: int, *, scheme: str = "light") -> None:
        """Show it in a window of this size, and in the light or dark scheme."""
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        schemes = [{"name": "prefers-color-scheme", "value": scheme}]
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": schemes})

    def open(self, view: str = "calls") -> None:
        """Load it anew, and wait until it knows the account."""
        self.driver.get("about:blank")
        self.driver.get(f"{self.address}#/{view}")
        self.until(lambda: "…" not in self.one("#fact-balance").text)

    def until(self, condition: Callable[[], Any]) -> Any:
        """Wait for something; what is being replaced just now is looked at again."""

        def look(_: object) -> Any:
            try:
                return condition()
            except StaleElementReferenceException:
                return None

        return WebDriverWait(self.driver, PATIENCE_SECONDS, poll_frequency=0.05).until(look)

    def all(self, selector: str) -> list[WebElement]:
        """What is there and shown."""
        return [one for one in self.driver.find_elements(By.CSS_SELECTOR, selector) if one.is_displayed()]

    def one(self, selector: str) -> WebElement:
        """Exactly one thing, as soon as it is shown."""
        return self.until(lambda: next(iter(self.all(selector)), None))

    def text(self, selector: str = "main") -> str:
        return self.one(selector).text

    def says(self, text: str, where: str = "main") -> bool:
        """Wait until it says something."""
        return bool(self.until(lambda: text in self.text(where)))

    def field(self, label: str) -> WebElement:
        """The field with this label."""
        return self.until(lambda: self._find_named("input, select, textarea", label))

    def button(self, name: str) -> WebElement:
        """The button or link with this name."""
        return self.until(lambda: self._find_named("button, a, summary", name))

    def _find_named(self, selector: str, name: str) -> WebElement | None:
        # Asking for the accessible name of everything takes long, so only what may have it is asked.
        found: list[WebElement] = self.driver.execute_script(_MAY_BE_NAMED, selector, name)
        return next((one for one in found if one.accessible_name == name), None)

    def value(self, label: str) -> str:
        """What is in the field with this label."""
        return self.driver.execute_script("return arguments[0].value", self.field(label))

    def focused(self) -> WebElement:
        """What has the focus."""
        return self.driver.switch_to.active_element

    def press(self, name: str) -> None:
        """Click a button or link."""
        button = self.button(name)
        self.driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", button)
        self.until(lambda: self.button(name).click() or True)

    def write(self, label: str, text: str) -> None:
        """Put a text into a field, instead of what was in it."""
        field = self.field(label)
        field.clear()
        field.send_keys(text)

    def choose(self, label: str, option: str) -> None:
        """Choose what begins so."""
        select = Select(self.field(label))
        match = self.until(lambda: next((one for one in select.options if one.text.startswith(option)), None))
        select.select_by_visible_text(match.text)

    def tick(self, label: str) -> None:
        """Tick a box or choose a radio button."""
        self.driver.execute_script("arguments[0].click()", self.field(label))

    def keys(self, *keys: str) -> None:
        """Press keys, wherever the focus is."""
        self.focused().send_keys(*keys)

    def tab_to(self, name: str) -> None:
        """Press Tab until the focus is on something with this name."""
        for _ in range(60):
            self.keys(Keys.TAB)
            if self.focused().accessible_name == name:
                return
        raise AssertionError(f"Tab does not reach {name}")

    def violations(self, axe: str) -> list[str]:
        """What axe (its program is given) finds wrong with the page for people with disabilities."""
        self.driver.execute_script(f"{axe}; window.axe = axe")
        return self.driver.execute_async_script(_AUDIT)

    def complaints(self) -> Iterator[str]:
        """What the browser itself complained about, such as code that a policy stopped."""
        # That the sandbox refuses a request is told by the page, and no complaint.
        return (one["message"] for one in self.driver.get_log("browser") if one["source"] != "network")
