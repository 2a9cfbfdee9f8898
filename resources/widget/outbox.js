// What the visitor sent and the server has not confirmed: one at a time, in order, never doubled.
//
// An entry is stored before it is shown and keeps its id and body until it is confirmed. All tabs
// hold and send the same entries, so none waits for one that sleeps; the server knows a repeated id.

import { serverNow } from "./dom.js";

const FIRST_PAUSE_MS = 500;
const LAST_PAUSE_MS = 15_000;
const LATE_MS = 60_000; // Later than this after it was written, a message carries its own time.
const TRIES = 3; // The chat may have been started, ended or forgotten meanwhile.
const OUTDATED = /^(chat_inactive|chat_already_active|chat_limit_reached|not_found)$/u;
const KEY = "out:";
const OFFLINE = { routing: { offline_message: true } };

export const CALL_FORM = "desk.callback";
export const DETAILS_FORM = "desk.readback";
const WITHOUT_DRAFT = ["file", "call", "details"];

export class Outbox {
  /** `on.deliver(entry)` resolves when the server confirmed it. */
  constructor({ store, on }) {
    Object.assign(this, { store, on, entries: [] });
    for (const [name, entry] of store.memory) if (name.startsWith(KEY)) this.#take(entry);
  }

  get waiting() {
    return this.entries.filter((entry) => entry.state === "sending");
  }

  get hasUnsent() {
    return this.entries.some((entry) => entry.state !== "sent");
  }

  /** Accept a message, file, left message, wish to be called or confirmed details; resolves when the browser keeps it in place of the draft. */
  add(kind, body) {
    const custom_id = `w-${crypto.getRandomValues(new Uint32Array(4)).join("-")}`;
    this.lastPlace = Math.max(Date.now(), (this.lastPlace ?? 0) + 1);
    const written_at = new Date().toISOString();
    const entry = { custom_id, kind, ...body, written_at, place: this.lastPlace };
    return this.#keep(entry, "sending", WITHOUT_DRAFT.includes(kind) ? {} : { draft: "" });
  }

  heard(changes) {
    for (const [name, entry] of Object.entries(changes)) {
      if (!name.startsWith(KEY)) continue;
      const known = this.#find(name.slice(KEY.length));
      if (entry) this.#take(entry);
      // Only given up or taken back; what was confirmed there is confirmed here by its event.
      else if (known?.state === "refused" || changes.draft) this.#drop(known);
    }
    this.on.changed();
    this.#pump();
  }

  open() {
    this.isOpen = true;
    this.pauseMs = FIRST_PAUSE_MS;
    if (this.timer) this.#goOn();
    else this.#pump();
  }

  retry(customId) {
    const entry = this.#find(customId);
    if (entry) this.#keep(entry, "sending");
  }

  /** Forget an entry: its event is in the chat, or the visitor gave it up. */
  remove(customId) {
    this.#drop(this.#find(customId));
    this.store.write({ [KEY + customId]: undefined });
    this.on.changed();
  }

  takeBack() {
    const texts = this.waiting.filter((entry) => entry.kind === "message");
    const gone = texts.map(({ custom_id }) => [KEY + custom_id, undefined]);
    const parts = [...texts.map((entry) => entry.text), this.store.read("draft")];
    texts.forEach((entry) => this.#drop(entry));
    this.store.write({ ...Object.fromEntries(gone), draft: parts.filter(Boolean).join("\n") });
  }

  #find(customId) {
    return this.entries.find((entry) => entry.custom_id === customId);
  }

  #drop(gone) {
    this.entries = this.entries.filter((entry) => entry !== gone);
  }

  #take(entry) {
    const known = this.#find(entry.custom_id);
    if (!known) this.entries.push(entry);
    else if (known.state !== "sent") Object.assign(known, entry);
    this.entries.sort((a, b) => a.place - b.place);
    this.lastPlace = this.entries.at(-1).place;
  }

  async #pump() {
    const [entry] = this.waiting;
    if (!this.isOpen || this.isBusy || !entry) return;
    this.isBusy = true;
    let pauseMs = 0;
    try {
      await this.on.deliver(entry);
      // Shown until the event itself arrives.
      entry.state = "sent";
      this.store.write({ [KEY + entry.custom_id]: undefined });
      this.pauseMs = FIRST_PAUSE_MS;
    } catch (error) {
      pauseMs = this.#notSent(entry, error);
    }
    this.on.changed();
    this.timer = setTimeout(() => this.#goOn(), pauseMs);
  }

  #goOn() {
    this.timer = clearTimeout(this.timer);
    this.isBusy = false;
    this.#pump();
  }

  #notSent(entry, error) {
    if (error.isPassing) {
      this.pauseMs = Math.min(LAST_PAUSE_MS, this.pauseMs * 2);
      return error.pauseMs ?? this.pauseMs;
    }
    entry.reason = error.message;
    if (this.entries.includes(entry)) this.#keep(entry, "refused");
    return 0;
  }

  async #keep(entry, state, more) {
    entry.state = state;
    await this.store.write({ [KEY + entry.custom_id]: entry, ...more }, "strict");
    this.#take(entry);
    this.on.changed();
    this.#pump();
  }
}

export async function deliver(entry, session) {
  // Reading the chat, or another tab, may show that it has been sent.
  for (let left = TRIES - 1; session.outbox.entries.includes(entry); left -= 1) {
    try {
      return await (entry.kind === "left" ? leave(entry, session) : say(entry, session));
    } catch (error) {
      if (left === 0 || !OUTDATED.test(error.type)) throw error;
      if (error.type === "not_found") session.chat.forget();
      await session.snapshot();
    }
  }
  return null;
}

function say(entry, session) {
  const { id, isActive } = session.chat;
  if (id && isActive) return session.request("send_event", { chat_id: id, event: eventOf(entry) });
  // To ask for a call nobody has to be here.
  if (entry.kind === "call" && !session.isAnybodyHere) return begin(entry, session, false, OFFLINE);
  return begin(entry, session, true);
}

/** Leave the queue if need be, and a message in a thread that is closed from the start. */
async function leave(entry, session) {
  const { id, isActive } = session.chat;
  await session.request("update_customer", { name: entry.name || undefined, email: entry.email });
  if (isActive) await session.request("deactivate_chat", { id });
  await begin(entry, session, false, OFFLINE);
}

async function begin(entry, { chat, request }, active, more) {
  const id = chat.id ?? undefined;
  const thread = { events: [eventOf(entry)], properties: { desk: { request_key: entry.custom_id }, ...more } };
  const answer = await request(id ? "resume_chat" : "start_chat", { chat: { id, thread }, active });
  chat.begun(id ?? answer.chat_id, answer.thread_id, active);
}

/** Always the same event, but for the mark of having come late. */
function eventOf({ kind, custom_id, written_at, url, text, fields, at, of }) {
  const ageMs = Date.now() - Date.parse(written_at);
  const late = ageMs > LATE_MS ? new Date(serverNow() - ageMs).toISOString() : undefined;
  const properties = late || at || of ? { desk: { written_at: late, callback_at: at, readback_of: of } } : undefined;
  const form = (form_id) => ({ type: "filled_form", form_id, fields });
  const bodies = { file: { type: "file", url }, call: form(CALL_FORM), details: form(DETAILS_FORM) };
  return { custom_id, properties, ...(bodies[kind] ?? { type: "message", text }) };
}
