// The timeline of a call: its steps, with the requests and responses of webhooks.

import { h, icon } from "./dom.js";
import { known } from "./live.js";
import { player } from "./components.js";
import { actionOf, plural, sentenceOf } from "./format.js";

const PICTURES = {
  dialled: "call",
  webhook: "webhook",
  plays: "sound",
  announces: "sound",
  presses: "keys",
  gathered: "keys",
  sendsDigits: "keys",
  rings: "ring",
  answered: "call",
  redirects: "turn",
  transfers: "turn",
  forwards: "turn",
  held: "pause",
  resumed: "call",
  barred: "end",
  ended: "end",
};
const LIGHT = { answered: "good", ended: "end", webhook: "hook" };

/** Returns the steps of all calls of a group, in order. */
export function timeline(calls) {
  const steps = calls.flatMap((call) => call.steps.map((step) => ({ ...step, call })));
  steps.sort((one, other) => one.number - other.number);
  if (!steps.length) return h("p", { class: "soft" }, "This call comes from the seed and has no timeline.");
  const start = new Date(steps[0].at);
  const numbered = calls.length > 1;
  return [
    h("h3", {}, "Timeline"),
    h(
      "div",
      { role: "log", "aria-label": "Timeline" },
      h(
        "ol",
        { class: "timeline" },
        steps.map((step) => item(step, start, numbered && calls.indexOf(step.call) + 1)),
      ),
    ),
  ];
}

function item(step, start, callNumber) {
  const seconds = (new Date(step.at) - start) / 1000;
  return h(
    "li",
    { class: `step ${LIGHT[step.what] ?? ""}`, "data-key": step.number },
    h("span", { class: "mark" }, icon(PICTURES[step.what])),
    h(
      "div",
      { class: "step-body" },
      h(
        "p",
        { class: "step-head" },
        h("time", { datetime: step.at }, `${seconds.toFixed(1)} s`),
        step.what === "webhook" ? exchangeHead(step.detail) : h("span", {}, sentenceOf(step, step.call)),
        callNumber && h("span", { class: "tag" }, `call ${callNumber}`),
      ),
      step.what === "webhook" && exchange(step.detail),
      step.what === "ended" && historyEntry(step.detail),
    ),
  );
}

// ------------------------------------------------------------------------------------------- the exchange of a webhook

function exchangeHead(detail) {
  return h(
    "span",
    {},
    "Webhook ",
    h("code", { class: "event" }, detail.event),
    h("span", { class: `pill status ${/^2/.test(detail.status) ? "ok" : "failed"}` }, statusOf(detail)),
  );
}

/** Returns the status; sipgate's log has 600 for a missing response. */
function statusOf(detail) {
  return detail.status.replace(/^600 - (General IO Error - )?/, "No response: ");
}

function exchange(detail) {
  const text = meaning(detail);
  return h(
    "div",
    { class: text ? "exchange" : "exchange plain" },
    text && h("p", { class: detail.problem ? "meaning bad" : "meaning" }, text),
    h(
      "details",
      { open: decides(detail) },
      h("summary", {}, "Request and response"),
      h("div", { class: "panes" }, request(detail), answer(detail)),
    ),
  );
}

function decides(detail) {
  return detail.event === "newCall" || detail.event === "dtmf";
}

/** Returns the effect of a response on the call; "" if it has none. */
function meaning(detail) {
  const events = (detail.subscribes ?? []).join(" and ");
  const more = events ? `, and subscribe to ${events}` : "";
  if (detail.problem && !detail.action) return `Invalid response, so the call continues: ${detail.problem}`;
  if (detail.action) {
    const actions = [detail.action, ...(detail.following ?? [])].map(actionOf).join(", then ");
    return `Response: ${actions}${more}${detail.problem ? `. ${detail.problem}` : ""}`;
  }
  if (!decides(detail)) return "";
  if (!/^2/.test(detail.status)) return "The call continues without a response";
  return events ? `Response: continue${more}` : "Empty response: the call continues";
}

function request(detail) {
  const fields = Object.entries(detail.request).flatMap(([name, value]) => [value].flat().map((one) => [name, one]));
  return h(
    "div",
    { class: "pane" },
    h("h4", {}, "Request"),
    h("p", { class: "address" }, `POST ${detail.url}`),
    detail.signature && h("p", { class: "address soft", title: detail.signature }, `X-Sipgate-Signature: ${shorten(detail.signature)}`),
    h(
      "dl",
      {},
      fields.map(([name, value]) => [h("dt", {}, name), h("dd", {}, value)]),
    ),
  );
}

function shorten(signature) {
  return signature.length > 24 ? `${signature.slice(0, 12)}…${signature.slice(-8)}` : signature;
}

function answer(detail) {
  return h(
    "div",
    { class: "pane" },
    h("h4", {}, "Response"),
    h("p", { class: "address" }, statusOf(detail)),
    detail.response
      ? h("pre", { class: "code", tabindex: "0", role: "group", "aria-label": "Response as received" }, detail.response)
      : h("p", { class: "soft" }, "No body"),
  );
}

// ------------------------------------------------------------------------------------------------ the history entry of a call

function historyEntry(detail) {
  const entry = known.overview?.history.find((one) => one.id === detail.entry);
  return h(
    "p",
    { class: "remains soft" },
    entry ? "In the history as " : "Soon in the history as ",
    h("a", { href: "#/messages" }, `${detail.kind} ${detail.entry}`),
    entry?.recordings.length ? `, with ${plural(entry.recordings.length, "recording")} ` : "",
    entry?.recordings.map((url, index) => player(url, `Recording ${index + 1} of the call`)),
  );
}
