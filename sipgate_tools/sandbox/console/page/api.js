// Requests to the sandbox.

/** A request that the sandbox refused: a sentence, and the name of the invalid field ("" for none). */
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
  let response;
  try {
    response = await fetch(`/console/api/${path}`, {
      method,
      headers: body === undefined ? {} : { "content-type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch {
    throw new Refused("The sandbox does not respond. Check whether it is still running.", "");
  }
  const value = await response.json().catch(() => null);
  if (response.ok) return value;
  const error = value?.errors?.[0] ?? {};
  throw new Refused(sentence(error.detail ?? `The sandbox responded with status ${response.status}`), fieldOf(error));
}

function sentence(text) {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

function fieldOf(error) {
  return (error.source?.pointer ?? "").replace(/^\//, "");
}
