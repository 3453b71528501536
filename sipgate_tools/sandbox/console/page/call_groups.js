// Groups calls with the same xcid: a call with its follow-on calls.

import { known } from "./live.js";

/** Returns the groups, the latest first; each is a list of calls in order. */
export function callGroups() {
  const groups = new Map();
  const all = [...known.calls.values(), ...(known.overview?.otherCalls ?? [])];
  for (const call of all.sort((one, other) => firstStep(one) - firstStep(other))) {
    groups.set(call.xcid, [...(groups.get(call.xcid) ?? []), call]);
  }
  return [...groups.values()].sort((one, other) => later(one[0], other[0]));
}

function later(one, other) {
  return firstStep(other) - firstStep(one) || other.started.localeCompare(one.started);
}

function firstStep(call) {
  return call.steps[0]?.number ?? 0;
}

/** Returns the group of a call; without an id a live group, or the latest one. */
export function groupOf(callId) {
  const all = callGroups();
  const found = all.find((calls) => calls.some((call) => call.id === callId));
  return found ?? all.find((calls) => calls.some((call) => call.steps.length && call.phase !== "ended")) ?? all[0];
}
