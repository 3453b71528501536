// What happened in a call, step by step, with every exchange with a webhook.

import { h, icon } from "./dom.js";
import { known } from "./live.js";
import { player } from "./parts.js";
import { actionOf, plural, sentenceOf } from "./words.js";

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

/** The steps of all calls of a story, in order. */
export function timeline(calls) {
  const steps = calls.flatMap((call) => call.steps.map((step) => ({ ...step, call })));
  steps.sort((one, other) => one.number - other.number);
  if (!steps.length) return h("p", { class: "soft" }, "This call was there before the sandbox began to watch.");
  const start = new Date(steps[0].at);
  const numbered = calls.length > 1;
  return [
    h("h3", {}, "What happened"),
    h(
      "div",
      { role: "log", "aria-label": "What happened" },
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
      step.what === "ended" && remains(step.detail),
    ),
  );
}

// ------------------------------------------------------------------------------------------- the exchange of a webhook

function exchangeHead(detail) {
  return h(
    "span",
    {},
    "The webhook is told ",
    h("code", { class: "event" }, detail.event),
    h("span", { class: `pill status ${/^2/.test(detail.status) ? "ok" : "failed"}` }, statusOf(detail)),
  );
}

/** sipgate's log has 600 where no answer came at all. */
function statusOf(detail) {
  return detail.status.replace(/^600 - (General IO Error - )?/, "No answer: ");
}

function exchange(detail) {
  const said = meaning(detail);
  return h(
    "div",
    { class: said ? "exchange" : "exchange plain" },
    said && h("p", { class: detail.problem ? "meaning bad" : "meaning" }, said),
    h(
      "details",
      { open: decides(detail) },
      h("summary", {}, "Request and answer"),
      h("div", { class: "panes" }, request(detail), answer(detail)),
    ),
  );
}

function decides(detail) {
  return detail.event === "newCall" || detail.event === "dtmf";
}

/** What the call makes of an exchange; nothing where answers do not count. */
function meaning(detail) {
  const told = (detail.subscribes ?? []).join(" and ");
  const more = told ? `, and tell me of ${told}` : "";
  if (detail.problem && !detail.action) return `Not understood, so the call goes on: ${detail.problem}`;
  if (detail.action) {
    const actions = [detail.action, ...(detail.following ?? [])].map(actionOf).join(", then ");
    return `It answers: ${actions}${more}${detail.problem ? `. ${detail.problem}` : ""}`;
  }
  if (!decides(detail)) return "";
  if (!/^2/.test(detail.status)) return "The call goes on without it";
  return told ? `It answers: Go on${more}` : "It answers nothing: the call goes on";
}

function request(detail) {
  const fields = Object.entries(detail.request).flatMap(([name, value]) => [value].flat().map((one) => [name, one]));
  return h(
    "div",
    { class: "pane" },
    h("h4", {}, "Request"),
    h("p", { class: "address" }, `POST ${detail.url}`),
    detail.signature && h("p", { class: "address soft", title: detail.signature }, `X-Sipgate-Signature: ${shortened(detail.signature)}`),
    h(
      "dl",
      {},
      fields.map(([name, value]) => [h("dt", {}, name), h("dd", {}, value)]),
    ),
  );
}

function shortened(signature) {
  return signature.length > 24 ? `${signature.slice(0, 12)}…${signature.slice(-8)}` : signature;
}

function answer(detail) {
  return h(
    "div",
    { class: "pane" },
    h("h4", {}, "Answer"),
    h("p", { class: "address" }, statusOf(detail)),
    detail.answer
      ? h("pre", { class: "code", tabindex: "0", role: "group", "aria-label": "Answer as received" }, detail.answer)
      : h("p", { class: "soft" }, "No body"),
  );
}

// ------------------------------------------------------------------------------------------------ what remains of a call

function remains(detail) {
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
