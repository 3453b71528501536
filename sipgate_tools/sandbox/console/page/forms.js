// Forms: submits them, and shows errors and confirmations.

import { Refused } from "./api.js";
import { show, h } from "./dom.js";
import { nameOf } from "./format.js";

/** Submits a form with `send`, which receives its fields and returns a confirmation. */
export function onSubmit(form, send) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    sending(form, () => send(new FormData(form)));
  });
}

const busy = new WeakSet();

/** Submits a form, once at a time; an error is shown in the form. */
export async function sending(form, send) {
  if (busy.has(form)) return;
  busy.add(form);
  clearErrors(form);
  try {
    say(await send());
  } catch (error) {
    showError(form, error);
  } finally {
    busy.delete(form);
  }
}

function clearErrors(form) {
  form.querySelector(".problem").textContent = "";
  for (const field of form.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid");
}

function showError(form, error) {
  if (!(error instanceof Refused)) throw error;
  form.querySelector(".problem").textContent = error.message;
  const field = form.elements.namedItem(error.field || " ");
  if (field instanceof HTMLElement) {
    field.setAttribute("aria-invalid", "true");
    field.focus();
  }
}

let timeout = 0;

/** Shows a message for a few seconds, also to screen readers. */
export function say(sentence) {
  const status = document.getElementById("said");
  status.textContent = sentence ?? "";
  clearTimeout(timeout);
  timeout = setTimeout(() => (status.textContent = ""), 5000);
}

/** Runs an action, and shows the error if it is refused. */
export async function attempt(action) {
  try {
    return await action();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    say(error.message);
    return undefined;
  }
}

/** Shows the name that belongs to the number in a field below it. */
export function nameBelow(input) {
  const hint = document.getElementById(input.getAttribute("aria-describedby"));
  const update = () => (hint.textContent = nameOf(input.value.trim()));
  input.addEventListener("input", update);
  return update;
}

/** Sets the options of a select; the selected one stays selected. */
export function choices(select, options) {
  show(
    select,
    options.map(([value, text]) => h("option", { value, "data-key": value }, text)),
  );
}

/** Shows the parts of a form whose `data-NAME` contains the chosen value. */
export function reveal(form, name, chosen) {
  for (const part of form.querySelectorAll(`[data-${name}]`)) {
    part.hidden = !part.dataset[name].split(" ").includes(chosen);
  }
}
