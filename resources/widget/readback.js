// Details that an operator has understood: correct, or changed in place. Loaded with the first card.
// Source: practice 62, promise G19.

import { masked } from "./cards/numbers.js";
import { button, el, field, icon, plainName, setText } from "./dom.js";
import { DETAILS_FORM } from "./outbox.js";
import { words } from "./words.js";

const MOST = 6;
const LABEL = 60;
const VALUE = 300; // Characters; the server refuses more.

export class ReadBack {
  /** `on`: `confirmed(asked, fields, postbackId)`. */
  constructor(on) {
    Object.assign(this, { on, node: el("div") });
  }

  show(asked) {
    if (asked?.id === this.shown?.id) return;
    this.shown = asked;
    this.node.replaceChildren(...(asked ? [this.#card(asked)] : []));
  }

  #card({ elements }) {
    const [{ title }, ...rest] = elements;
    const question = plainName(title, 400);
    this.details = rest.slice(0, MOST).map((each) => new Detail(each, this));
    this.problem = el("p", { class: "problem", role: "alert" });
    this.send = el("button", { class: "pill filled", text: words.correct });
    return el(
      "form",
      { class: "card", novalidate: true, "aria-label": question, on: { submit: (event) => this.#submit(event) } },
      el("div", { class: "card-head" }, icon("sent", 20), el("h2", { text: question, dir: "auto" })),
      ...this.details.map((each) => each.node),
      this.problem,
      el("div", { class: "choices" }, this.send),
    );
  }

  /** A value is being changed, so that the button sends and no longer only agrees. */
  changing() {
    setText(this.send, words.sendDetails);
  }

  async #submit(event) {
    event.preventDefault();
    const { shown, details } = this;
    const wrong = details.find((each) => each.problem);
    setText(this.problem, wrong?.problem ?? "");
    wrong?.focus();
    if (wrong || this.isKeeping) return;
    this.isKeeping = true;
    const fields = details.map(({ label, value }, at) => ({ type: "question", id: `detail-${at + 1}`, label, answer: value }));
    const isChanged = details.some((each) => each.isChanged);
    await this.on.confirmed(shown, fields, `${DETAILS_FORM}.${isChanged ? "change" : "correct"}`);
    this.isKeeping = false;
  }
}

class Detail {
  constructor({ title, subtitle }, card) {
    this.label = plainName(title, LABEL);
    this.given = plainName(subtitle, VALUE);
    const said = el("span", { dir: "auto" }, el("small", { text: this.label }), this.given);
    const change = button(words.change, () => this.#change(card), { class: "link", label: words.changeOf(this.label) });
    this.node = el("div", { class: "fact" }, said, change);
  }

  get value() {
    return this.input ? plainName(this.input.value, VALUE) : this.given;
  }

  get isChanged() {
    return this.value !== this.given;
  }

  get problem() {
    if (!this.value) return words.detailEmpty;
    return this.isChanged && masked(this.value) !== this.value ? words.detailIsCard : "";
  }

  focus() {
    this.input?.focus();
  }

  #change(card) {
    this.input = el("input", { maxlength: VALUE, dir: "auto" });
    this.input.value = this.given;
    this.node.replaceChildren(field(`detail-${card.details.indexOf(this)}`, this.label, this.input));
    card.changing();
    this.focus();
  }
}
