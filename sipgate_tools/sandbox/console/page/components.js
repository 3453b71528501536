// Components that several views share.

import { h } from "./dom.js";
import { duration, now, phaseOf } from "./format.js";

/** The phase of a call, as text and color. */
export function pill(call) {
  const look = call.phase === "ended" ? `ended ${call.cause}` : call.held ? "held" : call.phase;
  return h("span", { class: `pill ${look}` }, phaseOf(call));
}

/** The duration of a call; it counts while the call lasts. */
export function timer(call) {
  const until = call.ended ? new Date(call.ended) : now();
  const seconds = (until - new Date(call.answered)) / 1000;
  return h("span", { class: "timer", "data-since": !call.ended && call.answered }, duration(seconds));
}

/** Plays a recording of the sandbox. */
export function player(url, label) {
  return h("audio", { controls: true, preload: "none", src: url, "aria-label": label, "data-key": url });
}
