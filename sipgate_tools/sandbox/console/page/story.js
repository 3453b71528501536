// One call and those that came of it: who is in it, what can be done, and everything that happened.

import { ask } from "./api.js";
import { h, show } from "./dom.js";
import { attempt, sending } from "./forms.js";
import { known, look, take } from "./live.js";
import { pill, timer } from "./parts.js";
import { timeline } from "./timeline.js";
import { deviceName, fully, ringName, when, who } from "./words.js";

const KEYS = [..."123456789*0#"];
const WAITING = {
  asking: "Not ringing yet: the webhook is asked.",
  playing: "Not ringing yet: the caller hears a sound.",
  gathering: "Not ringing yet: the caller is asked for keys.",
};
const element = document.getElementById("story");
let acted = false;

/** Show a story, as `stories` has it; undefined where there is none. */
export function showStory(calls) {
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
      { class: "story-body", "data-key": first.xcid },
      head(calls),
      hint(first),
      live.map((call) => parties(call, live.length > 1)),
      timeline(calls),
    ),
  );
  if (acted && (document.activeElement === document.body || !document.activeElement)) {
    document.getElementById("story-title")?.focus();
  }
}

function empty() {
  return h(
    "div",
    { class: "story-empty", "data-key": "none" },
    h("h2", {}, "No call yet"),
    h("p", {}, "Make a call. Who is asked, what is answered and what comes of it shows up here, step by step."),
  );
}

function head(calls) {
  const [first] = calls;
  const current = calls.find((call) => call.phase !== "ended") ?? calls.at(-1);
  return h(
    "header",
    { class: "story-head" },
    h(
      "h2",
      { id: "story-title", tabindex: "-1" },
      who(first.from),
      h("span", { class: "arrow", "aria-hidden": "true" }, " → "),
      h("span", { class: "quiet" }, " to "),
      who(first.to),
    ),
    h("p", { class: "story-state" }, pill(current), current.answered && timer(current)),
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
    return h("p", { class: "note", "data-key": "hint" }, "The sandbox's clock stands still, so nothing goes on by itself.");
  }
  const url = call.direction === "in" ? webhooks.incomingUrl : webhooks.outgoingUrl;
  if (url || webhooks.ownWebhooks.length || call.steps.some((step) => step.what === "webhook")) return null;
  return h(
    "p",
    { class: "note", "data-key": "hint" },
    "No webhook is asked about such calls. ",
    h("a", { href: "#/webhooks" }, "Set its address"),
    " to let a program decide.",
  );
}

// ------------------------------------------------------------------------------------ who is in it, what can be done

function parties(call, several) {
  const incoming = call.direction === "in";
  return h(
    "div",
    { class: "parties", "data-key": `parties-${call.id}`, "data-call": call.id, role: "group", "aria-label": "People in the call" },
    several && h("p", { class: "parties-head" }, `${who(call.from)} and ${who(call.to)}`, pill(call)),
    party("Caller", call.from, [
      keypad(call),
      !incoming && transferring(call),
      h("div", { class: "deeds" }, !incoming && holding(call), deed("hangup", "Hang up", { by: "caller" }, "danger")),
    ]),
    party("Called", call.to, [
      call.phase === "ringing" && ringing(call),
      WAITING[call.phase] && h("p", { class: "soft" }, WAITING[call.phase]),
      call.phase === "talking" && h("p", { class: "soft" }, answeredBy(call)),
      incoming && transferring(call),
      h(
        "div",
        { class: "deeds" },
        incoming && holding(call),
        deed("hangup", call.phase === "talking" ? "Hang up" : "Reject", { by: "callee" }, "danger"),
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
        deed("answer", "Answer", ring.device ? { device: ring.device } : { number: ring.number }, "good", `Answer: ${ringName(ring)}`),
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
  return deed("hold", call.held ? "Take off hold" : "Hold", { value: !call.held });
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

/** The keys, from when a webhook collects them until the phones ring, and again when somebody talks. */
function keypad(call) {
  const collected = call.steps.some((step) => step.detail.action?.do === "Gather");
  const awaited = collected && (call.phase === "asking" || call.phase === "playing");
  if (!awaited && call.phase !== "gathering" && call.phase !== "talking") return null;
  const heard = call.phase === "gathering" || call.phase === "talking";
  return h(
    "div",
    { class: "keypad", role: "group", "aria-label": "Keypad of the caller", "data-keypad": true },
    KEYS.map((key) =>
      h("button", { type: "button", "data-deed": "press", "data-body": JSON.stringify({ digits: key }), "aria-disabled": !heard && "true" }, key),
    ),
    h("p", { class: "hint" }, hearing(call)),
  );
}

function hearing(call) {
  const { gathering } = call;
  if (gathering) return `Pressed so far: ${gathering.pressed || "nothing"} of ${gathering.maxDigits}`;
  return call.phase === "talking" ? "The other side hears the keys." : "Nobody listens to keys at the moment.";
}

function deed(name, text, body, look, label) {
  return h(
    "button",
    { type: "button", class: look, "data-deed": name, "data-body": JSON.stringify(body), "aria-label": label },
    text,
  );
}

element.addEventListener("click", (event) => {
  const button = event.target.closest("[data-deed]");
  if (!button || button.getAttribute("aria-disabled") === "true") return;
  act(button.closest("[data-call]").dataset.call, button.dataset.deed, JSON.parse(button.dataset.body));
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
