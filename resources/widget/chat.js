// The visitor's chat as the server last told it; taking the same thing twice changes nothing.

import { fixed } from "./dom.js";
import { DETAILS_FORM } from "./outbox.js";

const TYPING_SHOWN_MS = 5_000;

export class Chat {
  constructor() {
    this.me = {};
    this.forget();
  }

  forget() {
    Object.assign(this, { id: null, threadId: null, isActive: false, queue: null, typing: null });
    Object.assign(this, { holdUntil: "", seenByMe: "", seenByOperators: "" });
    this.users = new Map();
    this.events = new Map();
  }

  signedIn({ customer }) {
    if (this.me.id && this.me.id !== customer.id) this.forget();
    this.me = customer;
  }

  takeSnapshot({ id, users = [], properties = {} }, threads) {
    this.id = id;
    users.forEach((user) => this.#takeUser(user));
    this.holdUntil = "";
    this.#takeProperties(properties);
    // Some may have been taken away meanwhile.
    const told = threads.map((thread) => thread.id);
    for (const { id: known, thread_id } of this.events.values()) {
      if (told.includes(thread_id)) this.events.delete(known);
    }
    this.takeThreads(threads);
    const newest = threads.reduce((a, b) => (fixed(b.created_at) > fixed(a.created_at) ? b : a), threads[0]);
    if (newest) this.begun(id, newest.id, newest.active, newest.queue);
  }

  begun(chatId, threadId, isActive, queue = null) {
    Object.assign(this, { id: chatId, threadId, isActive, queue: isActive ? queue : null });
  }

  takeThreads(threads) {
    for (const thread of threads) {
      for (const event of thread.events ?? []) this.#takeEvent(event, thread.id);
    }
  }

  /** Take a push; return whether the chat must be read again. */
  apply(action, payload) {
    if (action === "incoming_chat") this.#takeChat(payload.chat);
    else if (action === "customer_updated" && payload.id === this.me.id) Object.assign(this.me, payload);
    else if (payload.chat_id && payload.chat_id === this.id) this.#applyOwn(action, payload);
    return action === "chat_transferred";
  }

  #applyOwn(action, payload) {
    const { event, thread_id, event_id, user_id, user, properties } = payload;
    switch (action) {
      case "incoming_event":
        this.#incoming(event, thread_id);
        break;
      case "event_updated":
        this.#takeEvent(event, thread_id);
        break;
      case "event_properties_updated":
        this.#takeEventProperties(event_id, properties);
        break;
      case "event_deleted":
        this.events.delete(event_id);
        break;
      case "incoming_rich_message_postback":
        this.#takePostback(payload);
        break;
      case "incoming_typing_indicator":
        this.#takeTyping(payload.typing_indicator);
        break;
      case "events_marked_as_seen":
        this.#takeSeen(user_id, payload.seen_up_to);
        break;
      case "queue_position_updated":
      case "chat_transferred":
        this.queue = payload.queue ?? null;
        break;
      case "chat_properties_updated":
        this.#takeProperties(properties);
        break;
      case "chat_properties_deleted":
        if (properties.desk?.includes("hold_until")) this.holdUntil = "";
        break;
      case "chat_deactivated":
        this.#end(thread_id);
        break;
      case "user_added_to_chat":
        this.#takeUser({ present: true, ...user });
        if (this.operators.length > 0) this.queue = null;
        break;
      case "user_removed_from_chat":
        if (this.users.has(user_id)) this.users.get(user_id).present = false;
        break;
      default:
    }
  }

  /** The one order that every client shows. */
  get inOrder() {
    const place = (event) => `${fixed(event.created_at)} ${event.id}`;
    const byTime = (a, b) => (place(a) < place(b) ? -1 : 1);
    return [...this.events.values()].sort((a, b) => a.desk_seq - b.desk_seq || byTime(a, b));
  }

  get operators() {
    return [...this.users.values()].filter((user) => user.type === "agent" && user.present !== false);
  }

  get operator() {
    return this.operators.at(-1);
  }

  isMine(event) {
    return event.author_id === this.me.id;
  }

  get unseen() {
    const isNew = (event) => event.author_id && !this.isMine(event) && fixed(event.created_at) > this.seenByMe;
    return this.inOrder.filter(isNew);
  }

  get holdQuestion() {
    const asked = this.inOrder.findLast(
      (event) => isHoldQuestion(event) || event.system_message_type?.startsWith("desk.hold_"),
    );
    return this.isActive && asked && isHoldQuestion(asked) && !answerOf(asked) ? asked : null;
  }

  /** Details that an operator reads back and the visitor has not confirmed. */
  get readBack() {
    const asked = this.inOrder.findLast((event) => isReadBack(event) || event.form_id === DETAILS_FORM);
    return this.isActive && asked?.elements && !answerOf(asked) ? asked : null;
  }

  get holdEndsAt() {
    return this.isActive ? this.holdUntil : "";
  }

  #takeChat(chat) {
    if (this.id && this.id !== chat.id) this.forget();
    this.takeSnapshot(chat, chat.thread ? [chat.thread] : []);
  }

  #takeUser(user) {
    const known = this.users.get(user.id);
    // Who joins again is the latest.
    if (known?.present === false && user.present !== false) this.users.delete(user.id);
    this.users.set(user.id, { ...known, ...user });
    this.#takeSeen(user.id, user.events_seen_up_to);
  }

  #takeProperties({ desk }) {
    if (desk?.hold_until !== undefined) this.holdUntil = desk.hold_until;
  }

  #incoming(event, threadId) {
    this.#takeEvent(event, threadId);
    if (!event.author_id || this.isMine(event)) return;
    this.typing = null;
    this.#takeSeen(event.author_id, event.created_at); // Who answers has read.
  }

  #takeEvent(event, thread_id) {
    const known = this.events.get(event.id);
    this.events.set(event.id, { ...known, ...event, thread_id });
    if (!known && event.system_message_type === "desk.hold_ended") this.holdUntil = "";
  }

  #takeEventProperties(id, { desk }) {
    const event = this.events.get(id);
    if (event && desk) this.events.set(id, { ...event, properties: { desk: { ...event.properties?.desk, ...desk } } });
  }

  #takePostback({ event_id, user_id, postback }) {
    const event = this.events.get(event_id);
    for (const button of event ? buttonsOf(event) : []) {
      const others = (button.user_ids ?? []).filter((id) => id !== user_id);
      const isPressed = button.postback_id === postback.id && postback.toggled !== false;
      button.user_ids = isPressed ? [...others, user_id] : others;
    }
  }

  #takeTyping({ is_typing }) {
    this.typing = is_typing ? Date.now() + TYPING_SHOWN_MS : null;
  }

  #takeSeen(userId, time) {
    const name = userId === this.me.id ? "seenByMe" : "seenByOperators";
    if (fixed(time) > this[name]) this[name] = fixed(time);
  }

  #end(threadId) {
    if (threadId !== this.threadId) return;
    Object.assign(this, { isActive: false, queue: null, typing: null, holdUntil: "" });
  }
}

export function isHoldQuestion(event) {
  return buttonsOf(event).some((button) => button.postback_id?.startsWith("desk.hold."));
}

export function isReadBack(event) {
  return buttonsOf(event).some((button) => button.postback_id?.startsWith(DETAILS_FORM));
}

export function answerOf(event) {
  return buttonsOf(event).find((button) => button.user_ids?.length > 0);
}

function buttonsOf(event) {
  return (event.elements ?? []).flatMap((part) => part.buttons ?? []);
}
