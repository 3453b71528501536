// Calls that came of each other are one story.

import { known } from "./live.js";

/** The stories, the latest first; each is its calls in order. */
export function stories() {
  const found = new Map();
  const all = [...known.calls.values(), ...(known.overview?.otherCalls ?? [])];
  for (const call of all.sort((one, other) => firstStep(one) - firstStep(other))) {
    found.set(call.xcid, [...(found.get(call.xcid) ?? []), call]);
  }
  return [...found.values()].sort((one, other) => later(one[0], other[0]));
}

function later(one, other) {
  return firstStep(other) - firstStep(one) || other.started.localeCompare(one.started);
}

function firstStep(call) {
  return call.steps[0]?.number ?? 0;
}

/** The story a call belongs to; without an id the one most worth seeing. */
export function storyOf(callId) {
  const all = stories();
  const found = all.find((calls) => calls.some((call) => call.id === callId));
  return found ?? all.find((calls) => calls.some((call) => call.steps.length && call.phase !== "ended")) ?? all[0];
}
