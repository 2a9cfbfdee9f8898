// Helps a visitor to be understood: a topic first, the same in other words, more details, no capitals.
// Loaded when the chat opens; it only ever writes what the visitor could have written too.
// Source: practices 70 and 71.

import { button, el, field, plainName, setText } from "./dom.js";

const LOUD_FROM = 20; // Letters; shorter ones may be a name or a product.
const LOUD_SHARE = 0.8;
const LONGEST_ANSWER = 120;

const words = {
  about: "What is it about? (optional)",
  differently: "Explain it differently",
  askDifferently: "Sorry, I don\u2019t understand. Could you explain it differently?",
  more: "I have more details",
  moreBegins: "More details: ",
  loud: "Capitals read as shouting. Your message was sent as it is; small letters are easier to read.",
};

const TOPICS = [
  { name: "An order", asks: "Order number" },
  { name: "A product", asks: "Which product" },
  { name: "A technical problem", asks: "Device and browser" },
];

export function isLoud(text) {
  const cased = [...text].filter((sign) => sign.toLowerCase() !== sign.toUpperCase());
  const large = cased.filter((sign) => sign !== sign.toLowerCase());
  return cased.length >= LOUD_FROM && large.length >= cased.length * LOUD_SHARE;
}

export class Help {
  /** `on`: `said(text)`, `redraft(text)`, `draft`. */
  constructor(on) {
    this.on = on;
    const say = button(words.differently, () => on.said(words.askDifferently), { class: "link" });
    const more = button(words.more, () => this.#more(), { class: "link" });
    this.again = el("div", { class: "helps" }, say, more);
    this.loud = el("p", { class: "hint", role: "status" });
    this.node = el("div", {}, this.again, this.loud);
    this.answer = el("input", { maxlength: LONGEST_ANSWER, dir: "auto" });
    this.asked = field("topic-answer", "", this.answer);
    const pills = TOPICS.map((topic) => this.#pill(topic));
    this.topics = el("div", { role: "group", "aria-label": words.about }, el("p", { class: "hint", text: words.about }));
    this.topics.append(el("div", { class: "choices topics" }, ...pills), this.asked);
    this.#choose(null);
  }

  /** `last` is the last row of the transcript; `isAsked` says that a card waits for an answer. */
  show({ situation, last, isAsked }) {
    this.topics.hidden = situation !== "new";
    this.again.hidden = situation !== "talking" || isAsked || last?.kind !== "operator" || !last.event.text;
  }

  /** Return the first words of a chat with what was chosen before them. */
  begun(text) {
    this.written = text;
    if (this.topics.hidden || !this.topic) return text;
    const { name, asks } = this.topic;
    const answer = plainName(this.answer.value, LONGEST_ANSWER);
    const facts = answer ? ` ${asks}: ${answer}` : "";
    return `${name}.${facts}\n${text}`;
  }

  /** What was begun is sent, or something else that has no capitals of the visitor. */
  sent() {
    setText(this.loud, isLoud(this.written ?? "") ? words.loud : "");
    this.written = "";
  }

  #more() {
    const { draft } = this.on;
    this.on.redraft(draft ? `${draft}\n${words.moreBegins}` : words.moreBegins);
  }

  #pill(topic) {
    const choose = () => {
      this.#choose(this.topic === topic ? null : topic);
      if (this.topic) this.answer.focus();
    };
    topic.pill = button(topic.name, choose, { class: "pill", "aria-pressed": "false" });
    return topic.pill;
  }

  #choose(topic) {
    this.topic = topic;
    for (const each of TOPICS) each.pill.setAttribute("aria-pressed", String(each === topic));
    this.asked.hidden = !topic;
    if (topic) setText(this.asked.firstChild, `${topic.asks} (optional)`);
  }
}
