// What stands above and below the transcript: the coloured head, and the hold with its question.

import { button, clockTime, drawing, el, icon, plainName, safeAddress, serverNow, setText } from "./dom.js";
import { words } from "./words.js";

const AGREED = "desk.hold.agreed";
const RING = 97.39; // Length of the pause ring.
const CIRCLE = { d: "M18 2.5a15.5 15.5 0 1 1 0 31 15.5 15.5 0 0 1 0-31z", class: "ring" };
const BARS = { d: "M14 12.5v11M22 12.5v11", class: "bars" };

/** Return the operator's name, or "The operator". */
export function nameOf(operator) {
  return plainName(operator?.name) || words.somebody;
}

/** Who is here, the place in the queue, and the button that hides the chat. */
export class Header {
  constructor({ siteName, onHide }) {
    this.siteName = siteName;
    this.face = el("div", { class: "face" });
    this.title = el("h1", { dir: "auto" });
    this.detail = el("p", { class: "detail", dir: "auto" });
    const who = el("div", { class: "who", role: "status" }, this.title, this.detail);
    const hide = button(icon("minus", 18), onHide, { label: words.hide, class: "round" });
    this.node = el("header", {}, this.face, who, hide);
  }

  show(situation, { queue, operator }) {
    const shown = situation === "talking" ? operator : null;
    const [title, detail] = shown ? [nameOf(shown), plainName(shown.job_title)] : this.#wordsOf(situation, queue);
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
      queued: [words.finding, words.savedAlready],
      nobody: [words.nobodyHere, words.nobodyHereHint],
      leaving: [words.leaveMessage, words.onlyToAnswer],
      posting: [words.posting, siteName],
      left: [words.thanks, siteName],
      ended: [siteName, words.endedHint],
    }[situation];
  }
}

/** The photo, or the initial when there is none or it cannot be loaded. */
function faceOf(operator) {
  const initial = el("span", { class: "initial", text: [...nameOf(operator)][0], "aria-hidden": "true" });
  const dot = el("span", { class: "present" });
  const address = operator.avatar && safeAddress(operator.avatar);
  if (!address) return [initial, dot];
  const photo = el("img", { src: address.href, alt: "", on: { error: () => photo.replaceWith(initial) } });
  return [photo, dot];
}

/** The hold question with its two buttons, then the promised time running down. */
export class Hold {
  /** `onChosen(event, button)` tells the operator. */
  constructor({ onChosen }) {
    this.onChosen = onChosen;
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
    const choices = buttons.map((choice) =>
      button(choice.text, () => this.onChosen(event, choice), {
        class: choice.postback_id === AGREED ? "pill filled" : "pill",
        disabled: Boolean(chosen),
        "aria-pressed": String(chosen?.id === choice.postback_id),
      }),
    );
    return el(
      "div",
      { class: "card", role: "group", "aria-label": title },
      el("div", { class: "card-head" }, pauseDrawing(), el("h2", { text: title, dir: "auto" })),
      el("p", { text: chosen ? words.telling(this.name) : subtitle || words.holdHint, dir: "auto" }),
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

  /** The ring empties once a second, without easing. */
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
