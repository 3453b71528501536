// Keeps the data of the page up to date by server-sent events, or by polling if they do not work.

import { ask } from "./api.js";

const POLL_SECONDS = 2;
const RETRY_SECONDS = 10;
// Faults count down and the clock can be advanced without an event.
const LOOK_SECONDS = 15;
// A proxy may buffer events instead of refusing them.
const GRACE_SECONDS = 4;

/**
 * The data of the page: `overview`, the calls by id, how it is updated (`link`: starting, live, polling, lost), and the
 * sandbox's clock at the time `seenAt` of this machine.
 */
export const known = { overview: null, calls: new Map(), link: "starting", clock: null, seenAt: Date.now() };

let changed = () => {};
let events = null;
let pending = null;
let reloadedAt = 0;
let turn = 0;
let latest = 0;
const startedAt = Date.now();

/** Starts updating; `onChange` is called after every change. */
export function follow(onChange) {
  changed = onChange;
  listen();
  look();
  // Browsers limit the connections to one host: a hidden page closes its own.
  document.addEventListener("visibilitychange", () => (document.hidden ? leave() : listen()));
  addEventListener("pagehide", leave);
  addEventListener("pageshow", listen);
  setInterval(tick, POLL_SECONDS * 1000);
}

/** Reloads everything soon. */
export function look() {
  pending ??= setTimeout(async () => {
    pending = null;
    reloadedAt = Date.now();
    const mine = ++turn;
    try {
      const [overview, calls] = await Promise.all([ask("GET", "overview"), updatedByEvents() ? null : ask("GET", "calls")]);
      if (mine < latest) return; // a later reload was faster
      latest = mine;
      [known.overview, known.clock, known.seenAt] = [overview, overview.clock, Date.now()];
      if (calls && !updatedByEvents()) {
        replaceCalls(calls.calls);
        known.link = "polling";
      }
    } catch {
      known.link = "lost";
    }
    changed();
  }, 60);
}

function updatedByEvents() {
  return known.link === "live" || (known.link === "starting" && Date.now() - startedAt < GRACE_SECONDS * 1000);
}

/** Stores a call from a response, unless an event has already brought a newer version. */
export function take(call) {
  const before = known.calls.get(call.id);
  if (before && before.steps.length >= call.steps.length) return;
  known.calls.set(call.id, call);
  changed();
}

function replaceCalls(calls) {
  known.calls = new Map(calls.map((call) => [call.id, call]));
}

function listen() {
  if (events || document.hidden) return;
  events = new EventSource("/console/api/events");
  events.addEventListener("hello", (event) => {
    replaceCalls(JSON.parse(event.data).calls);
    known.link = "live";
    look();
  });
  events.addEventListener("call", (event) => {
    const call = JSON.parse(event.data);
    known.calls.set(call.id, call);
    changed();
    // A call that starts or ends also changes the overview, such as the history.
    look();
  });
  events.addEventListener("changed", look);
  events.addEventListener("error", () => {
    if (known.link !== "lost") known.link = "polling";
    leave();
    setTimeout(listen, RETRY_SECONDS * 1000);
    look();
  });
}

function leave() {
  events?.close();
  events = null;
}

function tick() {
  const seconds = known.link === "live" ? LOOK_SECONDS : POLL_SECONDS;
  if (!document.hidden && Date.now() - reloadedAt >= seconds * 1000) look();
}
