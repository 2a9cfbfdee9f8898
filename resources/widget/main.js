// Starts the widget in its frame, talks to the page around it, and keeps the view up to date.

import { Store } from "./outbox.js";
import { Session } from "./session.js";
import { View } from "./view.js";
import { words } from "./words.js";

const LOST_SHOWN_AFTER_MS = 1_500; // A blink of the connection is not worth a sentence.

function configOf(page) {
  return JSON.parse(page.querySelector('meta[name="undivided-config"]').content);
}

/** Fetch the document once more: its ticket is short-lived, and the chat may be opened late. */
async function renew() {
  const answer = await fetch(location.href, { cache: "no-store", credentials: "omit" });
  return configOf(new DOMParser().parseFromString(await answer.text(), "text/html"));
}

class Widget {
  constructor(config) {
    this.origin = config.parent_origin;
    this.store = new Store(config.organization_id);
    this.session = new Session({
      config,
      store: this.store,
      renew,
      on: {
        changed: () => this.#changed(),
        history: () => (this.isHistory = true),
        nobody: (text) => text && this.store.write("draft", text),
      },
    });
    this.view = new View({ siteName: config.site_name, store: this.store, on: this.#intents() });
    document.body.replaceChildren(this.view.node);
    this.#listen();
    this.#draw();
    this.#tell("ready");
    if (this.session.isReturning) this.session.link.start();
  }

  #intents() {
    const { session, store } = this;
    return {
      hide: () => this.#tell("close"),
      said: (text) => this.#said(text),
      drafted: (text) => store.write("draft", text),
      typed: (isTyping) => session.typing(isTyping),
      files: (files) => this.#files(files),
      retry: (id) => session.outbox.retry(id),
      remove: (id) => session.outbox.remove(id),
      pressed: (event, choice) => session.choose(event, choice),
      reachedTop: () => session.loadOlder(),
      reachedEnd: () => this.#changed(),
      left: (details) => this.#left(details),
      leaving: (wants) => this.#leaving(wants),
    };
  }

  #listen() {
    window.addEventListener("message", (event) => {
      if (event.source === window.parent && event.origin === this.origin) this.#heard(Object(event.data));
    });
    const wake = () => {
      if (document.visibilityState === "visible") this.session.link.wake();
      this.#changed();
    };
    document.addEventListener("visibilitychange", wake);
    window.addEventListener("online", wake);
    window.addEventListener("offline", () => this.#changed());
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !event.isComposing) this.#tell("close");
    });
  }

  /** Only the embedding page is heard, and it can only show, hide, colour and name its address. */
  #heard({ undivided: kind, byVisitor, url, title, colour, on }) {
    const { style } = document.documentElement;
    if (kind === "open") this.#opened(byVisitor === true);
    else if (kind === "close") this.isOpen = false;
    else if (kind === "page") this.session.opened({ url: String(url), title: String(title) });
    else if (kind === "colour") {
      style.setProperty("--shop", String(colour));
      style.setProperty("--on-shop", String(on));
    }
  }

  #tell(kind, facts) {
    window.parent.postMessage({ undivided: kind, ...facts }, this.origin);
  }

  /** Redraw once after all that happens in one turn; a hidden frame gets no animation frames. */
  #changed() {
    if (this.isDue) return;
    this.isDue = true;
    queueMicrotask(() => this.#draw());
  }

  #draw() {
    this.isDue = false;
    const { session, wantsToLeave, isHistory } = this;
    this.#watch();
    this.view.show({ session, wantsToLeave, isHistory, isLost: this.isLostLong || !navigator.onLine });
    this.isHistory = false;
    if (this.isOpen && document.visibilityState === "visible" && this.view.transcript.follows) session.seen();
    const { length: count } = session.chat.unseen;
    if (count !== this.unread) this.#tell("unread", { count });
    this.unread = count;
  }

  /** Look again when a lost link becomes worth a sentence and when typing dots run out. */
  #watch() {
    const { link, chat } = this.session;
    const isLost = ["lost", "connecting"].includes(link.state);
    if (isLost) this.lostTimer ??= setTimeout(() => this.#lostLong(), LOST_SHOWN_AFTER_MS);
    else {
      clearTimeout(this.lostTimer);
      this.lostTimer = null;
      this.isLostLong = false;
    }
    clearTimeout(this.typingTimer);
    const left = (chat.typing ?? 0) - Date.now();
    if (left > 0) this.typingTimer = setTimeout(() => this.#changed(), left + 50);
  }

  #lostLong() {
    this.isLostLong = true;
    this.#changed();
  }

  #opened(byVisitor) {
    this.isOpen = true;
    this.session.link.start();
    this.#draw();
    this.view.opened(byVisitor);
  }

  #said(text) {
    this.view.keepName();
    this.session.say(text);
    this.view.transcript.scrollToEnd();
  }

  async #files(files) {
    const { composer } = this.view;
    for (const file of files) {
      composer.complain(words.uploading(file.name));
      composer.complain(await this.session.sendFile(file));
    }
  }

  #left(details) {
    if (details.name) this.store.write("name", details.name);
    this.wantsToLeave = false;
    this.session.leave(details);
  }

  #leaving(wants) {
    this.wantsToLeave = wants;
    this.session.leftTo = null;
    this.#changed();
  }
}

new Widget(configOf(document));
