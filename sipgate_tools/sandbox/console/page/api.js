// Asks the sandbox.

/** What the sandbox refused: a sentence, and the name of the field it is about ("" for none). */
export class Refused extends Error {
  constructor(sentence, field) {
    super(sentence);
    this.field = field;
  }
}

/**
 * @param {string} method
 * @param {string} path below /console/api
 * @param {object} [body]
 * @returns {Promise<any>}
 */
export async function ask(method, path, body) {
  let answer;
  try {
    answer = await fetch(`/console/api/${path}`, {
      method,
      headers: body === undefined ? {} : { "content-type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch {
    throw new Refused("The sandbox does not answer. Is it still running?", "");
  }
  const value = await answer.json().catch(() => null);
  if (answer.ok) return value;
  const error = value?.errors?.[0] ?? {};
  throw new Refused(sentence(error.detail ?? `The sandbox answers ${answer.status}`), fieldOf(error));
}

function sentence(text) {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

function fieldOf(error) {
  return (error.source?.pointer ?? "").replace(/^\//, "");
}
