// Builds elements and updates the page to match them. Strings only become text nodes and attributes, never markup.

const SVG = "http://www.w3.org/2000/svg";

/**
 * Returns a new element.
 * @param {string} tag
 * @param {Object<string, string|number|boolean|null|undefined>} attributes attributes that are false, null or undefined are omitted
 * @param {...(Node|string|number|null|false|undefined|Array)} children
 * @returns {HTMLElement}
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false && value !== null && value !== undefined) {
      element.setAttribute(name, value === true ? "" : String(value));
    }
  }
  element.append(...nodes(children));
  return element;
}

function nodes(children) {
  return children
    .flat(Infinity)
    .filter((child) => child !== null && child !== false && child !== undefined && child !== "")
    .map((child) => (child instanceof Node ? child : String(child)));
}

/** Updates the children of an element to match these, with as few changes as possible. */
export function show(element, ...children) {
  const target = document.createElement("div");
  target.append(...nodes(children));
  morphChildren(element, target);
}

// State changed by the user (the text of a field, open details) is not in the attributes given here and is kept.
const USER_STATE = new Set(["open", "value"]);

function morphChildren(current, target) {
  const keyed = new Map([...current.children].filter(keyOf).map((child) => [keyOf(child), child]));
  const staying = new Set([...target.children].map(keyOf).filter(Boolean));
  for (const [key, child] of keyed) if (!staying.has(key)) child.remove();
  let place = current.firstChild;
  for (const next of [...target.childNodes]) {
    const match = keyOf(next) ? keyed.get(keyOf(next)) : place && !keyOf(place) && alike(place, next) ? place : null;
    if (!match || !alike(match, next)) {
      current.insertBefore(next, place);
      if (match) match.remove();
      continue;
    }
    if (match === place) place = place.nextSibling;
    else current.insertBefore(match, place);
    morph(match, next);
  }
  while (place) {
    const gone = place;
    place = place.nextSibling;
    gone.remove();
  }
}

function keyOf(node) {
  return node.dataset?.key;
}

function alike(one, other) {
  return one.nodeType === other.nodeType && one.nodeName === other.nodeName;
}

function morph(current, target) {
  if (current.nodeType === Node.TEXT_NODE) {
    if (current.data !== target.data) current.data = target.data;
    return;
  }
  for (const { name } of [...current.attributes]) {
    if (!target.hasAttribute(name) && !USER_STATE.has(name)) current.removeAttribute(name);
  }
  for (const { name, value } of [...target.attributes]) {
    if (!USER_STATE.has(name) && current.getAttribute(name) !== value) current.setAttribute(name, value);
  }
  morphChildren(current, target);
}

const ICONS = {
  call: "M5 4h3l1.5 4-2 1.5a10 10 0 0 0 5 5l1.5-2 4 1.5v3a2 2 0 0 1-2 2A15 15 0 0 1 3 6a2 2 0 0 1 2-2z",
  webhook: "M4 12h10M10 7l5 5-5 5M19 5v14",
  sound: "M4 9v6h4l5 4V5L8 9zM17 9a4 4 0 0 1 0 6",
  keys: "M6 6h.01M12 6h.01M18 6h.01M6 12h.01M12 12h.01M18 12h.01M6 18h.01M12 18h.01M18 18h.01",
  ring: "M6 17h12l-1.5-2.5V10a4.5 4.5 0 0 0-9 0v4.5zM10.5 20h3",
  turn: "M4 17V9a3 3 0 0 1 3-3h12M15 2l4 4-4 4",
  end: "M6 6l12 12M18 6L6 18",
  pause: "M9 5v14M15 5v14",
  dot: "M12 12h.01",
  sms: "M4 5h16v11H9l-5 4z",
  fax: "M6 3h9l4 4v14H6zM14 3v5h5M9 13h6M9 17h6",
  voicemail: "M7 16a4 4 0 1 1 0-8 4 4 0 0 1 0 8zM17 16a4 4 0 1 1 0-8 4 4 0 0 1 0 8zM7 16h10",
};

/** A decorative icon beside a text. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  for (const [key, value] of [["viewBox", "0 0 24 24"], ["class", "icon"], ["aria-hidden", "true"]]) {
    svg.setAttribute(key, value);
  }
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ICONS[name] ?? ICONS.dot);
  svg.append(path);
  return svg;
}
