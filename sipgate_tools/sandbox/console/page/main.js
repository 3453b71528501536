// Entry point: selects the view by the URL, and renders it after every change.

import { showAccount } from "./account.js";
import { showCalls, showDial } from "./dial.js";
import { h, show } from "./dom.js";
import { follow, known } from "./live.js";
import { showMessages } from "./messages.js";
import { groupOf } from "./call_groups.js";
import { showCallDetail } from "./call_detail.js";
import { showWebhooks } from "./webhooks.js";
import { duration, money, now } from "./format.js";

const VIEWS = {
  calls: (callId) => {
    const calls = groupOf(callId);
    showDial();
    showCalls(calls);
    showCallDetail(calls);
  },
  messages: showMessages,
  webhooks: showWebhooks,
  account: showAccount,
};
const LINKS = { live: "Live", polling: "Every 2 s", lost: "Not reachable", starting: "Starting" };

let place = { view: "", callId: "" };

function route() {
  const [, view, callId] = location.hash.match(/^#\/(\w+)(?:\/([^/]+))?$/) ?? [];
  const before = place;
  place = { view: view in VIEWS ? view : "calls", callId: callId && decodeURIComponent(callId) };
  for (const name of Object.keys(VIEWS)) {
    document.getElementById(`view-${name}`).hidden = name !== place.view;
    const link = document.querySelector(`nav a[href="#/${name}"]`);
    if (name === place.view) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  const title = document.getElementById(`title-${place.view}`);
  document.title = `${title.textContent} · sandbox console`;
  refresh();
  if (!before.view) return;
  // Navigation moves the focus to the new content, and scrolls to it on narrow screens.
  const goal = before.view !== place.view || !place.callId ? title : document.getElementById("call-detail-title");
  goal?.focus({ preventScroll: true });
  if (place.callId) document.getElementById("call-detail").scrollIntoView({ block: "nearest" });
  else scrollTo(0, 0);
}

function refresh() {
  document.getElementById("lost").hidden = known.link !== "lost";
  show(
    document.getElementById("fact-link"),
    h("span", { class: "link-state", "data-link": known.link }, LINKS[known.link]),
  );
  if (!known.overview) return;
  const { account, balance, people } = known.overview;
  show(document.getElementById("fact-account"), `${account.company}, ${account.platform}`);
  show(document.getElementById("fact-balance"), money(balance));
  show(
    document.getElementById("people"),
    people.map((one) => h("option", { value: one.number }, one.name)),
  );
  VIEWS[place.view](place.callId);
}

function tick() {
  for (const element of document.querySelectorAll("[data-since]")) {
    element.textContent = duration((now() - new Date(element.dataset.since)) / 1000);
  }
}

addEventListener("hashchange", route);
route();
follow(refresh);
setInterval(tick, 1000);
