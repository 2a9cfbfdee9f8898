// The visitor's side of the chat without a document.

import { Chat } from "./chat.js";
import { learnServerTime } from "./dom.js";
import { Link, Tokens } from "./link.js";
import { deliver, Outbox } from "./outbox.js";
import { words } from "./words.js";

const LARGEST_BYTES = 10 * 1024 * 1024;
const SNAPSHOT_AGAIN_MS = 2_000;
const TYPING_ONLY = "\u2026"; // Says that somebody types and nothing of the text.
/* Nobody takes chats now: a message can be left instead. */
const NOBODY = /^group(s_offline|_offline|_unavailable)$/u;

export class Session {
  /** `on`: `changed()`, `history()` before older events show, `redrafted()`, `clean(text)`. */
  constructor({ config, store, renew, on }) {
    Object.assign(this, { store, on, isKnown: false, statuses: {} });
    const organization = encodeURIComponent(config.organization_id);
    this.version = config.version;
    this.chat = new Chat();
    this.tokens = new Tokens({ config, store, renew });
    this.link = new Link({
      address: `${location.origin.replace("http", "ws")}/v3.6/customer/rtm/ws?organization_id=${organization}`,
      on: this,
    });
    this.request = (action, payload) => this.link.request(action, payload);
    this.outbox = new Outbox({ store, on: this });
  }

  get isReturning() {
    return Boolean(this.store.read("identity")) || this.outbox.entries.length > 0;
  }

  get isAnybodyHere() {
    return Object.values(this.statuses).some((status) => status !== "offline");
  }

  /** What the visitor said last in this sitting: a card number may have begun there. */
  get lastTexts() {
    const { chat, outbox } = this;
    const said = chat.inOrder.filter((event) => chat.isMine(event) && event.thread_id === chat.threadId);
    const known = new Set(said.map((event) => event.custom_id));
    const waiting = outbox.entries.filter((entry) => !known.has(entry.custom_id));
    return [...said, ...waiting].filter((each) => (each.type ?? each.kind) === "message").map((each) => each.text);
  }

  heard(changes) {
    this.outbox.heard(changes);
    if (this.isReturning) this.link.start();
  }

  async sendFile(file) {
    const { size, type } = file;
    const name = this.on.clean(file.name);
    try {
      if (size === 0 || size > LARGEST_BYTES) return words.fileNotSent(name, words.fileSize);
      const url = await this.tokens.upload(file);
      await this.outbox.add("file", { url, name, size, content_type: type });
      return "";
    } catch (error) {
      return words.fileNotSent(name, error.type ? error.message : words.noConnection);
    }
  }

  typing(isTyping) {
    const { id, isActive } = this.chat;
    if (isActive) this.quietly("send_sneak_peek", { chat_id: id, sneak_peek_text: isTyping ? TYPING_ONLY : "" });
  }

  seen() {
    const { id, me, unseen } = this.chat;
    if (unseen.length === 0) return;
    const mark = { chat_id: id, seen_up_to: unseen.at(-1).created_at };
    this.chat.apply("events_marked_as_seen", { ...mark, user_id: me.id });
    this.quietly("mark_events_as_seen", mark);
  }

  choose({ id, thread_id }, button) {
    const postback = { id: button.postback_id, toggled: true };
    this.press = { chat_id: this.chat.id, thread_id, event_id: id, postback };
    this.changed();
    this.#sendPress();
  }

  async loadOlder() {
    const { olderPage: page_id, chat } = this;
    if (!page_id) return;
    this.olderPage = null;
    try {
      const { threads, next_page_id } = await this.request("list_threads", { chat_id: chat.id, page_id });
      this.olderPage = next_page_id;
      this.on.history();
      chat.takeThreads(threads);
      this.changed();
    } catch {
      this.olderPage = page_id; // Asked for when the visitor scrolls up once more.
    }
  }

  async login(isRetry) {
    if (isRetry) this.tokens.drop();
    return {
      token: await this.tokens.header(),
      customer_page: this.page,
      application: { name: "undivided-widget", version: this.version },
      desk: {},
    };
  }

  /** Pushes come from now on; only then is the state read, so that no gap opens. */
  signedIn(answer) {
    const { server_time, epoch } = answer.desk ?? {};
    learnServerTime(server_time);
    if (this.epoch !== epoch) this.chat.forget(); // The server's history was restored.
    this.epoch = epoch;
    this.chat.signedIn(answer);
    this.#readState();
  }

  async #readState() {
    try {
      await this.snapshot();
    } catch (error) {
      if (this.link.state === "live") setTimeout(() => this.#readState(), SNAPSHOT_AGAIN_MS);
      return;
    }
    this.isKnown = true;
    this.outbox.open();
    this.#sendPress();
    this.changed();
  }

  async snapshot() {
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

  push(action, payload) {
    if (action === "groups_status_updated") {
      for (const { id, status } of payload.groups) this.statuses[id] = status;
    }
    if (this.chat.apply(action, payload)) this.#readState();
    this.#confirmShown();
    this.changed();
  }

  /** An event in the chat proves its entry sent, whatever happened to the answer. */
  #confirmShown() {
    for (const { custom_id } of this.chat.events.values()) {
      const entry = this.outbox.entries.find((one) => one.custom_id === custom_id);
      if (entry?.kind === "left") this.leftTo = entry.email;
      if (entry) this.outbox.remove(custom_id);
    }
  }

  async deliver(entry) {
    try {
      await this.#introduce();
      await deliver(entry, this);
      if (entry.kind === "left") this.leftTo = entry.email;
    } catch (error) {
      // Nothing that the server has may be shown as not sent.
      if (!error.isPassing) await this.snapshot();
      if (NOBODY.test(error.type)) {
        this.statuses = {};
        this.outbox.takeBack(); // Into the form.
        this.on.redrafted();
      }
      throw error;
    }
  }

  async #introduce() {
    const name = this.store.read("name");
    if (!name || name === this.chat.me.name) return;
    await this.request("update_customer", { name });
    this.chat.me.name = name;
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
    this.changed();
  }

  changed() {
    if (this.link.state !== "live") this.outbox.isOpen = false;
    this.on.changed();
  }

  /** Ask for what the next one repeats if it fails. */
  quietly(action, payload) {
    this.request(action, payload).catch(() => {});
  }
}
