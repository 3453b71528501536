// The messages view: incoming messages, outbox and history.

import { ask } from "./api.js";
import { h, icon, show } from "./dom.js";
import { choices, nameBelow, onSubmit, reveal } from "./forms.js";
import { known, look } from "./live.js";
import { player } from "./components.js";
import { duration, fully, plural, when, who } from "./format.js";

const form = document.getElementById("receive");
const field = (name) => form.elements.namedItem(name);
const showSender = nameBelow(field("from"));
const LABELS = { sms: "Message", fax: "Text of the fax", voicemail: "What the caller says" };
const ROUTES = { sms: "sms", fax: "faxes", voicemail: "voicemails" };
const ARRIVED = { sms: "The SMS", fax: "The fax", voicemail: "The voicemail" };
const MAX_FILE_BYTES = 21_000_000;

form.addEventListener("change", adapt);
onSubmit(form, async (entries) => {
  const kind = entries.get("kind");
  const message = field("message").value; // keeps the line breaks as typed, unlike the form entries
  await ask("POST", ROUTES[kind], await bodyOf(kind, entries, message));
  if (field("message").value === message) field("message").value = "";
  look();
  return `${ARRIVED[kind]} from ${who(entries.get("from").trim())} has arrived`;
});

async function bodyOf(kind, entries, message) {
  const common = { from: entries.get("from").trim() };
  if (kind === "sms") return { ...common, to: entries.get("to"), message };
  if (kind === "voicemail") {
    return { ...common, voicemailId: entries.get("voicemailId"), message, seconds: Number(entries.get("seconds")) };
  }
  const body = { ...common, faxlineId: entries.get("faxlineId"), text: message, pages: Number(entries.get("pages")) };
  const file = entries.get("file");
  return file.size ? { ...body, filename: file.name, base64Content: await base64(file) } : body;
}

async function base64(file) {
  const bytes = new Uint8Array(await file.slice(0, MAX_FILE_BYTES).arrayBuffer());
  let text = "";
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}

function adapt() {
  const kind = new FormData(form).get("kind");
  reveal(form, "kind", kind);
  document.getElementById("receive-text-label").textContent = LABELS[kind];
  showSender();
}

/** Shows the messages of the account. */
export function showMessages() {
  const { smsNumbers, faxlines, voicemails, outbox, history } = known.overview;
  choices(field("to"), smsNumbers.map((one) => [one.number, `${one.number}  ${one.name}`]));
  choices(field("faxlineId"), faxlines.map((one) => [one.id, `${one.name}  ${one.number}`]));
  choices(field("voicemailId"), voicemails.map((one) => [one.id, `${one.name}  ${one.number}`]));
  adapt();
  show(document.getElementById("outbox"), listItems(outboxItems(outbox), "Nothing sent yet."));
  show(document.getElementById("history"), listItems(history.map(past), "No entries yet."));
}

function listItems(items, otherwise) {
  return items.length ? items : h("li", { class: "empty", "data-key": "none" }, otherwise);
}

// ---------------------------------------------------------------------------------------------------------- the outbox

function outboxItems(outbox) {
  const all = [
    ...outbox.sms.map((one) => ["SMS", one, sentSms]),
    ...outbox.faxes.map((one) => ["Fax", one, sentFax]),
    ...outbox.calls.map((one) => ["Call", one, startedCall]),
  ];
  all.sort((one, other) => other[1].at.localeCompare(one[1].at) || other[1].id.localeCompare(one[1].id));
  return all.map(([kind, sent, more]) => message(kind, "to", sent, sent.to, sent.toName, more(sent)));
}

function sentSms(sent) {
  return [
    h("p", { class: "said-text" }, sent.message),
    h("p", { class: "row-more" }, `from ${sent.from}`, sent.sendAt && h("span", {}, `scheduled for ${fully(sent.sendAt)}`)),
  ];
}

function sentFax(sent) {
  return fax(sent.document, `Fax to ${who(sent.to)}`, [sent.filename, plural(sent.pages, "page")], sent.status);
}

function startedCall(sent) {
  return h("p", { class: "row-more" }, h("span", {}, `from ${sent.from}`), h("a", { href: `#/calls/${sent.id}` }, "Show the call"));
}

// --------------------------------------------------------------------------------------------------------- the history

const KINDS = { CALL: "Call", SMS: "SMS", FAX: "Fax", VOICEMAIL: "Voicemail" };

function past(entry) {
  const preposition = entry.incoming ? "from" : "to";
  const title = `${KINDS[entry.type] ?? entry.type} ${preposition} ${entry.name || entry.number}`;
  const own = `${entry.incoming ? "to" : "from"} ${who(entry.own)}`;
  return message(KINDS[entry.type] ?? entry.type, preposition, entry, entry.number, entry.name, [
    entry.text && h("p", { class: "said-text" }, entry.text),
    entry.document
      ? fax(entry.document, title, [own, plural(entry.pages, "page")], !entry.incoming && entry.status)
      : h(
          "p",
          { class: "row-more" },
          h("span", {}, own),
          entry.type === "CALL" && entry.missed && h("span", { class: "pill missed" }, entry.incoming ? "missed" : "not answered"),
          (entry.type === "VOICEMAIL" || (entry.type === "CALL" && !entry.missed)) && h("span", {}, duration(entry.seconds)),
          known.calls.has(entry.callId) && h("a", { href: `#/calls/${entry.callId}` }, "Show the call"),
        ),
    entry.recordings.map((url) => player(url, `Recording: ${title}`)),
  ]);
}

function message(kind, preposition, one, number, name, children) {
  const picture = { SMS: "sms", Fax: "fax", Voicemail: "voicemail" }[kind] ?? "call";
  const shown = name || (number === "anonymous" ? "Anonymous" : number);
  return h(
    "li",
    { class: "message", "data-key": one.id },
    h("span", { class: "mark" }, icon(picture)),
    h(
      "div",
      { class: "message-body" },
      h(
        "p",
        { class: "row-head" },
        h("span", {}, `${kind} ${preposition} `, h("strong", {}, shown), name && h("span", { class: "number" }, number)),
        h("time", { datetime: one.at, title: fully(one.at) }, when(one.at)),
      ),
      children,
    ),
  );
}

function fax(url, title, texts, status) {
  return h(
    "p",
    { class: "row-more" },
    texts.map((text) => h("span", {}, text)),
    status && h("span", { class: `pill ${status === "FAILED" ? "failed" : status === "SENT" ? "ok" : "asking"}` }, status.toLowerCase()),
    h("button", { type: "button", class: "small", "data-paper": url, "data-title": title, "aria-label": `Preview: ${title}` }, "Preview"),
    h("a", { href: url, target: "_blank", rel: "noopener" }, "Open the PDF"),
  );
}

// ---------------------------------------------------------------------------------------------- the preview of a document

const dialog = document.getElementById("paper");
const frame = document.getElementById("paper-frame");

document.getElementById("view-messages").addEventListener("click", (event) => {
  const button = event.target.closest("[data-paper]");
  if (!button) return;
  document.getElementById("paper-title").textContent = button.dataset.title;
  document.getElementById("paper-link").href = button.dataset.paper;
  frame.src = button.dataset.paper;
  dialog.showModal();
});
document.getElementById("paper-close").addEventListener("click", () => dialog.close());
dialog.addEventListener("close", () => (frame.src = "about:blank"));
