// The visitor's side of the chat without a document: signs in, keeps the chat, sends what waits.

import { Chat } from "./chat.js";
import { learnServerTime } from "./dom.js";
import { Link, Tokens } from "./link.js";
import { Delivery, Outbox } from "./outbox.js";
import { words } from "./words.js";

const LARGEST_BYTES = 10 * 1024 * 1024;
const SNAPSHOT_AGAIN_MS = 2_000;
const TYPING_ONLY = "\u2026"; // Says that somebody types and nothing of the text.
/* Nobody takes chats now: a message can be left instead. */
const NOBODY = /^group(s_offline|_offline|_unavailable)$/u;

export class Session {
  /** `on` holds `changed()`, `history()` before older events show, and `nobody(text)`. */
  constructor({ config, store, renew, on }) {
    Object.assign(this, { store, on, isKnown: false, statuses: {} });
    const organization = encodeURIComponent(config.organization_id);
    const { changed } = on;
    this.version = config.version;
    this.chat = new Chat();
    this.tokens = new Tokens({ config, store, renew });
    this.link = new Link({
      address: `${location.origin.replace("http", "ws")}/v3.6/customer/rtm/ws?organization_id=${organization}`,
      login: (isRetry) => this.#login(isRetry),
      on: {
        signedIn: (answer) => this.#signedIn(answer),
        push: (action, payload) => this.#pushed(action, payload),
        changed: () => this.#linkChanged(),
      },
    });
    this.request = (action, payload) => this.link.request(action, payload);
    const delivery = new Delivery({ request: this.request, chat: this.chat, refresh: () => this.#snapshot() });
    this.outbox = new Outbox({ store, deliver: (entry) => this.#deliver(delivery, entry), changed });
  }

  get isReturning() {
    return Boolean(this.store.read("identity")) || this.outbox.entries.length > 0;
  }

  get isAnybodyHere() {
    return Object.values(this.statuses).some((status) => status !== "offline");
  }

  say(text) {
    this.outbox.add("message", { text });
  }

  /** `leftTo` is set once the server has it. */
  leave(details) {
    this.outbox.add("left", details);
  }

  /** Upload a file and put it into the outbox; return why it was not sent, or "". */
  async sendFile(file) {
    const { name, size, type } = file;
    try {
      if (size === 0 || size > LARGEST_BYTES) return words.fileNotSent(name, words.fileSize);
      const url = await this.tokens.upload(file);
      this.outbox.add("file", { url, name, size, content_type: type });
      return "";
    } catch (error) {
      return words.fileNotSent(name, error.type ? error.message : words.noConnection);
    }
  }

  /** Tell the operator that the visitor types, without telling what. */
  typing(isTyping) {
    const { id, isActive } = this.chat;
    if (isActive) this.#quietly("send_sneak_peek", { chat_id: id, sneak_peek_text: isTyping ? TYPING_ONLY : "" });
  }

  opened(page) {
    this.page = page;
    this.#quietly("update_customer_page", page);
  }

  seen() {
    const { id, me, unseen } = this.chat;
    if (unseen.length === 0) return;
    const mark = { chat_id: id, seen_up_to: unseen.at(-1).created_at };
    this.chat.apply("events_marked_as_seen", { ...mark, user_id: me.id });
    this.#quietly("mark_events_as_seen", mark);
  }

  choose({ id, thread_id }, button) {
    const postback = { id: button.postback_id, toggled: true };
    this.press = { chat_id: this.chat.id, thread_id, event_id: id, postback };
    this.on.changed();
    this.#sendPress();
  }

  /** Load older threads, one page at a time. */
  async loadOlder() {
    const { olderPage: page_id, chat } = this;
    if (!page_id) return;
    this.olderPage = null;
    try {
      const { threads, next_page_id } = await this.request("list_threads", { chat_id: chat.id, page_id });
      this.olderPage = next_page_id;
      this.on.history();
      chat.takeThreads(threads);
      this.on.changed();
    } catch {
      this.olderPage = page_id; // Asked for when the visitor scrolls up once more.
    }
  }

  async #login(isRetry) {
    if (isRetry) this.tokens.drop();
    return {
      token: await this.tokens.header(),
      customer_page: this.page,
      application: { name: "undivided-widget", version: this.version },
      desk: {},
    };
  }

  /** The server sends pushes from now on; only then is the state read, so that no gap opens. */
  #signedIn(answer) {
    const { server_time, epoch } = answer.desk ?? {};
    learnServerTime(server_time);
    if (this.epoch && this.epoch !== epoch) this.chat.forget(); // The server's history was restored.
    this.epoch = epoch;
    this.chat.signedIn(answer);
    this.#readState();
  }

  async #readState() {
    try {
      await this.#snapshot();
    } catch (error) {
      if (this.link.state === "live") setTimeout(() => this.#readState(), SNAPSHOT_AGAIN_MS);
      return;
    }
    this.isKnown = true;
    this.outbox.open();
    this.#sendPress();
    this.on.changed();
  }

  async #snapshot() {
    const [{ chats_summary }, { groups_status }] = await Promise.all([
      this.request("list_chats", { limit: 10 }),
      this.request("list_group_statuses", { all: true }),
    ]);
    this.statuses = groups_status;
    const [summary] = chats_summary;
    if (!summary) return this.chat.forget();
    const { threads, next_page_id } = await this.request("list_threads", { chat_id: summary.id, limit: 3 });
    if (!this.isKnown) this.on.history();
    this.olderPage = next_page_id;
    this.chat.takeSnapshot(summary, threads);
    return this.#confirmShown();
  }

  #pushed(action, payload) {
    if (action === "groups_status_updated") {
      for (const { id, status } of payload.groups) this.statuses[id] = status;
    }
    if (this.chat.apply(action, payload)) this.#readState();
    this.#confirmShown();
    this.on.changed();
  }

  /** An event in the chat proves its entry sent, whatever happened to the answer. */
  #confirmShown() {
    for (const { custom_id } of this.chat.events.values()) {
      const entry = this.outbox.entries.find((one) => one.custom_id === custom_id);
      if (entry?.kind === "left") this.leftTo = entry.email;
      if (entry) this.outbox.remove(custom_id);
    }
  }

  async #deliver(delivery, entry) {
    try {
      await this.#introduce();
      await delivery.deliver(entry);
      if (entry.kind === "left") this.leftTo = entry.email;
    } catch (error) {
      if (NOBODY.test(error.type)) this.#nobodyIsHere();
      throw error;
    }
  }

  async #introduce() {
    const name = this.store.read("name");
    if (!name || name === this.chat.me.name) return;
    await this.request("update_customer", { name });
    this.chat.me.name = name;
  }

  /** What was written goes into the form instead of being lost. */
  #nobodyIsHere() {
    this.statuses = {};
    const texts = this.outbox.waiting.filter((entry) => entry.kind === "message");
    this.on.nobody(texts.map((entry) => entry.text).join("\n"));
    for (const { custom_id } of texts) this.outbox.remove(custom_id);
  }

  async #sendPress() {
    const { press } = this;
    if (!press) return;
    try {
      await this.request("send_rich_message_postback", press);
      this.chat.apply("incoming_rich_message_postback", { ...press, user_id: this.chat.me.id });
    } catch (error) {
      if (error.isPassing) return; // Repeated after the next sign-in.
    }
    if (this.press === press) this.press = null;
    this.on.changed();
  }

  #linkChanged() {
    if (this.link.state !== "live") this.outbox.close();
    this.on.changed();
  }

  /** Ask for something whose failure costs nothing: the next one repeats it. */
  #quietly(action, payload) {
    this.request(action, payload).catch(() => {});
  }
}
