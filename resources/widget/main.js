// Starts the widget in its frame, decides which face it shows, and listens to the page around it.

import { button, clockTime, el, field, icon, setText } from "./dom.js";
import { Store } from "./outbox.js";
import { Composer, Header, Hold, MessageForm, nameOf } from "./parts.js";
import { Session } from "./session.js";
import { rowsOf, Transcript } from "./transcript.js";
import { words } from "./words.js";

const LOST_SHOWN_AFTER_MS = 1_500; // A blink of the connection is not worth a sentence.
const WITHOUT_COMPOSER = ["refused", "nobody", "leaving", "posting", "left"];

function configOf(page) {
  return JSON.parse(page.querySelector('meta[name="undivided-config"]').content);
}

/** Fetch the document once more: its ticket is short-lived, and the chat may be opened late. */
async function renew() {
  const answer = await fetch(location.href, { cache: "no-store", credentials: "omit" });
  return configOf(new DOMParser().parseFromString(await answer.text(), "text/html"));
}

/** Return which face to show: a word that the style sheet and the head know too. */
function situationOf({ chat, link, isKnown, isAnybodyHere, leftTo, outbox }, wantsToLeave) {
  if (link.state === "ended") return "refused";
  if (!isKnown) return "starting";
  if (outbox.waiting.some((entry) => entry.kind === "left")) return "posting";
  if (chat.isActive && !chat.queue && chat.operator) return "talking";
  if (wantsToLeave) return "leaving";
  if (chat.isActive) return "queued";
  if (leftTo) return "left";
  if (!isAnybodyHere) return "nobody";
  return chat.events.size > 0 || outbox.entries.length > 0 ? "ended" : "new";
}

class View {
  /** `on` holds what the visitor asks for; the caller acts and calls `show` again. */
  constructor({ siteName, store, on }) {
    Object.assign(this, { siteName, store, on, rows: [] });
    this.header = new Header({ siteName, onHide: on.hide });
    this.banner = el("p", { class: "banner", role: "status" });
    this.transcript = new Transcript({ on });
    this.hold = new Hold({ onChosen: on.pressed });
    this.form = new MessageForm({ on });
    this.composer = new Composer({ draft: this.#draft, on });
    this.#buildAround();
    this.#buildFoot();
    const bottom = el("div", { class: "bottom" }, this.composer.node, this.foot);
    this.node = el("main", {}, this.header.node, this.banner, this.transcript.node, bottom);
  }

  #buildAround() {
    const { transcript, on } = this;
    this.steps = el("div", { class: "steps", "aria-hidden": "true" }, el("i"), el("i"), el("i"));
    this.hint = el("p", { class: "hint" });
    this.name = el("input", { autocomplete: "name", maxlength: 200, dir: "auto" });
    this.askName = field("name", words.askName, this.name);
    this.dots = el("p", { class: "typing" }, el("i"), el("i"), el("i"));
    this.typing = el("span", { class: "spoken", role: "status" });
    this.another = button("", () => on.leaving(false), { class: "pill" });
    const leave = button(words.leaveMessage, () => on.leaving(true), { class: "pill" });
    this.queueCard = card(el("h2", { text: words.noTime }), el("p", { text: words.leaveInstead }), leave);
    this.thanks = el("p", { dir: "auto" });
    this.leftCard = card(this.thanks, this.another);
    transcript.above.append(this.steps, this.hint);
    transcript.below.append(this.dots, this.typing, this.hold.node, this.queueCard, this.leftCard, this.form.node);
    transcript.below.append(this.askName);
  }

  #buildFoot() {
    const trust = window.isSecureContext ? words.secure : words.notSecure;
    const save = button(words.saveCopy, () => this.#saveCopy(), { class: "link" });
    this.foot = el("footer", {}, icon("lock", 12), el("span", {}, `${trust} `, save));
  }

  show({ session, wantsToLeave, isHistory, isLost }) {
    const { chat, outbox, press } = session;
    const question = chat.holdQuestion;
    const situation = situationOf(session, wantsToLeave);
    this.canWrite = !WITHOUT_COMPOSER.includes(situation);
    this.node.dataset.situation = situation;
    this.rows = rowsOf(chat, outbox.entries, question);
    this.header.show(situation, chat);
    this.#showBanner(session, isLost);
    this.#showAround(session, situation);
    const chosen = press?.event_id === question?.id ? press?.postback : null;
    this.hold.show({ question, chosen, endsAt: chat.holdEndsAt, operator: chat.operator });
    this.#showComposer(chat, situation, question);
    this.transcript.show(this.rows, isHistory);
  }

  /** The frame is visible now; focus moves only when the visitor asked for it. */
  opened(byVisitor) {
    this.transcript.scrollToEnd();
    if (byVisitor) (this.canWrite ? this.composer : this.transcript.node).focus();
  }

  keepName() {
    const name = this.name.value.trim();
    if (name) this.store.write("name", name);
  }

  #showBanner({ link, outbox }, isLost) {
    let sentence = "";
    if (isLost) {
      const kept = this.store.isLasting ? words.keptLasting : words.keptHere;
      sentence = navigator.onLine ? words.lost : words.offline;
      sentence += ` ${outbox.waiting.length > 0 ? kept : words.comesBack}`;
    }
    if (link.state === "ended") sentence = words.endedByServer;
    this.banner.hidden = !sentence;
    if (this.banner.textContent !== sentence) this.banner.replaceChildren(icon("wifi-off"), sentence);
  }

  #showAround({ chat, store, isAnybodyHere, leftTo, isKnown }, situation) {
    const isQueued = situation === "queued";
    const name = store.read("name") ?? chat.me.name;
    this.steps.hidden = !isQueued;
    this.hint.hidden = !isQueued && situation !== "new";
    setText(this.hint, isQueued ? words.queueHint : words.welcomeHint);
    this.queueCard.hidden = !isQueued || !chat.queue;
    this.askName.hidden = situation !== "new" || Boolean(name);
    const isTyping = chat.isActive && chat.typing > Date.now();
    this.dots.hidden = !isTyping;
    setText(this.typing, isTyping ? words.typing(nameOf(chat.operator)) : "");
    this.leftCard.hidden = situation !== "left";
    setText(this.thanks, leftTo ? words.thanksHint(leftTo) : "");
    setText(this.another, isAnybodyHere ? words.back : words.anotherMessage);
    const isShown = situation === "nobody" || situation === "leaving";
    const known = { name, email: chat.me.email, text: this.#draft };
    this.form.show({ isShown, canGoBack: situation === "leaving", known });
    this.foot.hidden = !isKnown || this.rows.length === 0;
  }

  get #draft() {
    return this.store.read("draft") ?? "";
  }

  #showComposer(chat, situation, question) {
    const name = situation === "talking" ? nameOf(chat.operator) : "";
    const label = words.writeTo(name);
    const special = { queued: words.addSomething, ended: words.writeAgain }[situation];
    this.composer.show({
      isShown: this.canWrite,
      canAttach: chat.isActive,
      placeholder: question ? words.orWrite : (special ?? label),
      label,
      draft: this.#draft,
    });
  }

  /** Give the visitor the chat as a text file, without asking anybody. */
  #saveCopy() {
    const lines = this.rows.map(({ at, name, text, event }) => {
      if (!event) return text;
      const said = event.text ?? event.name ?? event.elements?.map((part) => part.title).join(", ");
      return `${new Date(at).toLocaleDateString()} ${clockTime(at)}  ${name}: ${said}`;
    });
    const blob = new Blob([`${this.siteName}\n\n${lines.join("\n")}\n`], { type: "text/plain" });
    const href = URL.createObjectURL(blob);
    el("a", { href, download: `${this.siteName}.txt` }).click();
    setTimeout(() => URL.revokeObjectURL(href), 10_000);
  }
}

function card(...children) {
  return el("div", { class: "card quiet" }, ...children);
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
        nobody: (text) => this.#nobody(text),
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
      hide: () => this.#hide(),
      said: (text) => this.#said(text),
      drafted: (text) => store.write("draft", text),
      typed: (isTyping) => session.typing(isTyping),
      files: (files) => this.#files(files),
      retry: (id) => session.outbox.retry(id),
      remove: (id) => session.outbox.remove(id),
      pressed: (event, choice) => session.choose(event, choice),
      reachedEdge: () => this.#changed(),
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
      if (event.key === "Escape" && !event.isComposing) this.#hide();
    });
  }

  /** Only the embedding page is heard, and it can only show, hide, colour and name its address. */
  #heard({ undivided: kind, byVisitor, url, title, colour, on }) {
    const { style } = document.documentElement;
    if (kind === "open") this.#opened(byVisitor === true);
    else if (kind === "close") this.isOpen = false;
    else if (kind === "page") this.#page(url, title);
    else if (kind === "colour") {
      style.setProperty("--shop", String(colour));
      style.setProperty("--on-shop", String(on));
    }
  }

  /** Cut to what the server takes: a long address must not keep the visitor out. */
  #page(url, title) {
    this.session.opened({ url: String(url).slice(0, 2_000), title: String(title).slice(0, 500) });
  }

  /** What comes from now on is unread, even before the page has answered. */
  #hide() {
    this.isOpen = false;
    this.#tell("close");
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
    const { follows, isAtStart } = this.view.transcript;
    if (this.isOpen && isAtStart) session.loadOlder();
    if (this.isOpen && follows && document.visibilityState === "visible") session.seen();
    const { length: count } = session.chat.unseen;
    if (count !== this.unread) this.#tell("unread", { count });
    this.unread = count;
  }

  /** Look again when a lost link becomes worth a sentence and when typing dots run out. */
  #watch() {
    const { link, chat } = this.session;
    const isLost = ["lost", "connecting"].includes(link.state);
    const show = () => {
      this.isLostLong = true;
      this.#changed();
    };
    if (isLost) this.lostTimer ??= setTimeout(show, LOST_SHOWN_AFTER_MS);
    else {
      clearTimeout(this.lostTimer);
      this.lostTimer = null;
      this.isLostLong = false;
    }
    clearTimeout(this.typingTimer);
    const left = (chat.typing ?? 0) - Date.now();
    if (left > 0) this.typingTimer = setTimeout(() => this.#changed(), left + 50);
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

  /** What was sent in vain goes before what is being written, into the form. */
  #nobody(text) {
    const parts = [text, this.store.read("draft")];
    this.store.write("draft", parts.filter(Boolean).join("\n"));
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
