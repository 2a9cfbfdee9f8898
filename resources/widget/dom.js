// Elements, icons, links and times; text only ever becomes text, never markup.

export const LONGEST = 4_000; // Characters of a message; the server refuses more.
const SVG = "http://www.w3.org/2000/svg";

const ICONS = {
  minus: "M3.5 8h9",
  "arrow-up": "M8 13V3.5M4 7.3l4-4 4 4",
  paperclip: "m13 7-5 5a3.2 3.2 0 0 1-5-5l6-5a2 2 0 0 1 3 3l-6 6a1 1 0 0 1-1-1l5-5",
  lock: "M3.5 7h9v6.5h-9zM5.5 7V5a2.5 2.5 0 0 1 5 0v2",
  sending: "M8 3.2a4.8 4.8 0 1 0 0 9.6 4.8 4.8 0 0 0 0-9.6z",
  sent: "m3.5 8.5 3 3 6-6.5",
  seen: "M1.8 8S4 3.8 8 3.8 14.2 8 14.2 8 12 12.2 8 12.2 1.8 8 1.8 8zM8 6.3a1.7 1.7 0 1 0 0 3.4 1.7 1.7 0 0 0 0-3.4z",
  alert: "M8 2.2a5.8 5.8 0 1 0 0 11.6A5.8 5.8 0 0 0 8 2.2zM8 5.2v3.3M8 10.8v.1",
  "wifi-off": "m2 2 12 12M4.5 9a5 5 0 0 1 2-1.2M9.8 8l1.7 1M2.3 6.6l2-1.3M7 4.3a8 8 0 0 1 6.7 2.3M8 12h0",
  phone: "M5.8 2.5H4A1.5 1.5 0 0 0 2.5 4 9.5 9.5 0 0 0 12 13.5a1.5 1.5 0 0 0 1.5-1.5v-1.8L10.6 9 9.3 10.5a7.5 7.5 0 0 1-3.8-3.8L7 5.4z",
  shield: "M8 1.8 13 3.6v4c0 3.2-2.1 5.3-5 6.6-2.9-1.3-5-3.4-5-6.6v-4z",
  file: "M9.2 1.8H3.5v12.4h9V5.2zM9.2 1.8v3.4h3.3",
};

/** Return a new element; `on` has its listeners. */
export function el(tag, { text, on = {}, ...facts } = {}, ...children) {
  const node = tag.startsWith("svg:") ? document.createElementNS(SVG, tag.slice(4)) : document.createElement(tag);
  for (const [name, value] of Object.entries(facts)) {
    if (value !== undefined && value !== false) node.setAttribute(name, value === true ? "" : value);
  }
  for (const [kind, act] of Object.entries(on)) node.addEventListener(kind, act);
  node.append(...(text === undefined ? children : [text]));
  return node;
}

export function drawing(size, grid, ...paths) {
  const facts = { viewBox: `0 0 ${grid} ${grid}`, width: size, height: size, class: "icon", "aria-hidden": "true" };
  return el("svg:svg", facts, ...paths.map((path) => el("svg:path", path)));
}

export function icon(name, size = 16) {
  return drawing(size, 16, { d: ICONS[name] });
}

export function button(content, act, { label, ...facts } = {}) {
  return el("button", { type: "button", "aria-label": label, on: { click: act }, ...facts }, content);
}

export function field(id, text, input) {
  input.id = id;
  return el("div", { class: "field" }, el("label", { for: id, text }), input);
}

/** Set text only when it differs, so that a live region does not repeat itself. */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

const LINK = /\bhttps?:\/\/[^\s<>"']+/giu;
const CLOSING = /[.,;:!?)\]}\u2019\u201d]+$/u;
/* These turn the reading direction of what follows and can disguise a name or a link. */
const OVERRIDES = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** Browsers need a second to lay out some long words that have no place to break. */
function folded(text) {
  return text.split(/(\S{200})/u).flatMap((part, at) => (at % 2 ? [part, el("wbr")] : [part]));
}

/** Return a short text in one line. */
export function plainName(text, most = 120) {
  return String(text ?? "").slice(0, most).replace(OVERRIDES, "").replace(/\s+/gu, " ").trim();
}

export function safeAddress(text) {
  try {
    const url = new URL(text, location.href);
    return /^https?:$/u.test(url.protocol) && !url.username && !url.password ? url : null;
  } catch {
    return null;
  }
}

export function outwardLink(href, facts, ...content) {
  return el("a", { href, target: "_blank", rel: "noopener noreferrer", ...facts }, ...content);
}

export function withLinks(text, isTheirs = true) {
  const parts = [];
  let end = 0;
  for (const found of isTheirs ? text.matchAll(LINK) : []) {
    const typed = found[0].replace(CLOSING, "");
    const url = typed.search(OVERRIDES) < 0 && safeAddress(typed);
    if (!url) continue;
    // Look-alike letters: show the host as the browser will ask for it.
    const shown = typed.toLowerCase().startsWith(`${url.protocol}//${url.host}`) ? typed : url.href;
    parts.push(...folded(text.slice(end, found.index)), outwardLink(url.href, {}, ...folded(shown)));
    end = found.index + typed.length;
  }
  return [...parts, ...folded(text.slice(end))];
}

let offsetMs = 0;

export function learnServerTime(text) {
  const theirs = Date.parse(text);
  if (theirs) offsetMs = theirs - Date.now();
}

export function serverNow() {
  return Date.now() + offsetMs;
}

/** Return an RFC 3339 time with six decimals, so that times compare as text. */
export function fixed(text = "") {
  return text.replace(/(?:\.(\d+))?(?:Z|\+00:00)$/u, (_, part = "") => `.${part.padEnd(6, "0")}Z`);
}

export function clockTime(text) {
  return new Date(text).toLocaleTimeString([], { timeStyle: "short" });
}
