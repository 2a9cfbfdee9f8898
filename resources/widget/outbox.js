// What the visitor sent and the server has not confirmed: one at a time, in order, never doubled.
//
// An entry is stored before it is shown and keeps its id and body until it is confirmed, so a
// resend after a reload, in another tab or after a lost answer is recognised by the server.

const FIRST_PAUSE_MS = 500;
const LAST_PAUSE_MS = 15_000;
const TRIES = 3; // The chat may have been started, ended or forgotten meanwhile.
const OUTDATED = /^(chat_inactive|chat_already_active|chat_limit_reached|not_found)$/u;
const KEY = "out:";

/** The page storage of one organization; memory is the truth, in case the browser refuses it. */
export class Store {
  constructor(organizationId) {
    this.prefix = `undivided:${organizationId}:`;
    this.memory = new Map();
    this.isLasting = this.#attempt(() => localStorage.setItem("undivided", "1") ?? true) === true;
  }

  read(name) {
    return this.memory.has(name) ? this.memory.get(name) : this.reread(name);
  }

  /** Return what another tab may have written. */
  reread(name) {
    const value = this.#attempt(() => JSON.parse(localStorage.getItem(this.prefix + name))) ?? this.memory.get(name);
    this.memory.set(name, value);
    return value;
  }

  write(name, value) {
    this.memory.set(name, value);
    this.#attempt(() => localStorage.setItem(this.prefix + name, JSON.stringify(value)));
  }

  remove(name) {
    this.memory.delete(name);
    this.#attempt(() => localStorage.removeItem(this.prefix + name));
  }

  readAll(start) {
    const names = this.#attempt(() => Object.keys(localStorage)) ?? [];
    const { prefix } = this;
    return names
      .filter((name) => name.startsWith(prefix + start))
      .map((name) => this.reread(name.slice(prefix.length)))
      .filter(Boolean);
  }

  #attempt(act) {
    try {
      return act();
    } catch {
      return undefined; // Full, forbidden or damaged; the next write may succeed.
    }
  }
}

export class Outbox {
  /** `deliver(entry)` resolves when the server confirmed it; `changed()` follows each change. */
  constructor({ store, deliver, changed }) {
    Object.assign(this, { store, deliver, changed });
    this.entries = store.readAll(KEY).sort((a, b) => a.place - b.place);
  }

  get waiting() {
    return this.entries.filter((entry) => entry.state === "sending");
  }

  /** Accept something to send; `kind` is message, file or left. */
  add(kind, body) {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    const entry = {
      custom_id: `w-${Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")}`,
      kind,
      ...body,
      written_at: new Date().toISOString(),
      place: Math.max(Date.now(), (this.entries.at(-1)?.place ?? 0) + 1),
    };
    this.entries.push(entry);
    this.#send(entry);
  }

  open() {
    this.isOpen = true;
    this.pauseMs = FIRST_PAUSE_MS;
    this.#pump();
  }

  close() {
    this.isOpen = false;
  }

  retry(customId) {
    const entry = this.entries.find((one) => one.custom_id === customId);
    if (entry) this.#send(entry);
  }

  /** Forget an entry: its event is in the chat, or the visitor gave it up. */
  remove(customId) {
    this.entries = this.entries.filter((entry) => entry.custom_id !== customId);
    this.store.remove(KEY + customId);
    this.changed();
  }

  #send(entry) {
    this.#keep(entry, "sending");
    this.#pump();
  }

  async #pump() {
    const [entry] = this.waiting;
    if (!this.isOpen || this.isBusy || !entry) return;
    this.isBusy = true;
    clearTimeout(this.timer);
    let pauseMs = 0;
    try {
      await this.deliver(entry);
      // Shown with its tick until the event itself arrives; a reload no longer needs it.
      entry.state = "sent";
      this.store.remove(KEY + entry.custom_id);
      this.pauseMs = FIRST_PAUSE_MS;
    } catch (error) {
      pauseMs = this.#notSent(entry, error);
    }
    this.isBusy = false;
    this.changed();
    this.timer = setTimeout(() => this.#pump(), pauseMs);
  }

  /** Return when to go on; an unknown outcome keeps its place, a refusal steps aside. */
  #notSent(entry, error) {
    if (error.isPassing) {
      this.pauseMs = Math.min(LAST_PAUSE_MS, this.pauseMs * 2);
      return this.pauseMs;
    }
    entry.reason = error.message;
    if (this.entries.includes(entry)) this.#keep(entry, "refused");
    return 0;
  }

  #keep(entry, state) {
    entry.state = state;
    this.store.write(KEY + entry.custom_id, entry);
    this.changed();
  }
}

/** Turns an entry into requests: start, resume or go on with the chat. */
export class Delivery {
  /** `refresh()` reads the chat again after the server contradicted what is known of it. */
  constructor({ request, chat, refresh }) {
    Object.assign(this, { request, chat, refresh });
  }

  async deliver(entry) {
    for (let left = TRIES - 1; ; left -= 1) {
      try {
        return await (entry.kind === "left" ? this.#leave(entry) : this.#say(entry));
      } catch (error) {
        if (left === 0 || !OUTDATED.test(error.type)) throw error;
        if (error.type === "not_found") this.chat.forget();
        await this.refresh();
      }
    }
  }

  #say(entry) {
    const { id, isActive } = this.chat;
    if (id && isActive) return this.request("send_event", { chat_id: id, event: eventOf(entry) });
    return this.#begin(entry, true, {});
  }

  /** Leave the queue if need be, and a message in a thread that is closed from the start. */
  async #leave(entry) {
    const { id, isActive } = this.chat;
    await this.request("update_customer", { name: entry.name || undefined, email: entry.email });
    if (isActive) await this.request("deactivate_chat", { id });
    await this.#begin(entry, false, { routing: { offline_message: true } });
  }

  async #begin(entry, active, more) {
    const id = this.chat.id ?? undefined;
    const thread = { events: [eventOf(entry)], properties: { desk: { request_key: entry.custom_id }, ...more } };
    const answer = await this.request(id ? "resume_chat" : "start_chat", { chat: { id, thread }, active });
    this.chat.begun(id ?? answer.chat_id, answer.thread_id, active);
  }
}

/** Return the event of an entry: always the same one, however often it is sent. */
function eventOf({ kind, custom_id, written_at, url, text }) {
  const common = { custom_id, properties: { desk: { written_at } } };
  return kind === "file" ? { type: "file", url, ...common } : { type: "message", text, ...common };
}
