// Where webhooks go, and sipgate's log of them.

import { ask } from "./api.js";
import { h, show } from "./dom.js";
import { onSubmit } from "./forms.js";
import { known, look } from "./live.js";
import { fully, plural, when } from "./words.js";

const form = document.getElementById("webhooks");
document.getElementById("webhook-key").href = "/webhook-key.pem";
const field = (name) => form.elements.namedItem(name);
let shown = "";

form.addEventListener("change", adapt);
onSubmit(form, async (entries) => {
  const everyone = field("everyone").checked || !known.overview.webhooks.extensions.length;
  const saved = await ask("PUT", "webhooks", {
    incomingUrl: entries.get("incomingUrl"),
    outgoingUrl: entries.get("outgoingUrl"),
    log: field("log").checked,
    whitelist: everyone ? null : entries.getAll("extension"),
  });
  fill(saved);
  look();
  return "The webhook settings are saved";
});

function adapt() {
  document.getElementById("webhook-extensions").hidden = field("everyone").checked;
}

/** Show the settings, unless somebody is changing them, and the log. */
export function showWebhooks() {
  const { webhooks, log } = known.overview;
  if (JSON.stringify(webhooks) !== shown) fill(webhooks);
  showLog(webhooks, log);
}

function fill(webhooks) {
  shown = JSON.stringify(webhooks);
  field("incomingUrl").value = webhooks.incomingUrl;
  field("outgoingUrl").value = webhooks.outgoingUrl;
  field("log").checked = webhooks.log;
  field("everyone").checked = webhooks.whitelist === null;
  document.getElementById("webhook-scope").hidden = !webhooks.extensions.length;
  show(
    document.getElementById("webhook-extensions"),
    webhooks.extensions.map((one) =>
      h(
        "label",
        { class: "check", "data-key": one.id },
        h("input", { type: "checkbox", name: "extension", value: one.id }),
        ` ${one.name} (${one.id})`,
      ),
    ),
  );
  for (const box of form.querySelectorAll("[name=extension]")) {
    box.checked = webhooks.whitelist === null || webhooks.whitelist.includes(box.value);
  }
  const own = webhooks.ownWebhooks.join(", ");
  const booked = webhooks.booked ? "" : "sipgate.io is not booked on this account, so no webhook is sent.";
  document.getElementById("webhook-own").textContent = own ? `Webhooks of their own go before these: ${own}.` : booked;
  adapt();
}

function showLog(webhooks, log) {
  const off = "The log is off. Every call shows its webhooks all the same.";
  const on = log.total ? `The latest of ${plural(log.total, "exchange")}.` : "Nothing was exchanged yet.";
  document.getElementById("log-lead").textContent = webhooks.log || log.total ? on : off;
  show(document.getElementById("log"), log.items.map(exchange));
}

function exchange(one) {
  const event = new URLSearchParams(one.request).get("event") ?? "webhook";
  return h(
    "li",
    { class: "logged", "data-key": one.id },
    h(
      "p",
      { class: "row-head" },
      h("span", {}, h("code", { class: "event" }, event), " ", h("span", { class: "address" }, one.url)),
      h("time", { datetime: one.at, title: fully(one.at) }, when(one.at)),
    ),
    h(
      "p",
      { class: "row-more" },
      h("span", { class: `pill status ${/^2/.test(one.status) && !one.problem ? "ok" : "failed"}` }, one.status),
      one.extension && h("span", {}, `phoneline ${one.extension}`),
      known.calls.has(one.callId) && h("a", { href: `#/calls/${one.callId}` }, "Show the call"),
    ),
    one.problem && h("p", { class: "meaning bad" }, one.problem),
    h(
      "details",
      {},
      h("summary", {}, "Request and answer"),
      h("h3", { class: "label" }, "Request"),
      h("pre", { class: "code", tabindex: "0", role: "group", "aria-label": "Request as sent" }, one.request),
      h("h3", { class: "label" }, "Answer"),
      h("pre", { class: "code", tabindex: "0", role: "group", "aria-label": "Answer as received" }, one.response || "None"),
    ),
  );
}
