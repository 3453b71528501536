// The webhooks view: settings and log.

import { ask } from "./api.js";
import { h, show } from "./dom.js";
import { onSubmit } from "./forms.js";
import { known, look } from "./live.js";
import { fully, plural, when } from "./format.js";

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

/** Shows the log, and the settings unless they are being edited. */
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
  const inactive = webhooks.sipgateIoActive ? "" : "sipgate.io is not booked on this account, so no webhook is sent.";
  document.getElementById("webhook-own").textContent = own ? `These phonelines have their own webhooks, which take precedence: ${own}.` : inactive;
  adapt();
}

function showLog(webhooks, log) {
  const off = "The log is disabled. Webhooks are still shown in the details of their calls.";
  const on = log.total ? `The latest of ${plural(log.total, "webhook")}.` : "No webhooks yet.";
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
      h("summary", {}, "Request and response"),
      h("h3", { class: "label" }, "Request"),
      h("pre", { class: "code", tabindex: "0", role: "group", "aria-label": "Request as sent" }, one.request),
      h("h3", { class: "label" }, "Response"),
      h("pre", { class: "code", tabindex: "0", role: "group", "aria-label": "Response as received" }, one.response || "None"),
    ),
  );
}
