// Keeps what the page shows up to date: by server-sent events, and by asking every few seconds where they do not work.

import { ask } from "./api.js";

const POLL_SECONDS = 2;
const RETRY_SECONDS = 10;
// Faults count down and the clock can be moved without an event.
const LOOK_SECONDS = 15;
// Something on the way may hold events back instead of refusing them.
const GRACE_SECONDS = 4;

/**
 * What is known: `overview`, the calls by id, how it is kept up to date (`link`: live, polling, lost), and the
 * sandbox's clock as it was at a moment of this machine (`seenAt`).
 */
export const known = { overview: null, calls: new Map(), link: "starting", clock: null, seenAt: Date.now() };

let changed = () => {};
let events = null;
let pending = null;
let lookedAt = 0;
let turn = 0;
let latest = 0;
const begun = Date.now();

/** Begin; `onChange` is called whenever there is something new. */
export function follow(onChange) {
  changed = onChange;
  listen();
  look();
  // Browsers open few connections to one host: a page that nobody sees leaves its own to others.
  document.addEventListener("visibilitychange", () => (document.hidden ? leave() : listen()));
  addEventListener("pagehide", leave);
  addEventListener("pageshow", listen);
  setInterval(tick, POLL_SECONDS * 1000);
}

/** Look at everything again soon. */
export function look() {
  pending ??= setTimeout(async () => {
    pending = null;
    lookedAt = Date.now();
    const mine = ++turn;
    try {
      const [overview, calls] = await Promise.all([ask("GET", "overview"), toldByEvents() ? null : ask("GET", "calls")]);
      if (mine < latest) return; // a later look was faster
      latest = mine;
      [known.overview, known.clock, known.seenAt] = [overview, overview.clock, Date.now()];
      if (calls && !toldByEvents()) {
        replaceCalls(calls.calls);
        known.link = "polling";
      }
    } catch {
      known.link = "lost";
    }
    changed();
  }, 60);
}

function toldByEvents() {
  return known.link === "live" || (known.link === "starting" && Date.now() - begun < GRACE_SECONDS * 1000);
}

/** Take over a call as an answer had it, unless an event has already told what came after. */
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
    // A live call that ends or begins changes more than itself: what is open, what the history has.
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
  if (!document.hidden && Date.now() - lookedAt >= seconds * 1000) look();
}
