// The dial form, and the list of calls.

import { ask } from "./api.js";
import { h, show } from "./dom.js";
import { choices, nameBelow, onSubmit, reveal } from "./forms.js";
import { known, take } from "./live.js";
import { pill, timer } from "./components.js";
import { callGroups } from "./call_groups.js";
import { fully, ringName, when, who } from "./format.js";

const form = document.getElementById("dial");
const field = (name) => form.elements.namedItem(name);
const names = [nameBelow(field("from")), nameBelow(field("callee"))];

form.addEventListener("change", adapt);
onSubmit(form, async (entries) => {
  const out = entries.get("direction") === "out";
  const digits = entries.get("digits").trim();
  const call = await ask("POST", "calls", {
    direction: entries.get("direction"),
    from: out ? entries.get("device") : field("anonymous").checked ? "anonymous" : entries.get("from").trim(),
    to: out ? entries.get("callee").trim() : entries.get("to"),
    callee: entries.get("does"),
    digits: digits ? digits.split(/\s+/) : [],
  });
  take(call);
  location.hash = `#/calls/${call.id}`;
  return `${who(call.from)} calls ${who(call.to)}`;
});

function adapt() {
  const direction = new FormData(form).get("direction");
  reveal(form, "direction", direction);
  field("from").disabled = field("anonymous").checked;
  showRings();
  names.forEach((update) => update());
}

function showRings() {
  const number = known.overview?.numbers.find((one) => one.number === field("to").value);
  const rings = number?.rings.map(ringName) ?? [];
  const text = rings.length ? `Rings: ${rings.join(", ")}` : "No phone rings for this number.";
  document.getElementById("dial-to-rings").textContent = number ? text : "";
}

/** Fills the form with the numbers and devices of the account. */
export function showDial() {
  const { numbers, devices, webhooks } = known.overview;
  choices(
    field("to"),
    numbers.filter((one) => one.dialled && !(one.block && !one.extension)).map((one) => [one.number, `${one.number}  ${one.name || "not routed"}`]),
  );
  const lines = webhooks.extensions.filter((one) => one.id.startsWith("p"));
  const phones = devices.filter((one) => /^[exy]/.test(one.id));
  choices(
    field("device"),
    [...lines, ...phones].map((one) => [one.id, `${one.name} (${one.id})`]),
  );
  adapt();
}

/** Shows the list of calls, with the selected one marked. */
export function showCalls(chosen) {
  const list = document.getElementById("call-list");
  const items = callGroups().map((calls) => item(calls, calls[0].xcid === chosen?.[0].xcid));
  show(list, items.length ? items : h("li", { class: "empty", "data-key": "none" }, "No calls yet. Make one above."));
}

function item(calls, chosen) {
  const [first] = calls;
  const current = calls.find((call) => call.phase !== "ended") ?? calls.at(-1);
  const outside = first.direction === "in" ? first.from : first.to;
  const own = first.direction === "in" ? first.to : first.from;
  return h(
    "li",
    { "data-key": first.xcid },
    h(
      "a",
      { class: "row", href: `#/calls/${first.id}`, "aria-current": chosen && "true" },
      h("span", { class: "row-head" }, h("strong", {}, who(outside)), pill(current)),
      h(
        "span",
        { class: "row-more" },
        h("span", {}, `${first.direction === "in" ? "to" : "from"} ${who(own)}`),
        h("time", { datetime: first.started, title: fully(first.started) }, when(first.started)),
        current.answered && timer(current),
      ),
    ),
  );
}
