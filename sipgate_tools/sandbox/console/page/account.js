// The account view: balance, faults, connection settings, numbers and devices.

import { Refused, ask } from "./api.js";
import { h, show } from "./dom.js";
import { attempt, onSubmit, say } from "./forms.js";
import { known, look } from "./live.js";
import { MONEY, money, plural, ringName } from "./format.js";

// ---------------------------------------------------------------------------------------------------------- the balance

const MAX_BALANCE = 200_000 * MONEY;
const balance = document.getElementById("balance");
const amount = balance.elements.namedItem("amount");
let shownAmount = null;

onSubmit(balance, async () => {
  const value = Math.round(amount.valueAsNumber * MONEY);
  if (!(value >= 0 && value <= MAX_BALANCE)) throw new Refused(`The balance is an amount from 0 to ${MAX_BALANCE / MONEY}.`, "amount");
  return setBalance(value);
});
document.getElementById("balance-empty").addEventListener("click", async () => {
  say(await attempt(() => setBalance(0)));
});

async function setBalance(value) {
  const saved = await ask("PUT", "balance", { amount: value });
  look();
  return `The balance is ${money({ ...saved, currency: known.overview.balance.currency })}`;
}

function showBalance() {
  const { balance: has } = known.overview;
  document.getElementById("balance-currency").textContent = has.currency;
  if (shownAmount === has.amount) return;
  shownAmount = has.amount;
  amount.value = (has.amount / MONEY).toFixed(has.amount % 100 ? 4 : 2);
}

// ----------------------------------------------------------------------------------------------------------- the faults

const FAULTS = [
  ["429", "Too many requests (429, with Retry-After)", "seconds"],
  ["500", "Internal error (500)"],
  ["503", "Unavailable (503, with Retry-After)", "seconds"],
  ["520", "An error of the proxy (520, plain text)"],
  ["latency", "The response is delayed", "seconds"],
  ["drop", "The connection breaks, and the request has no effect"],
  ["drop-after", "The connection breaks after the request took effect"],
  ["hang", "No response"],
  ["cut", "The response breaks off in the middle"],
  ["truncated", "The JSON is truncated"],
  ["html", "HTML instead of JSON"],
  ["ok-text", "OK in plain text instead of JSON"],
  ["unknown-enum", "Unknown values in enums"],
  ["nulls", "null instead of values"],
  ["null-list", "null instead of a list"],
  ["missing-fields", "Most fields are missing"],
];
const fault = document.getElementById("fault");
const faultField = (name) => fault.elements.namedItem(name);

show(
  faultField("kind"),
  FAULTS.map(([kind, text]) => h("option", { value: kind, "data-key": kind }, text)),
);
fault.addEventListener("change", adaptFault);
onSubmit(fault, async (entries) => {
  const { faults } = await ask("POST", "faults", { fault: faultText(entries) });
  look();
  return `${faults.at(-1)} is on`;
});
document.getElementById("faults").addEventListener("click", async (event) => {
  const button = event.target.closest("[data-fault]");
  if (!button) return;
  const done = await attempt(() => ask("DELETE", "faults", { fault: button.dataset.fault }));
  if (done) say(`${button.dataset.fault} is off`);
  faultField("kind").focus();
  look();
});

function adaptFault() {
  const kind = faultField("kind").value;
  document.getElementById("fault-seconds-field").hidden = !takesSeconds(kind);
  document.getElementById("fault-seconds-label").textContent = kind === "latency" ? "Seconds" : "Retry-After in seconds";
}

function takesSeconds(kind) {
  return FAULTS.some(([name, , takes]) => name === kind && takes);
}

/** Returns a fault in the notation of the command line: `429:retry-after=2@sendWebSms*1`. */
function faultText(entries) {
  const kind = entries.get("kind");
  const seconds = entries.get("seconds");
  const amount = takesSeconds(kind) && seconds ? (kind === "latency" ? `=${seconds}` : `:retry-after=${seconds}`) : "";
  const concerned = entries.get("operation").trim();
  const times = entries.get("times");
  return `${kind}${amount}${concerned && `@${concerned}`}${times && `*${times}`}`;
}

function showFaults() {
  const { faults } = known.overview;
  const items = faults.map((one, index) =>
    h(
      "li",
      { class: "row-head", "data-key": `${index}-${one}` },
      h("code", {}, one),
      h("button", { type: "button", class: "small", "data-fault": one, "aria-label": `Remove ${one}` }, "Remove"),
    ),
  );
  show(document.getElementById("faults"), items.length ? items : h("li", { class: "empty", "data-key": "none" }, "No faults."));
}

async function listOperations() {
  const { operations } = await ask("GET", "operations");
  show(
    document.getElementById("operations"),
    operations.map((one) => h("option", { value: one })),
  );
}

let operationsListed = false;
faultField("operation").addEventListener("focus", () => {
  if (!operationsListed) attempt(listOperations);
  operationsListed = true;
});

// ----------------------------------------------------------------------------------------------------------- the rest

const connect = document.getElementById("connect");
document.getElementById("connect-copy").addEventListener("click", async () => {
  try {
    await navigator.clipboard.writeText(connect.textContent);
    say("Copied");
  } catch {
    getSelection().selectAllChildren(connect);
    say("Selected: copy it with the keyboard");
  }
});

/** Shows the account. */
export function showAccount() {
  const { connect: settings, numbers, devices } = known.overview;
  showBalance();
  showFaults();
  adaptFault();
  show(connect, Object.entries(settings).map(([name, value]) => `export ${name}=${quoted(value)}`).join("\n"));
  show(document.getElementById("numbers"), [
    ...numbers.filter((one) => !isSpare(one)).map(number),
    ...Object.values(Object.groupBy(numbers.filter(isSpare), (one) => one.block)).map(block),
  ]);
  show(document.getElementById("devices"), devices.map(device));
}

/** Quotes a value for a shell: the public key has spaces and several lines. */
function quoted(value) {
  return /^[\w:/.@%+=-]+$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`;
}

/** Returns whether a number is an unrouted one of a block; those share one line. */
function isSpare(one) {
  return one.block && !one.extension;
}

function block(spare) {
  return h(
    "li",
    { "data-key": `block-${spare[0].block}` },
    h("p", { class: "row-head" }, h("strong", {}, `${spare[0].block}…`), h("span", { class: "soft" }, "not routed")),
    h("p", { class: "row-more" }, `${plural(spare.length, "number")} of a block, from ${spare[0].number} to ${spare.at(-1).number}`),
  );
}

function number(one) {
  const rings = one.rings.map(ringName).join(", ");
  return h(
    "li",
    { "data-key": one.number },
    h("p", { class: "row-head" }, h("strong", {}, one.number), h("span", { class: !one.name && "soft" }, one.name || "not routed")),
    rings && h("p", { class: "row-more" }, `rings ${rings}`),
  );
}

function device(one) {
  const state = one.doNotDisturb ? "do not disturb" : one.online ? "online" : "offline";
  return h(
    "li",
    { "data-key": one.id },
    h(
      "p",
      { class: "row-head" },
      h("span", {}, h("strong", {}, one.name), h("code", {}, one.id)),
      h("span", { class: `pill ${state === "online" ? "ok" : "ended"}` }, state),
    ),
    h("p", { class: "row-more" }, one.owner),
  );
}
