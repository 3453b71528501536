// Forms: what is sent, what was refused and where that is said, and what was done.

import { Refused } from "./api.js";
import { show, h } from "./dom.js";
import { nameOf } from "./words.js";

/** Let a form send what is in it; `send` is given its fields and says what was done, as a sentence. */
export function onSubmit(form, send) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    sending(form, () => send(new FormData(form)));
  });
}

const busy = new WeakSet();

/** Send what is in a form, once at a time; a refusal is said in it. */
export async function sending(form, send) {
  if (busy.has(form)) return;
  busy.add(form);
  forgive(form);
  try {
    say(await send());
  } catch (error) {
    complain(form, error);
  } finally {
    busy.delete(form);
  }
}

function forgive(form) {
  form.querySelector(".problem").textContent = "";
  for (const field of form.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid");
}

function complain(form, error) {
  if (!(error instanceof Refused)) throw error;
  form.querySelector(".problem").textContent = error.message;
  const field = form.elements.namedItem(error.field || " ");
  if (field instanceof HTMLElement) {
    field.setAttribute("aria-invalid", "true");
    field.focus();
  }
}

let silence = 0;

/** Say what was done, for a few seconds and to screen readers. */
export function say(sentence) {
  const said = document.getElementById("said");
  said.textContent = sentence ?? "";
  clearTimeout(silence);
  silence = setTimeout(() => (said.textContent = ""), 5000);
}

/** Do something, and say it where it cannot be done. */
export async function attempt(deed) {
  try {
    return await deed();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    say(error.message);
    return undefined;
  }
}

/** Say below a field whose number is in it. */
export function nameBelow(input) {
  const hint = document.getElementById(input.getAttribute("aria-describedby"));
  const update = () => (hint.textContent = nameOf(input.value.trim()));
  input.addEventListener("input", update);
  return update;
}

/** The choices of a select; what is chosen stays. */
export function choices(select, options) {
  show(
    select,
    options.map(([value, text]) => h("option", { value, "data-key": value }, text)),
  );
}

/** Show those parts of a form that belong to what is chosen, as `data-NAME` says. */
export function reveal(form, name, chosen) {
  for (const part of form.querySelectorAll(`[data-${name}]`)) {
    part.hidden = !part.dataset[name].split(" ").includes(chosen);
  }
}
