// Keeps what the page shows up to date: by server-sent events, and by asking every few seconds where they do not work.

import { ask } from "./api.js";

const POLL_SECONDS = 2;
const RETRY_SECONDS = 10;
// Faults count down and the clock can be moved without an event.
const LOOK_SECONDS = 15;

/**
 * What is known: `overview`, the calls by id, how it is kept up to date (`link`: live, polling, lost), and the
 * sandbox's clock as it was at a moment of this machine (`seenAt`).
 */
export const known = { overview: null, calls: new Map(), link: "starting", clock: null, seenAt: Date.now() };

let changed = () => {};
let events = null;
let pending = null;
let lookedAt = 0;

/** Begin; `onChange` is called whenever there is something new. */
export function follow(onChange) {
  changed = onChange;
  listen();
  look();
  setInterval(tick, POLL_SECONDS * 1000);
}

/** Look at everything again soon. */
export function look() {
  pending ??= setTimeout(async () => {
    pending = null;
    lookedAt = Date.now();
    try {
      known.overview = await ask("GET", "overview");
      known.clock = known.overview.clock;
      known.seenAt = Date.now();
      if (known.link !== "live") {
        replaceCalls((await ask("GET", "calls")).calls);
        known.link = "polling";
      }
    } catch {
      known.link = "lost";
    }
    changed();
  }, 60);
}

/** Take over a call as an answer had it. */
export function take(call) {
  known.calls.set(call.id, call);
  changed();
}

function replaceCalls(calls) {
  known.calls = new Map(calls.map((call) => [call.id, call]));
}

function listen() {
  events = new EventSource("/console/api/events");
  events.addEventListener("hello", (event) => {
    replaceCalls(JSON.parse(event.data).calls);
    known.link = "live";
    look();
  });
  events.addEventListener("call", (event) => {
    take(JSON.parse(event.data));
    // A live call that ends or begins changes more than itself: what is open, what the history has.
    look();
  });
  events.addEventListener("changed", look);
  events.addEventListener("error", () => {
    if (known.link === "live") known.link = "polling";
    events.close();
    setTimeout(listen, RETRY_SECONDS * 1000);
    look();
  });
}

function tick() {
  const seconds = known.link === "live" ? LOOK_SECONDS : POLL_SECONDS;
  if (!document.hidden && Date.now() - lookedAt >= seconds * 1000) look();
}
