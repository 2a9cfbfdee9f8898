// The whole face of the widget: decides what is shown and gives each part its share.

import { button, clockTime, el, field, icon, setText } from "./dom.js";
import { Composer, Header, Hold, MessageForm, nameOf } from "./parts.js";
import { rowsOf, Transcript } from "./transcript.js";
import { words } from "./words.js";

const WITHOUT_COMPOSER = ["refused", "nobody", "leaving", "posting", "left"];

/** Return which face to show: a word that the style sheet and the head know too. */
function situationOf({ chat, link, isKnown, isAnybodyHere, leftTo, outbox }, wantsToLeave) {
  if (link.state === "ended") return "refused";
  if (!isKnown) return "starting";
  if (outbox.waiting.some((entry) => entry.kind === "left")) return "posting";
  if (wantsToLeave) return "leaving";
  if (chat.isActive) return chat.queue || !chat.operator ? "queued" : "talking";
  if (leftTo) return "left";
  if (!isAnybodyHere) return "nobody";
  return chat.events.size > 0 || outbox.entries.length > 0 ? "ended" : "new";
}

export class View {
  /** `on` holds what the visitor asks for; the caller acts and calls `show` again. */
  constructor({ siteName, store, on }) {
    Object.assign(this, { siteName, store, on, rows: [] });
    this.header = new Header({ siteName, onHide: on.hide });
    this.banner = el("p", { class: "banner", role: "status" });
    this.transcript = new Transcript({ on });
    this.hold = new Hold({ onChosen: on.pressed });
    this.form = new MessageForm({ on });
    this.composer = new Composer({ draft: store.read("draft"), on });
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
    const known = { name, email: chat.me.email, text: store.read("draft") };
    this.form.show({ isShown, canGoBack: situation === "leaving", known });
    this.foot.hidden = !isKnown || this.rows.length === 0;
  }

  #showComposer(chat, situation, question) {
    const name = situation === "talking" ? nameOf(chat.operator) : "";
    const special = { queued: words.addSomething, ended: words.writeAgain }[situation];
    this.composer.show({
      isShown: this.canWrite,
      canAttach: chat.isActive,
      placeholder: question ? words.orWrite : (special ?? words.writeTo(name)),
      label: words.messageTo(name),
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
