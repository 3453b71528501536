// The detail view of a call and its follow-on calls: participants, actions and timeline.

import { ask } from "./api.js";
import { h, show } from "./dom.js";
import { attempt, sending } from "./forms.js";
import { known, look, take } from "./live.js";
import { pill, timer } from "./components.js";
import { timeline } from "./timeline.js";
import { deviceName, fully, ringName, when, who } from "./format.js";

const KEYS = [..."123456789*0#"];
const WAITING = {
  asking: "Not ringing yet: waiting for the webhook.",
  playing: "Not ringing yet: the caller hears a sound.",
  gathering: "Not ringing yet: collecting keys from the caller.",
};
const element = document.getElementById("call-detail");
let acted = false;

/** Shows a group of `callGroups`; undefined if there is none. */
export function showCallDetail(calls) {
  if (!calls) {
    show(element, empty());
    return;
  }
  const [first] = calls;
  const live = calls.filter((call) => call.phase !== "ended");
  show(
    element,
    h(
      "div",
      { class: "call-detail-body", "data-key": first.xcid },
      head(calls),
      hint(first),
      live.map((call) => parties(call, live.length > 1)),
      timeline(calls),
    ),
  );
  if (acted && (document.activeElement === document.body || !document.activeElement)) {
    document.getElementById("call-detail-title")?.focus();
  }
}

function empty() {
  return h(
    "div",
    { class: "call-detail-empty", "data-key": "none" },
    h("h2", {}, "No call yet"),
    h("p", {}, "Make a call. Its webhooks, their responses and every step of the call appear here."),
  );
}

function head(calls) {
  const [first] = calls;
  const current = calls.find((call) => call.phase !== "ended") ?? calls.at(-1);
  return h(
    "header",
    { class: "call-detail-head" },
    h(
      "h2",
      { id: "call-detail-title", tabindex: "-1" },
      who(first.from),
      h("span", { class: "arrow", "aria-hidden": "true" }, " → "),
      h("span", { class: "quiet" }, " to "),
      who(first.to),
    ),
    h("p", { class: "call-detail-state" }, pill(current), current.answered && timer(current)),
    h(
      "p",
      { class: "soft" },
      h("time", { datetime: first.started, title: fully(first.started) }, when(first.started)),
      first.direction === "in" ? " · incoming" : " · outgoing",
      h("span", {}, " · ", h("code", { title: "Call id" }, first.id)),
    ),
  );
}

function hint(call) {
  const { webhooks, clock } = known.overview;
  if (!clock.running) {
    return h("p", { class: "note", "data-key": "hint" }, "The sandbox's clock is stopped, so calls do not continue by themselves.");
  }
  const url = call.direction === "in" ? webhooks.incomingUrl : webhooks.outgoingUrl;
  if (url || webhooks.ownWebhooks.length || call.steps.some((step) => step.what === "webhook")) return null;
  return h(
    "p",
    { class: "note", "data-key": "hint" },
    "No webhook is set for such calls. ",
    h("a", { href: "#/webhooks" }, "Set its URL"),
    " to let a program control them.",
  );
}

// ------------------------------------------------------------------------------------ participants and actions

function parties(call, several) {
  const incoming = call.direction === "in";
  return h(
    "div",
    { class: "parties", "data-key": `parties-${call.id}`, "data-call": call.id, role: "group", "aria-label": "People in the call" },
    several && h("p", { class: "parties-head" }, `${who(call.from)} and ${who(call.to)}`, pill(call)),
    party("Caller", call.from, [
      keypad(call),
      !incoming && transferring(call),
      h("div", { class: "actions" }, !incoming && holding(call), actionButton("hangup", "Hang up", { by: "caller" }, "danger")),
    ]),
    party("Called", call.to, [
      call.phase === "ringing" && ringing(call),
      WAITING[call.phase] && h("p", { class: "soft" }, WAITING[call.phase]),
      call.phase === "talking" && h("p", { class: "soft" }, answeredBy(call)),
      incoming && transferring(call),
      h(
        "div",
        { class: "actions" },
        incoming && holding(call),
        actionButton("hangup", call.phase === "talking" ? "Hang up" : "Reject", { by: "callee" }, "danger"),
      ),
    ]),
  );
}

function party(role, number, children) {
  return h(
    "div",
    { class: "party", role: "group", "aria-label": role },
    h("p", { class: "role" }, role),
    h("p", { class: "name" }, who(number)),
    number !== who(number) && number !== "anonymous" && h("p", { class: "number" }, number),
    children,
  );
}

function ringing(call) {
  if (!call.rings.length) return h("p", { class: "soft" }, "The voicemail is about to pick up.");
  return h(
    "ul",
    { class: "rings" },
    call.rings.map((ring) =>
      h(
        "li",
        {},
        h("span", {}, ringName(ring)),
        actionButton("answer", "Answer", ring.device ? { device: ring.device } : { number: ring.number }, "good", `Answer: ${ringName(ring)}`),
      ),
    ),
  );
}

function answeredBy(call) {
  const step = call.steps.findLast((one) => one.what === "answered");
  const name = step?.detail.device ? deviceName(step.detail.device) : step?.detail.number && who(step.detail.number);
  return name ? `${name} answered` : "Answered";
}

function holding(call) {
  if (call.phase !== "talking") return null;
  return actionButton("hold", call.held ? "Take off hold" : "Hold", { value: !call.held });
}

function transferring(call) {
  if (call.phase !== "talking") return null;
  const id = `transfer-${call.id}`;
  return h(
    "details",
    { class: "transfer" },
    h("summary", {}, "Transfer"),
    h(
      "form",
      { "data-transfer": true, novalidate: true },
      h(
        "div",
        { class: "field" },
        h("label", { for: id }, "To"),
        h("input", { id, name: "to", list: "people", autocomplete: "off", inputmode: "tel" }),
      ),
      h("label", { class: "check" }, h("input", { type: "checkbox", name: "attended" }), "Speak to them first"),
      h("p", { class: "problem", role: "alert" }),
      h("button", { type: "submit" }, "Transfer the call"),
    ),
  );
}

/** The keypad: shown while a webhook collects keys, until the phones ring, and again while the call is established. */
function keypad(call) {
  const collected = call.steps.some((step) => step.detail.action?.do === "Gather");
  const awaited = collected && (call.phase === "asking" || call.phase === "playing");
  if (!awaited && call.phase !== "gathering" && call.phase !== "talking") return null;
  const heard = call.phase === "gathering" || call.phase === "talking";
  return h(
    "div",
    { class: "keypad", role: "group", "aria-label": "Keypad of the caller", "data-keypad": true },
    KEYS.map((key) =>
      h("button", { type: "button", "data-action": "press", "data-body": JSON.stringify({ digits: key }), "aria-disabled": !heard && "true" }, key),
    ),
    h("p", { class: "hint" }, hearing(call)),
  );
}

function hearing(call) {
  const { gathering } = call;
  if (gathering) return `Pressed so far: ${gathering.pressed || "nothing"} of ${gathering.maxDigits}`;
  return call.phase === "talking" ? "The other side hears the keys." : "Keys have no effect at the moment.";
}

function actionButton(name, text, body, look, label) {
  return h(
    "button",
    { type: "button", class: look, "data-action": name, "data-body": JSON.stringify(body), "aria-label": label },
    text,
  );
}

element.addEventListener("click", (event) => {
  const button = event.target.closest("[data-action]");
  if (!button || button.getAttribute("aria-disabled") === "true") return;
  act(button.closest("[data-call]").dataset.call, button.dataset.action, JSON.parse(button.dataset.body));
});

element.addEventListener("keydown", (event) => {
  const pad = event.target.closest("[data-keypad]");
  if (!pad || event.ctrlKey || event.metaKey || event.altKey || !KEYS.includes(event.key)) return;
  const button = [...pad.querySelectorAll("button")].find((one) => one.textContent === event.key);
  event.preventDefault();
  button.focus();
  button.click();
});

element.addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.target;
  const [to, attended] = [form.elements.namedItem("to").value.trim(), form.elements.namedItem("attended").checked];
  const callId = form.closest("[data-call]").dataset.call;
  await sending(form, async () => {
    take(await ask("POST", `calls/${callId}/transfer`, { to, attended }));
    acted = true;
    return `Transferred to ${who(to)}`;
  });
});

async function act(callId, name, body) {
  const call = await attempt(() => ask("POST", `calls/${callId}/${name}`, body));
  acted = true;
  if (call?.steps) take(call);
  look();
}
