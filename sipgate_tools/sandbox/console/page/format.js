// Formats names, numbers, times, money and the steps of calls as text.

import { known } from "./live.js";

/** Returns the name of a contact, or of an extension of the account; "" for none. */
export function nameOf(number) {
  if (number === "anonymous") return "Anonymous";
  const person = known.overview?.people.find((one) => one.number === number);
  return person?.name ?? known.overview?.numbers.find((one) => one.number === number)?.name ?? "";
}

/** Returns the name, or the number if there is none. */
export function who(number) {
  return nameOf(number) || number || "unknown";
}

/** Returns the name with the number in brackets. */
export function whoAndNumber(number) {
  const name = nameOf(number);
  return name && number !== "anonymous" ? `${name} (${number})` : who(number);
}

export function deviceName(id) {
  return known.overview?.devices.find((one) => one.id === id)?.name ?? id;
}

/** Returns the name of a ringing device, or the number. */
export function ringName(ring) {
  return ring.device ? deviceName(ring.device) : who(ring.number);
}

export function lineName(id) {
  const found = [...(known.overview?.voicemails ?? []), ...(known.overview?.webhooks.extensions ?? [])];
  return found.find((one) => one.id === id)?.name ?? id;
}

/** The API has amounts in ten-thousandths. */
export const MONEY = 10_000;

const AMOUNT = new Intl.NumberFormat("en-GB", { minimumFractionDigits: 2, maximumFractionDigits: 2 });

export function money(balance) {
  return `${AMOUNT.format(balance.amount / MONEY)} ${balance.currency}`;
}

const TIME = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });
const DAY = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short" });
const FULL = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "medium" });

/** Returns the sandbox's time: its clock may be ahead, or stopped. */
export function now() {
  const { clock, seenAt } = known;
  return new Date(Date.parse(clock?.now ?? seenAt) + (clock?.running === false ? 0 : Date.now() - seenAt));
}

/** Returns the time for today, else day and time. */
export function when(moment) {
  const at = new Date(moment);
  const today = DAY.format(at) === DAY.format(new Date());
  return today ? TIME.format(at) : `${DAY.format(at)}, ${TIME.format(at).slice(0, 5)}`;
}

export function fully(moment) {
  return FULL.format(new Date(moment));
}

/** Returns minutes and seconds: `1:05`. */
export function duration(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const hours = Math.floor(whole / 3600);
  const rest = [Math.floor((whole % 3600) / 60), whole % 60];
  const parts = hours ? [hours, String(rest[0]).padStart(2, "0")] : [rest[0]];
  return [...parts, String(rest[1]).padStart(2, "0")].join(":");
}

export function plural(count, one, many = `${one}s`) {
  return `${count} ${count === 1 ? one : many}`;
}

/** Returns the phase of a call as a short text. */
export function phaseOf(call) {
  if (call.phase === "ended") return CAUSES[call.cause]?.short ?? "Ended";
  if (call.phase === "talking" && call.held) return "On hold";
  if (call.phase === "gathering") {
    return `Collecting keys ${call.gathering?.pressed.length ?? 0}/${call.gathering?.maxDigits ?? "?"}`;
  }
  return PHASES[call.phase] ?? call.phase;
}

const PHASES = {
  asking: "Waiting for the webhook",
  playing: "Playing a sound",
  ringing: "Ringing",
  talking: "Connected",
};

export const CAUSES = {
  normalClearing: { short: "Ended", long: "Hung up" },
  busy: { short: "Busy", long: "The line is busy" },
  cancel: { short: "Canceled", long: "The caller hung up" },
  noAnswer: { short: "Not answered", long: "No answer" },
  congestion: { short: "Unreachable", long: "The callee is unreachable" },
  notFound: { short: "Not found", long: "No phone can ring" },
  forwarded: { short: "Forwarded", long: "Forwarded" },
};

/** Returns a step of a call as a sentence. */
export function sentenceOf(step, call) {
  const say = STEPS[step.what];
  return say ? say(step.detail, call) : `${step.what} ${Object.values(step.detail).join(" ")}`.trim();
}

const STEPS = {
  dialled: (detail, call) => {
    const to = detail.voicemail ? lineName(detail.voicemail) : whoAndNumber(call.to);
    const from = call.diversion ? `, diverted from ${whoAndNumber(call.diversion)}` : "";
    return `${whoAndNumber(call.from)} calls ${to}${from}`;
  },
  barred: () => "The account blocks this caller",
  plays: (detail) => `A sound of ${detail.seconds} s is played`,
  presses: (detail) => `The caller presses ${detail.digits}`,
  gathered: (detail) => (detail.digits ? `Keys collected: ${detail.digits}` : "No key was pressed in time"),
  redirects: (detail) => {
    const shown = detail.shown ? `, showing ${detail.shown}` : "";
    return `Redirected to ${detail.to.map(whoAndNumber).join(" and ")}${shown}`;
  },
  rings: (detail) => {
    const targets = (detail.targets ?? []).map(ringName);
    if (detail.voicemail) return `${lineName(detail.voicemail)} takes the call`;
    return targets.length ? `Ringing: ${targets.join(", ")}` : "No phone rings";
  },
  answered: (detail) => {
    if (detail.voicemail) return `${lineName(detail.voicemail)} picks up`;
    return `Answered: ${detail.device ? deviceName(detail.device) : whoAndNumber(detail.number)}`;
  },
  held: () => "Put on hold",
  resumed: () => "Taken off hold",
  muted: () => "Muted",
  unmuted: () => "No longer muted",
  records: () => "Recording starts",
  stopsRecording: () => "Recording ends",
  transfers: (detail) => `${detail.attended ? "Attended transfer" : "Transfer"} to ${whoAndNumber(detail.to)}`,
  forwards: (detail) => `Forwarded to ${detail.to.startsWith("v") ? lineName(detail.to) : whoAndNumber(detail.to)}`,
  announces: (detail) => detail.problem ?? `An announcement of ${detail.seconds} s is played`,
  sendsDigits: (detail) => `The account sends ${detail.digits ?? detail.sequence ?? "keys"}`,
  lost: (detail) => `The webhook ${detail.event} is lost`,
  ignored: (detail) => `Ignored: ${detail.why}`,
  ended: (detail) => {
    const by = { caller: " by the caller", callee: " by the callee", webhook: " by the webhook" }[detail.by];
    const refused = detail.cause === "noAnswer" && detail.by ? "Rejected" : null;
    return `${refused ?? CAUSES[detail.cause]?.long ?? detail.cause}${by ?? ""}`;
  },
};

/** Returns an action of a webhook's response as text. */
export function actionOf(action) {
  const { do: name, ...fields } = action;
  const say = ACTIONS[name];
  return say ? say(fields) : name;
}

const ACTIONS = {
  Dial: (fields) => `Redirect to ${fields.numbers.map(whoAndNumber).join(" and ")}`,
  Voicemail: () => "Send to the voicemail",
  Reject: (fields) => (fields.reason === "busy" ? "Signal busy" : "Reject the call"),
  Play: () => "Play a sound, then continue",
  Gather: (fields) =>
    `Collect up to ${plural(fields.maxDigits, "key")}, waiting ${fields.timeoutSeconds} s for each`,
  Hangup: () => "Hang up",
};
