// The transcript: rows from chat and outbox.

import { answerOf, isHoldQuestion, isReadBack } from "./chat.js";
import { button, clockTime, el, fixed, icon, LONGEST, outwardLink, plainName, safeAddress, serverNow, withLinks } from "./dom.js";
import { DETAILS_FORM } from "./outbox.js";
import { words } from "./words.js";

const GROUP_MS = 120_000;
const STICKY_PX = 60; // Nearer than this to the end means: keep the end in view.
const IMAGE_PX = 230;
const DECODED_PX = 16e6; // A few kilobytes can unpack to gigabytes.
const SPOKEN = ["message", "file", "rich_message", "filled_form"];
const CALL_STATES = { claimed: words.callTaken, no_answer: words.callMissed, done: words.callDone, paid: words.callPaid };

/** Return the rows; a `key` stays the same while its row lives. */
export function rowsOf(chat, entries, ...open) {
  const rows = [];
  const line = (key, at, text) => rows.push({ kind: "line", key, at, text });
  for (const event of chat.inOrder) {
    if (open.includes(event) || event.deleted) continue;
    if (SPOKEN.includes(event.type)) rows.push(spokenRow(chat, event));
    else if (event.type === "system_message") line(event.id, event.created_at, systemText(event));
    const answer = isHoldQuestion(event) && answerOf(event);
    if (answer) line(`${event.id}+`, event.created_at, words.chose(plainName(answer.text)));
  }
  const known = new Set(rows.map((row) => row.key));
  rows.push(...entries.filter((entry) => !known.has(entry.custom_id)).map(waitingRow));
  return withDays(grouped(rows));
}

function systemText({ system_message_type: kind = "", created_at, text = "" }) {
  return kind.includes("archived") ? words.ended(clockTime(created_at)) : plainName(text, 400);
}

function spokenRow(chat, event) {
  const isMine = chat.isMine(event);
  const isSeen = fixed(event.created_at) <= chat.seenByOperators;
  const name = plainName(chat.users.get(event.author_id)?.name) || words.somebody;
  return {
    kind: isMine ? "visitor" : "operator",
    key: (isMine && event.custom_id) || event.id,
    name: isMine ? words.you : name,
    at: event.created_at,
    written: event.properties?.desk?.written_at,
    state: isMine ? (isSeen ? "seen" : chat.queue ? "saved" : "sent") : "",
    event,
    said: saidIn(event, chat.users),
  };
}

function saidIn({ text, elements, fields, form_id, kind, properties: { desk } = {} }, users) {
  if (!fields) return text ?? elements?.map(lineOf).join("\n") ?? "";
  const answers = fields.filter((each) => typeof each.answer === "string");
  const lines = answers.map((each) => `${each.label}: ${each.answer}`);
  if (kind === "details" || form_id === DETAILS_FORM) return [words.confirmed, ...lines].join("\n");
  const name = plainName(users?.get(desk?.callback_by)?.name) || words.somebody;
  const state = CALL_STATES[desk?.callback_state]?.(name);
  return [words.callRequested, ...lines, state, state && plannedFor(desk)].filter(Boolean).join("\n");
}

/** The first element of our cards asks, each further one is a detail. */
function lineOf({ title = "", subtitle = "" }, place) {
  return place ? `${title}: ${subtitle}` : title;
}

function plannedFor({ callback_at: at }) {
  if (!(Date.parse(at) > serverNow())) return "";
  return words.callPlanned(new Date(at).toLocaleString([], { weekday: "long", hour: "numeric", minute: "2-digit" }));
}

function waitingRow(entry) {
  const { custom_id: key, written_at: at, state, reason } = entry;
  const event = { ...entry, type: entry.kind };
  return { kind: "visitor", key, name: words.you, at, state, reason, event, said: saidIn(event) };
}

/** One stamp below neighbours that differ in nothing it says. */
function grouped(rows) {
  return rows.map((row, index) => {
    const next = rows[index + 1] ?? {};
    const isSame = next.kind === row.kind && next.state === row.state && next.name === row.name;
    const isApart = Date.parse(next.at) - Date.parse(row.at) > GROUP_MS || row.written || row.state === "refused";
    return { ...row, isLast: !isSame || isApart };
  });
}

function withDays(rows) {
  const today = new Date().toDateString();
  let shown = today;
  return rows.flatMap((row) => {
    const date = new Date(row.at);
    const key = date.toDateString();
    if (key === shown) return [row];
    shown = key;
    const text = key === today ? "Today" : date.toLocaleDateString([], { day: "numeric", month: "long" });
    return [{ kind: "day", key, text }, row];
  });
}

export class Transcript {
  constructor(on) {
    this.on = on;
    this.shown = new Map();
    this.follows = true;
    this.log = el("div", { class: "log", role: "log" });
    this.above = el("div");
    this.below = el("div", { class: "below" });
    const facts = { class: "scroll", tabindex: 0, role: "region", "aria-label": "Conversation" };
    this.node = el("div", { ...facts, on: { scroll: () => this.#scrolled() } }, this.above, this.log, this.below);
    // Pictures and the keyboard of a phone change what fits.
    const keep = new ResizeObserver(() => this.follows && this.scrollToEnd());
    for (const part of [this.node, this.above, this.log, this.below]) keep.observe(part);
  }

  scrollToEnd() {
    this.follows = true;
    this.node.scrollTop = this.node.scrollHeight;
  }

  /** `isHistory` keeps the reader's place and says nothing aloud. */
  show(rows, isHistory) {
    const { node } = this;
    const fromEnd = node.scrollHeight - node.scrollTop;
    this.log.setAttribute("aria-live", isHistory ? "off" : "polite");
    this.#patch(rows);
    if (this.follows) this.scrollToEnd();
    else if (isHistory) node.scrollTop = node.scrollHeight - fromEnd;
  }

  #scrolled() {
    const { scrollHeight, scrollTop, clientHeight } = this.node;
    this.follows = scrollHeight - scrollTop - clientHeight < STICKY_PX;
    if (this.follows || this.isAtStart) this.on.changed();
  }

  get isAtStart() {
    return this.node.scrollTop < STICKY_PX;
  }

  #patch(rows) {
    const keys = new Set(rows.map((row) => row.key));
    for (const [key, { node }] of this.shown) {
      if (keys.has(key)) continue;
      node.remove();
      this.shown.delete(key);
    }
    let before = null;
    for (const row of rows) {
      const node = this.#nodeOf(row);
      const place = before ? before.nextSibling : this.log.firstChild;
      if (node !== place) this.log.insertBefore(node, place);
      before = node;
    }
  }

  #nodeOf(row) {
    const { kind, event, text, said } = row;
    const body = JSON.stringify([kind, text, said, event?.url, event?.width, event?.elements]);
    const known = this.shown.get(row.key);
    let node = known?.node;
    if (known?.body !== body) {
      node = event ? el("div", {}, this.#bubble(row)) : el("p", { class: kind, text, dir: "auto" });
      known?.node.replaceWith(node);
    }
    const foot = JSON.stringify([row.isLast, row.state, row.reason, row.name, row.written]);
    if (event && (known?.body !== body || known.foot !== foot)) this.#finish(node, row);
    this.shown.set(row.key, { node, body, foot });
    return node;
  }

  #finish(node, { kind, key, isLast, name, at, written, state, reason }) {
    node.className = `said ${kind} ${isLast ? "last" : ""}`;
    while (node.children.length > 1) node.lastChild.remove();
    const stamp = el("p", { class: `stamp ${state}`, dir: "auto" });
    if (state === "refused") {
      stamp.append(icon("alert", 12), words.notSent(plainName(reason, 400)));
      const link = (text, act) => button(text, () => this.on.session.outbox[act](key), { class: "link" });
      node.append(stamp, el("div", {}, link(words.tryAgain, "retry"), link(words.remove, "remove")));
    } else if (isLast) {
      const time = written ? words.writtenAt(clockTime(written)) : clockTime(at);
      if (state) stamp.append(`${time} · `, icon(state === "saved" ? "sent" : state, 12), state);
      else stamp.append(el("bdi", { text: name }), ` · ${time}`);
      node.append(stamp);
    }
  }

  #bubble({ kind, name, event, said }) {
    const body = el("div", { class: "bubble", dir: "auto" }, el("span", { class: "spoken", text: `${name}: ` }));
    if (event.type === "file") body.append(fileNode(event));
    else if (event.elements && !isHoldQuestion(event) && !isReadBack(event)) body.append(...this.#cards(event));
    else body.append(...withLinks(said.slice(0, LONGEST), kind === "operator"));
    return body;
  }

  #cards(event) {
    return event.elements.map(({ title = "", subtitle = "", buttons = [] }) => {
      const choices = buttons.map((choice) => {
        const facts = { class: "pill", "aria-pressed": String(choice.user_ids?.length > 0) };
        return button(plainName(choice.text), () => this.on.session.choose(event, choice), facts);
      });
      const said = [el("strong", { text: plainName(title, 400) }), el("p", {}, ...withLinks(subtitle.slice(0, LONGEST)))];
      return el("div", { class: "rich" }, ...said, el("div", { class: "choices" }, ...choices));
    });
  }
}

function fileNode({ url, name, size, width, height, alternative_text, content_type = "" }) {
  const address = safeAddress(url);
  const shown = plainName(alternative_text || name) || "file";
  if (!address) return shown;
  const facts = { class: "file", "aria-label": `${shown} (${words.opensTab})` };
  const isOurs = address.origin === location.origin && address.pathname.startsWith("/files/");
  if (isOurs && content_type.startsWith("image/") && width * height <= DECODED_PX) {
    // The size is set before the picture loads, so that nothing below it moves.
    const wide = Math.min(width, IMAGE_PX);
    const tall = Math.round((wide * height) / width);
    return outwardLink(address.href, facts, el("img", { src: address.href, alt: shown, width: wide, height: tall }));
  }
  const weight = size > 0 ? ` · ${Math.ceil(size / 1024).toLocaleString()}\u00a0kB` : "";
  return outwardLink(address.href, facts, icon("file", 18), shown, weight);
}
