// The parts around the transcript.

import { button, clockTime, drawing, el, field, icon, LONGEST, plainName, safeAddress, serverNow, setText } from "./dom.js";
import { words } from "./words.js";

const TALLEST_PX = 130;
const TYPING_EVERY_MS = 2_500; // The operator's side forgets a typing mark after 5 s.
const AGREED = "desk.hold.agreed";
const RING = 97.39; // Length of the pause ring.
const CIRCLE = { d: "M18 2.5a15.5 15.5 0 1 1 0 31 15.5 15.5 0 0 1 0-31z", class: "ring" };
const BARS = { d: "M14 12.5v11M22 12.5v11", class: "bars" };

export function nameOf(operator) {
  return plainName(operator?.name) || words.somebody;
}

export class Header {
  constructor({ siteName, on }) {
    this.siteName = siteName;
    this.face = el("div", { class: "face" });
    this.title = el("h1", { dir: "auto" });
    this.detail = el("p", { class: "detail", dir: "auto" });
    const who = el("div", { class: "who", role: "status" }, this.title, this.detail);
    const hide = button(icon("minus", 18), () => on.hide(), { label: words.hide, class: "round" });
    this.call = button(icon("phone", 18), () => on.asksForCall(), { label: words.requestCall, class: "round" });
    this.node = el("header", {}, this.face, who, this.call, hide);
  }

  show(situation, { queue, operator, holdEndsAt }, canCall) {
    this.call.hidden = !canCall;
    const shown = situation === "talking" ? operator : null;
    const [title, detail] = shown ? [nameOf(shown), holdEndsAt ? words.lookingUp : plainName(shown.job_title)] : this.#wordsOf(situation, queue);
    setText(this.title, title);
    setText(this.detail, detail);
    const face = shown && `${shown.avatar} ${shown.name}`;
    if (face !== this.shown) this.face.replaceChildren(...(shown ? faceOf(shown) : []));
    this.shown = face;
  }

  #wordsOf(situation, queue) {
    const { siteName } = this;
    if (situation === "queued" && queue) return [words.place(queue.position), words.estimate(queue.wait_time)];
    return {
      starting: [siteName, words.starting],
      refused: [siteName, ""],
      new: [siteName, words.welcome],
      queued: [words.finding, siteName],
      nobody: [words.nobodyHere, words.nobodyHereHint],
      leaving: [words.leaveMessage, siteName],
      posting: [words.posting, siteName],
      left: [words.thanks, siteName],
      ended: [siteName, words.endedHint],
    }[situation];
  }
}

function faceOf(operator) {
  const initial = el("span", { class: "initial", text: [...nameOf(operator)][0], "aria-hidden": "true" });
  const dot = el("span", { class: "present" });
  const address = safeAddress(operator.avatar ?? "");
  // A picture from elsewhere would tell who looks at it.
  if (!address?.pathname.startsWith("/photos/")) return [initial, dot];
  const photo = el("img", { src: address.pathname, alt: "", on: { error: () => photo.replaceWith(initial) } });
  return [photo, dot];
}

export class Hold {
  constructor(session) {
    this.session = session;
    this.question = el("div", { class: "ask", "aria-live": "polite" });
    this.countdown = el("div");
    this.node = el("div", {}, this.question, this.countdown);
  }

  show({ question, chosen, endsAt, operator }) {
    this.name = nameOf(operator);
    const asked = question && `${question.id} ${chosen?.id}`;
    if (asked !== this.asked) this.question.replaceChildren(...(question ? [this.#card(question, chosen)] : []));
    this.asked = asked;
    if (endsAt !== this.endsAt) this.#count(endsAt);
  }

  #card(event, chosen) {
    const { title, subtitle, buttons = [] } = event.elements[0];
    const question = plainName(title, 400);
    const choices = buttons.map((choice) =>
      button(plainName(choice.text), () => this.session.choose(event, choice), {
        class: choice.postback_id === AGREED ? "pill filled" : "pill",
        disabled: Boolean(chosen),
        "aria-pressed": String(chosen?.id === choice.postback_id),
      }),
    );
    return el(
      "div",
      { class: "card", role: "group", "aria-label": question },
      el("div", { class: "card-head" }, pauseDrawing(), el("h2", { text: question, dir: "auto" })),
      el("p", { text: chosen ? words.telling(this.name) : plainName(subtitle, 400) || words.holdHint, dir: "auto" }),
      el("div", { class: "choices" }, ...choices),
    );
  }

  #count(endsAt) {
    this.endsAt = endsAt;
    clearInterval(this.timer);
    this.countdown.replaceChildren();
    if (!endsAt) return;
    this.spanMs = Date.parse(endsAt) - serverNow();
    this.pause = pauseDrawing();
    this.title = el("h2", { role: "timer", "aria-live": "off", dir: "auto" });
    this.text = el("p", { text: words.holdText(clockTime(endsAt)) });
    const head = el("div", { class: "card-head" }, this.pause, el("div", {}, this.title, this.text));
    this.countdown.append(el("div", { class: "card quiet" }, head));
    this.timer = setInterval(() => this.#tick(), 1000);
    this.#tick();
  }

  #tick() {
    const leftMs = Date.parse(this.endsAt) - serverNow();
    const seconds = Math.ceil(leftMs / 1000);
    const left = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    setText(this.title, seconds > 0 ? words.holdTitle(this.name, left) : words.holdLate(this.name));
    const part = RING * Math.max(0, leftMs / this.spanMs);
    this.pause.firstChild.setAttribute("stroke-dasharray", `${leftMs > 0 ? part : 0} ${RING}`);
  }
}

function pauseDrawing() {
  return drawing(32, 36, CIRCLE, BARS);
}

export class Composer {
  constructor(on) {
    Object.assign(this, { on, typedAt: 0 });
    this.label = el("label", { class: "spoken", for: "message" });
    const facts = { id: "message", rows: 1, dir: "auto", enterkeyhint: "send", "aria-describedby": "problem" };
    this.text = el("textarea", { ...facts, on: { input: () => this.#changed(), keydown: (event) => this.#key(event) } });
    this.problem = el("p", { class: "problem", id: "problem", role: "status" });
    this.picker = el("input", { type: "file", multiple: true, hidden: true, on: { change: () => this.#picked() } });
    this.attach = button(icon("paperclip", 18), () => this.picker.click(), { label: words.attach, class: "square" });
    this.send = button(icon("arrow-up", 18), () => this.#submit(), { label: words.send, class: "square filled" });
    const row = el("div", { class: "composer" }, this.attach, this.label, this.text, this.send, this.picker);
    this.node = el("div", {}, this.problem, row);
  }

  show({ isShown, isStopped, canAttach, placeholder, label }) {
    this.node.hidden = !isShown;
    this.isStopped = isStopped;
    this.attach.hidden = !canAttach;
    this.text.placeholder = placeholder;
    setText(this.label, label);
    this.measure();
  }

  focus() {
    this.text.focus({ preventScroll: true });
  }

  complain(sentence) {
    setText(this.problem, sentence);
  }

  #key(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.#submit();
  }

  #picked() {
    this.on.attached([...this.picker.files]);
    this.picker.value = "";
  }

  #changed() {
    const { value } = this.text;
    this.on.drafted(value, this.text.selectionEnd);
    const isTyping = value.trim() !== "";
    if (isTyping && Date.now() - this.typedAt < TYPING_EVERY_MS) return;
    this.typedAt = isTyping ? Date.now() : 0;
    this.on.session.typing(isTyping);
  }

  async #submit() {
    const { value } = this.text;
    const text = value.trim();
    if (this.isKeeping || this.isStopped || text === "" || text.length > LONGEST) return;
    this.isKeeping = true;
    const isKept = await this.on.said(text); // In storage before it is taken away; what was typed meanwhile stays.
    this.isKeeping = false;
    if (!isKept) return;
    this.on.drafted(this.text.value.replace(value, ""));
    this.typedAt = 0;
    this.complain("");
    this.focus();
  }

  measure() {
    const { style, scrollHeight, value } = this.text;
    style.height = "auto";
    if (scrollHeight > 0) style.height = `${Math.min(TALLEST_PX, this.text.scrollHeight + 3)}px`;
    const { length } = value.trim();
    const isTooLong = length > LONGEST;
    this.send.disabled = length === 0 || isTooLong || this.isStopped;
    if (isTooLong || this.wasTooLong) this.complain(isTooLong ? words.tooLong(length) : "");
    this.wasTooLong = isTooLong;
  }
}

export class MessageForm {
  constructor(on) {
    this.on = on;
    this.name = el("input", { autocomplete: "name", maxlength: 200, dir: "auto" });
    this.email = el("input", { type: "email", autocomplete: "email", maxlength: 200 });
    const drafted = { input: () => on.drafted(this.text.value, this.text.selectionEnd) };
    this.text = el("textarea", { rows: 4, maxlength: LONGEST, dir: "auto", on: drafted });
    this.problem = el("p", { class: "problem", role: "alert" });
    this.back = button(words.back, () => on.leaving(false), { class: "pill" });
    this.node = el(
      "form",
      { novalidate: true, on: { submit: (event) => this.#submit(event) } },
      field("left-name", words.formName, this.name),
      field("left-email", words.formEmail, this.email),
      field("left-text", words.formText, this.text),
      this.problem,
      el("div", { class: "choices" }, this.back, el("button", { class: "pill filled", text: words.leaveMessage })),
    );
  }

  show({ isShown, canGoBack, name = "", email = "" }) {
    this.back.hidden = !canGoBack;
    if (isShown && this.node.hidden) {
      this.name.value ||= name;
      this.email.value ||= email;
    }
    this.node.hidden = !isShown;
  }

  async #submit(event) {
    event.preventDefault();
    const [name, email, text] = [this.name, this.email, this.text].map((input) => input.value.trim());
    const missing = !email || !this.email.checkValidity() ? this.email : text ? null : this.text;
    setText(this.problem, missing ? (missing === this.email ? words.emailMissing : words.textMissing) : "");
    if (missing) return missing.focus();
    if (this.isKeeping) return null;
    this.isKeeping = true;
    await this.on.left({ name, email, text });
    this.isKeeping = false;
    return null;
  }
}
