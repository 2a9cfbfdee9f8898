// Starts the widget in its frame, decides which face it shows, and listens to the page around it.

import { button, el, field, icon, setText } from "./dom.js";
import { Composer, Header, Hold, MessageForm, nameOf } from "./parts.js";
import { Session } from "./session.js";
import { Store } from "./store.js";
import { rowsOf, Transcript } from "./transcript.js";
import { words } from "./words.js";

const LATE_AFTER_MS = 1_500; // A blink of the connection is not worth a sentence.
const PAGE_AFTER_MS = 1_000;
const CARE_LIMIT_MS = 3_000; // A finder that does not come must not hold up a message: the server masks too.
const MANY_DIGITS = /\p{Nd}(?:\P{Nd}{0,6}\p{Nd}){7}/u;
const COLOUR = /^#[0-9a-f]{6}$/iu;
const CALLABLE = ["new", "queued", "talking", "ended", "nobody"];
const WITHOUT_COMPOSER = ["refused", "nobody", "leaving", "posting", "left"];

/** The page's ticket is short-lived, and the chat may be opened late. */
async function renew() {
  const headers = { Accept: "application/json" };
  return (await fetch(location.href, { cache: "no-store", credentials: "omit", headers })).json();
}

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
  constructor({ siteName, on }) {
    Object.assign(this, { siteName, on });
    this.header = new Header({ siteName, on });
    this.banner = el("p", { class: "banner", role: "status" });
    this.transcript = new Transcript(on);
    this.hold = new Hold(on.session);
    this.form = new MessageForm(on);
    this.composer = new Composer(on);
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
    this.topics = el("div");
    transcript.above.append(this.steps, this.hint, this.topics);
    this.care = el("div");
    this.help = el("div");
    this.details = el("div", { "aria-live": "polite" });
    const cards = [this.hold.node, this.details, this.queueCard, this.leftCard, this.form.node, this.care];
    transcript.below.append(this.dots, this.typing, this.help, ...cards, this.askName);
  }

  #buildFoot() {
    const trust = window.isSecureContext ? words.secure : words.notSecure;
    const save = button(words.saveCopy, () => this.#saveCopy(), { class: "link" });
    this.foot = el("footer", {}, icon("lock", 12), el("span", {}, `${trust} `, save));
  }

  show({ session, care, help, details, asked, wantsToLeave, isHistory, isLate }) {
    const { chat, outbox, press } = session;
    const question = chat.holdQuestion;
    const situation = situationOf(session, wantsToLeave);
    this.canWrite = !WITHOUT_COMPOSER.includes(situation);
    this.node.dataset.situation = situation;
    this.rows = rowsOf(chat, outbox.entries, question, details && asked);
    details?.show(asked);
    this.header.show(situation, chat, care?.canAsk && CALLABLE.includes(situation));
    care?.show(nameOf(chat.operator));
    help?.show({ situation, last: this.rows.at(-1), isAsked: Boolean(question || asked) });
    this.#showBanner(session, isLate);
    this.#showAround(session, situation);
    const chosen = press?.event_id === question?.id ? press?.postback : null;
    this.hold.show({ question, chosen, endsAt: chat.holdEndsAt, operator: chat.operator });
    this.#showComposer(chat, situation, question, care?.isStopping);
    this.transcript.show(this.rows, isHistory);
  }

  /** The frame is visible now; focus moves only when the visitor asked for it. */
  opened(byVisitor) {
    this.transcript.scrollToEnd();
    if (byVisitor) (this.canWrite ? this.composer : this.transcript.node).focus();
  }

  drafted(text) {
    for (const field of [this.composer.text, this.form.text]) {
      if (field.value !== text) field.value = text;
    }
    this.composer.measure();
  }

  #showBanner({ link, outbox, store }, isLate) {
    const parts = [];
    if (link.state === "ended") parts.push(words.endedByServer);
    else if (!navigator.onLine) parts.push(words.offline);
    else if (isLate && link.isLost) parts.push(words.lost);
    const isQuiet = !isLate && parts.length === 0;
    if (outbox.hasUnsent && !store.isWhole && !isQuiet) parts.push(words.keptHere);
    else if (parts.length > 0 && link.state !== "ended") {
      parts.push(outbox.waiting.length > 0 ? words.keptLasting : words.comesBack);
    }
    const sentence = parts.join(" ");
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
    const canGoBack = situation === "leaving";
    this.form.show({ isShown: canGoBack || situation === "nobody", canGoBack, name, email: chat.me.email });
    this.foot.hidden = !isKnown || this.rows.length === 0;
  }

  #showComposer(chat, situation, question, isStopped) {
    const name = situation === "talking" ? nameOf(chat.operator) : "";
    const label = words.writeTo(name);
    const special = { queued: words.addSomething, ended: words.writeAgain }[situation];
    this.composer.show({
      isShown: this.canWrite,
      isStopped,
      canAttach: chat.isActive,
      placeholder: question ? words.orWrite : (special ?? label),
      label,
    });
  }

  #saveCopy() {
    const lines = this.rows.map(({ at, name, text, event, said }) => {
      if (!event) return text;
      const words = event.name ?? event.elements?.map((part) => part.title).join(", ") ?? said;
      return `${new Date(at).toLocaleString()}  ${name}: ${words.replaceAll("\n", "\n    ")}`;
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
  constructor(config, store) {
    this.origin = config.parent_origin;
    this.store = store;
    store.on = this;
    this.session = new Session({ config, store, renew, on: this });
    this.view = new View({ siteName: config.site_name, on: this });
    document.body.replaceChildren(this.view.node);
    this.#listen();
    this.redrafted();
    this.#draw();
    this.#tell("ready");
    if (this.session.isReturning) this.session.link.start();
  }

  #listen() {
    window.addEventListener("message", ({ source, origin, data }) => {
      if (source === window.parent && origin === this.origin) this.#told(Object(data));
    });
    const wake = () => {
      if (document.visibilityState === "visible") this.session.link.wake();
      this.changed();
    };
    document.addEventListener("visibilitychange", wake);
    document.addEventListener("resume", wake); // The browser had put the page to sleep.
    window.addEventListener("online", wake);
    window.addEventListener("offline", () => this.changed());
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !event.isComposing) this.hide();
    });
  }

  /** The embedding page can only show, hide, colour and name its address. */
  #told({ undivided: kind, byVisitor, url, title, colour, on }) {
    const { style } = document.documentElement;
    if (kind === "open") this.#open(byVisitor === true);
    else if (kind === "close") this.isOpen = false;
    else if (kind === "page") this.#page(`${url}`, `${title}`);
    else if (kind === "colour" && [colour, on].every((value) => COLOUR.test(value))) {
      style.setProperty("--shop", colour);
      style.setProperty("--on-shop", on);
    }
  }

  /** Cut to what the server takes, and told once it rests: no page may keep its visitor out. */
  #page(url, title) {
    const { session } = this;
    session.page = { url: url.slice(0, 2_000), title: title.slice(0, 500) };
    clearTimeout(this.pageTimer);
    this.pageTimer = setTimeout(() => session.quietly("update_customer_page", session.page), PAGE_AFTER_MS);
  }

  #open(byVisitor) {
    this.isOpen = true;
    this.session.link.start();
    this.#careful();
    this.#helpful();
    this.#draw();
    this.view.opened(byVisitor);
  }

  /** What finds card numbers and asks for calls comes when the chat opens; without it the server masks. */
  async #careful() {
    const take = ({ Care }) => {
      this.care = new Care({ session: this.session, on: this });
      this.view.care.append(this.care.node);
      this.changed();
    };
    this.loading ??= import("./calls.js").then(take, () => { this.loading = null; });
    await Promise.race([this.loading, new Promise((done) => setTimeout(done, CARE_LIMIT_MS))]);
    return this.care;
  }

  /** What helps to be understood; nothing needs it. */
  #helpful() {
    const take = ({ Help }) => {
      this.help = new Help(this);
      this.view.help.append(this.help.node);
      this.view.topics.append(this.help.topics);
      this.changed();
    };
    this.loadingHelp ??= import("./helps.js").then(take, () => { this.loadingHelp = null; });
  }

  /** What confirms details comes with the first card; without it the visitor can still write. */
  #readBack() {
    const take = ({ ReadBack }) => {
      this.details = new ReadBack(this);
      this.view.details.append(this.details.node);
      this.changed();
    };
    this.loadingDetails ??= import("./readback.js").then(take, () => { this.loadingDetails = null; });
  }

  /** What comes from now on is unread, even before the page has answered. */
  hide() {
    this.isOpen = false;
    this.#tell("close");
  }

  #tell(kind, facts) {
    window.parent.postMessage({ undivided: kind, ...facts }, this.origin);
  }

  /** Redraw once in a turn; a hidden frame gets no animation frames. */
  changed() {
    if (this.isDue) return;
    this.isDue = true;
    queueMicrotask(() => this.#draw());
  }

  #draw() {
    this.isDue = false;
    const { session, view } = this;
    const { chat, outbox } = session;
    const { readBack } = chat;
    // Answered already, also in another tab, when its answer waits to be sent.
    this.asked = outbox.entries.some((entry) => entry.of === readBack?.id) ? null : readBack;
    if (this.asked) this.#readBack();
    this.#watch();
    view.show(this);
    this.isHistory = false;
    const { follows, isAtStart } = view.transcript;
    if (this.isOpen && isAtStart) session.loadOlder();
    if (this.isOpen && follows && document.visibilityState === "visible") session.seen();
    const { length: count } = chat.unseen;
    if (count !== this.unread) this.#tell("unread", { count });
    this.unread = count;
  }

  #watch() {
    const { link, chat, outbox } = this.session;
    const late = () => {
      this.isLate = true;
      this.changed();
    };
    if (link.isLost || outbox.hasUnsent) this.lateTimer ??= setTimeout(late, LATE_AFTER_MS);
    else this.lateTimer = this.isLate = clearTimeout(this.lateTimer);
    clearTimeout(this.typingTimer);
    const left = (chat.typing ?? 0) - Date.now();
    if (left > 0) this.typingTimer = setTimeout(() => this.changed(), left + 50);
  }

  heard(changes) {
    if ("draft" in changes) this.redrafted();
    this.session.heard(changes);
  }

  history() {
    this.isHistory = true;
  }

  /** All tabs, and both places to write in, have one draft; kept and told without card numbers. */
  drafted(text, caret = text.length) {
    const draft = this.care ? this.care.draft(text, caret) : MANY_DIGITS.test(text) ? "" : text;
    if (draft !== this.draft) this.store.write({ draft });
    this.view.drafted(text);
  }

  redrafted() {
    this.view.drafted(this.draft);
  }

  get draft() {
    return this.store.read("draft") ?? "";
  }

  /** Return whether it was accepted; a card number is stopped before anything keeps it. */
  async said(written) {
    const text = this.help?.begun(written) ?? written;
    const care = await this.#careful();
    if (care?.stops(text, (hidden) => this.#say(hidden))) return false;
    await this.#say(text);
    return true;
  }

  async #say(text) {
    this.named(this.view.name.value);
    await this.session.outbox.add("message", { text });
    this.help?.sent();
    this.view.transcript.scrollToEnd();
  }

  named(text) {
    const name = this.clean(text.trim());
    if (name) this.store.write({ name });
  }

  async left(details) {
    const care = await this.#careful();
    if (care?.stops(details.text, (text) => this.#leave({ ...details, text }))) return;
    await this.#leave(details);
  }

  async #leave(details) {
    this.named(details.name);
    await this.session.outbox.add("left", { ...details, name: this.clean(details.name) });
    this.redrafted();
    this.wantsToLeave = false;
    this.changed();
  }

  clean(text) {
    return this.care?.clean(text) ?? text;
  }

  asksForCall() {
    this.care.ask();
  }

  async called(fields, at) {
    await this.session.outbox.add("call", { fields, at });
    this.help?.sent();
    this.view.transcript.scrollToEnd();
  }

  async confirmed(asked, fields, postback_id) {
    await this.session.outbox.add("details", { fields, of: asked.id });
    this.session.choose(asked, { postback_id });
    this.help?.sent();
    this.view.transcript.scrollToEnd();
  }

  /** Put other words into both places to write in. */
  redraft(text) {
    this.drafted(text);
    this.view.composer.focus();
  }

  leaving(wants) {
    this.wantsToLeave = wants;
    this.session.leftTo = null;
    this.changed();
  }

  async attached(files) {
    const { composer } = this.view;
    for (const file of files) {
      composer.complain(words.uploading(file.name));
      composer.complain(await this.session.sendFile(file));
    }
  }
}

const config = JSON.parse(document.querySelector('meta[name="undivided-config"]').content);
const store = new Store(config.organization_id);
await store.open();
new Widget(config, store);
