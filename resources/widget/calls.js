// The card stop and the request for a call; loaded when the chat opens. Source: practices 60 and 61, promise G19.

import { masked, maskedUnfinished, withoutNumbers } from "./cards/numbers.js";
import { maskedAfter } from "./cards/split.js";
import { button, clockTime, el, field, icon, setText } from "./dom.js";
import { CALL_FORM } from "./outbox.js";
import { words } from "./words.js";

const PHONE = /^[\p{Nd}\s+()./-]+$/u;
const FEWEST_DIGITS = 5;
const MOST_DIGITS = 15; // International numbers have no more (E.164).
const SLOT_MS = 1_800_000;
const SLOTS = 12;
const TOMORROW = [9, 11, 13, 15, 17]; // Hours on the visitor's clock.

/** Stands between what a visitor writes and everything that would keep or send it. */
export class Care {
  /** `on`: `redraft(text)`, `called(fields, at)`, `changed()`. */
  constructor({ session, on }) {
    Object.assign(this, { session, on, hidden: null });
    this.stop = el("div", { role: "alert" });
    this.form = new CallForm(this);
    this.node = el("div", {}, this.stop, this.form.node);
  }

  get isStopping() {
    return this.hidden !== null;
  }

  get canAsk() {
    return this.form.node.hidden;
  }

  clean(text) {
    return masked(text);
  }

  /** The draft as it may be kept; a number at the caret is hidden before it is whole. */
  draft(text, caret) {
    const own = masked(text);
    const draft = maskedUnfinished(own.slice(0, caret)) + own.slice(caret);
    if (this.isStopping && withoutNumbers(draft) === draft) this.#goOn();
    else if (this.isStopping) this.hidden = draft;
    return draft;
  }

  /** Return whether a text holds a card number; then the visitor chooses, and `send` may send the rest. */
  stops(text, send) {
    const hidden = maskedAfter(this.session.lastTexts, text);
    if (hidden === text) return false;
    Object.assign(this, { hidden, send });
    this.on.redraft(hidden);
    this.on.changed();
    return true;
  }

  show(operator) {
    const shown = this.isStopping ? operator : null;
    if (shown !== this.shown) this.stop.replaceChildren(...(this.isStopping ? [this.#card(operator)] : []));
    this.shown = shown;
  }

  /** Show the form; what the visitor said before he need not say again. */
  ask() {
    if (this.isStopping) this.#remove();
    const { chat } = this.session;
    const last = chat.inOrder.findLast((event) => event.form_id === CALL_FORM && chat.isMine(event));
    this.form.open(last?.fields.find((each) => each.id === "phone")?.answer);
    this.on.changed();
  }

  closed() {
    this.on.changed();
    this.on.redraft(this.session.store.read("draft") ?? "");
  }

  #card(operator) {
    const pill = (text, act, kind = "") => button(text, act, { class: `pill ${kind}` });
    const call = button("", () => this.ask(), { class: "pill filled" });
    call.append(icon("phone"), words.requestCall);
    const others = [pill(words.removeNumber, () => this.#remove()), pill(words.somethingElse, () => this.#sendRest(), "plain")];
    return el(
      "div",
      { class: "card stop" },
      el("div", { class: "card-head" }, icon("shield", 20), el("h2", { text: words.stopTitle })),
      el("p", { text: words.stopText(operator), dir: "auto" }),
      call,
      el("div", { class: "choices" }, ...others),
      el("p", { class: "small", text: words.stopHint }),
    );
  }

  #goOn() {
    this.hidden = null;
    this.on.changed();
  }

  #remove() {
    const rest = withoutNumbers(this.hidden);
    this.#goOn();
    this.on.redraft(rest);
  }

  async #sendRest() {
    const { hidden, send } = this;
    this.#goOn();
    await send(hidden);
    this.on.redraft("");
  }
}

class CallForm {
  constructor(care) {
    this.care = care;
    this.phone = el("input", { type: "tel", autocomplete: "tel", maxlength: 40, dir: "ltr" });
    this.time = el("select", { dir: "auto" });
    this.consent = el("input", { type: "checkbox", id: "call-consent", required: true });
    this.problem = el("p", { class: "problem", role: "alert" });
    const send = el("button", { class: "pill filled", text: words.callNow });
    this.node = el(
      "form",
      { class: "card", novalidate: true, hidden: true, "aria-label": words.requestCall, on: { submit: (event) => this.#submit(event) } },
      el("div", { class: "card-head" }, icon("phone", 20), el("h2", { text: words.callTitle })),
      el("p", { text: words.callText }),
      field("call-phone", words.phone, this.phone),
      field("call-time", words.callTime, this.time),
      el("div", { class: "consent" }, this.consent, el("label", { for: "call-consent", text: words.callFields.consent })),
      this.problem,
      el("div", { class: "choices" }, button(words.notNow, () => this.#close(), { class: "pill" }), send),
    );
  }

  open(phone = "") {
    this.phone.value ||= phone;
    if (this.node.hidden) this.time.replaceChildren(...slots());
    this.node.hidden = false;
    this.phone.focus();
    this.node.scrollIntoView({ block: "nearest" });
  }

  #close() {
    this.node.hidden = true;
    this.phone.value = "";
    this.consent.checked = false;
    setText(this.problem, "");
    this.care.closed();
  }

  #problemWith(phone) {
    const { length } = phone.match(/\p{Nd}/gu) ?? [];
    if (masked(phone) !== phone && length > MOST_DIGITS - 2) return words.phoneIsCard;
    return PHONE.test(phone) && length >= FEWEST_DIGITS && length <= MOST_DIGITS ? "" : words.phoneMissing;
  }

  async #submit(event) {
    event.preventDefault();
    const phone = this.phone.value.trim();
    const wrong = this.#problemWith(phone);
    const problem = wrong || (this.consent.checked ? "" : words.consentMissing);
    setText(this.problem, problem);
    if (problem) (wrong ? this.phone : this.consent).focus();
    if (problem || this.isKeeping) return;
    this.isKeeping = true;
    const at = this.time.value;
    const answers = Object.entries({ phone, time: at && this.time.selectedOptions[0].text }).filter(([, answer]) => answer);
    const fields = answers.map(([id, answer]) => ({ type: "question", id, label: words.callFields[id], answer }));
    fields.push({ type: "checkbox", id: "consent", label: words.callFields.consent, answers: [{ id: "yes", label: words.yes }] });
    await this.care.on.called(fields, at || undefined);
    this.isKeeping = false;
    this.#close();
  }
}

/** "As soon as you can", the next half hours, and some of tomorrow; the value is when it begins. */
function slots() {
  const next = Math.ceil(Date.now() / SLOT_MS) * SLOT_MS;
  const soon = Array.from({ length: SLOTS }, (_, place) => next + place * SLOT_MS);
  const tomorrow = new Date();
  tomorrow.setDate(tomorrow.getDate() + 1);
  const later = TOMORROW.map((hour) => tomorrow.setHours(hour, 0, 0, 0)).filter((start) => start > soon.at(-1));
  const option = (start) => {
    const date = new Date(start);
    const text = `${date.toLocaleDateString([], { weekday: "long" })} ${clockTime(date)} \u2013 ${clockTime(start + SLOT_MS)}`;
    return el("option", { value: date.toISOString(), text });
  };
  return [el("option", { value: "", text: words.soonest }), ...[...soon, ...later].map(option)];
}
