// Where the visitor writes: the composer of the chat and the form to leave a message.

import { button, el, field, icon, setText } from "./dom.js";
import { words } from "./words.js";

const LONGEST = 4_000; // Characters; the server refuses more.
const TALLEST_PX = 130;
const TYPING_EVERY_MS = 2_500; // The operator's side forgets a typing mark after 5 s.

/** Enter sends, Shift+Enter breaks the line, the draft survives a reload. */
export class Composer {
  /** `on` holds `said(text)`, `typed(isTyping)`, `files(list)` and `drafted(text)`. */
  constructor({ draft = "", on }) {
    Object.assign(this, { on, typedAt: 0 });
    this.label = el("label", { class: "spoken", for: "message" });
    const facts = { id: "message", rows: 1, dir: "auto", enterkeyhint: "send", "aria-describedby": "problem" };
    this.text = el("textarea", { ...facts, on: { input: () => this.#changed(), keydown: (event) => this.#key(event) } });
    this.text.value = draft;
    this.problem = el("p", { class: "problem", id: "problem", role: "status" });
    this.picker = el("input", { type: "file", multiple: true, hidden: true, on: { change: () => this.#picked() } });
    this.attach = button(icon("paperclip", 18), () => this.picker.click(), { label: words.attach, class: "square" });
    this.send = button(icon("arrow-up", 18), () => this.#submit(), { label: words.send, class: "square filled" });
    const row = el("div", { class: "composer" }, this.attach, this.label, this.text, this.send, this.picker);
    this.node = el("div", {}, this.problem, row);
  }

  show({ isShown, canAttach, placeholder, label }) {
    this.node.hidden = !isShown;
    this.attach.hidden = !canAttach;
    this.text.placeholder = placeholder;
    setText(this.label, label);
    this.#measure();
  }

  focus() {
    this.text.focus({ preventScroll: true });
  }

  /** Say in one sentence why something was not sent; "" when all is well. */
  complain(sentence) {
    setText(this.problem, sentence);
  }

  #key(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.#submit();
  }

  #picked() {
    this.on.files([...this.picker.files]);
    this.picker.value = "";
  }

  #changed() {
    const { value } = this.text;
    this.on.drafted(value);
    this.#measure();
    const isTyping = value.trim() !== "";
    if (isTyping && Date.now() - this.typedAt < TYPING_EVERY_MS) return;
    this.typedAt = isTyping ? Date.now() : 0;
    this.on.typed(isTyping);
  }

  #submit() {
    const text = this.text.value.trim();
    if (text === "" || text.length > LONGEST) return;
    this.on.said(text); // Kept before the text is taken away.
    this.text.value = "";
    this.typedAt = 0;
    this.on.drafted("");
    this.complain("");
    this.#measure();
    this.focus();
  }

  /** Grow with the text, and say how much is too much. */
  #measure() {
    const { style, scrollHeight, value } = this.text;
    style.height = "auto";
    if (scrollHeight > 0) style.height = `${Math.min(TALLEST_PX, this.text.scrollHeight + 3)}px`;
    const { length } = value.trim();
    const isTooLong = length > LONGEST;
    this.send.disabled = length === 0 || isTooLong;
    if (isTooLong || this.wasTooLong) this.complain(isTooLong ? words.tooLong(length) : "");
    this.wasTooLong = isTooLong;
  }
}

/** Name, e-mail and text, checked with sentences instead of red edges. */
export class MessageForm {
  /** `on` holds `left({ name, email, text })`, `leaving(false)` to go back, and `drafted(text)`. */
  constructor({ on }) {
    this.on = on;
    this.name = el("input", { autocomplete: "name", maxlength: 200, dir: "auto" });
    this.email = el("input", { type: "email", autocomplete: "email", maxlength: 200 });
    const drafted = { input: () => on.drafted(this.text.value) };
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

  /** Fill in what is known once; what the visitor has typed is never overwritten. */
  show({ isShown, canGoBack, known }) {
    this.back.hidden = !canGoBack;
    if (isShown && this.node.hidden !== false) {
      for (const part of ["name", "email", "text"]) this[part].value ||= known[part] ?? "";
    }
    this.node.hidden = !isShown;
  }

  #submit(event) {
    event.preventDefault();
    const [name, email, text] = [this.name, this.email, this.text].map((input) => input.value.trim());
    const missing = !email || !this.email.checkValidity() ? this.email : text ? null : this.text;
    setText(this.problem, missing ? (missing === this.email ? words.emailMissing : words.textMissing) : "");
    if (missing) return missing.focus();
    this.on.left({ name, email, text });
    this.text.value = "";
    return this.on.drafted("");
  }
}
