// Runs in the widget's frame before its own code: a socket that says what a test wants.

if (location.pathname === "/widget/frame") {
  window.reports = [];
  window.slow = [];
  addEventListener("securitypolicyviolation", (event) => reports.push(`${event.violatedDirective} ${event.blockedURI}`));
  new PerformanceObserver((list) => slow.push(...list.getEntries().map((entry) => entry.duration))).observe({
    type: "longtask",
  });

  window.answers = {
    login: () => ({ customer: { id: "me" }, desk: {} }),
    list_chats: () => ({ chats_summary: [] }),
    list_group_statuses: () => ({ groups_status: { 0: "online" } }),
  };

  window.WebSocket = class {
    static OPEN = 1;

    readyState = 1;

    constructor() {
      window.socket = this;
      setTimeout(() => this.onopen());
    }

    send(text) {
      const { request_id, action, payload } = JSON.parse(text);
      const answer = answers[action]?.(payload) ?? {};
      setTimeout(() => this.#hear({ request_id, type: "response", success: !answer.error, payload: answer }));
    }

    tell(action, payload) {
      this.#hear({ type: "push", action, payload });
    }

    close() {}

    #hear(frame) {
      this.onmessage({ data: JSON.stringify(frame) });
    }
  };

  // A task of its own, as each push of a real socket is.
  const rested = () => scheduler.postTask(() => {});

  /** Return the chat of round `number`, with `text` wherever the widget shows what others wrote. */
  function chatOf(number, text) {
    const at = new Date().toISOString();
    const buttons = [{ text, postback_id: text, user_ids: ["me"] }, { text, postback_id: "b" }];
    const asked = [{ text, postback_id: "desk.hold.agreed", user_ids: [] }];
    const details = [{ text, postback_id: "desk.readback.correct", user_ids: [] }];
    const fields = [{ type: "question", id: text, label: text, answer: text }];
    const says = [
      { type: "message", text },
      { type: "message", text, properties: { desk: { written_at: text } } },
      { type: "message", text: `See ${text} and https://shop.example/${text}` },
      { type: "file", name: text, alternative_text: text, url: text, content_type: text, size: text },
      { type: "file", name: text, url: `${location.origin}/files/${text}`, content_type: "image/png", width: text },
      { type: "file", name: text, url: `${location.origin}/files/a/b.png`, content_type: "image/png", width: 9e4, height: 9e4 },
      { type: "system_message", text, system_message_type: text },
      { type: "rich_message", elements: [{ title: text, subtitle: text, buttons }] },
      { type: "rich_message", elements: [{ title: text, subtitle: text, buttons: asked }] },
      { type: "filled_form", form_id: text, fields, properties: { desk: { callback_state: "claimed", callback_at: text } } },
      { type: "filled_form", form_id: "desk.readback", fields },
      { type: "rich_message", elements: [{ title: text, buttons: details }, { title: text, subtitle: text }] },
    ];
    const events = says.map((event, place) => ({
      ...event, id: `${number}_${place}`, author_id: "op", created_at: at, desk_seq: place,
    }));
    return {
      id: `chat${number}`,
      users: [
        { id: "me", type: "customer", name: text, email: text },
        { id: "op", type: "agent", name: text, job_title: text, avatar: text, present: true },
      ],
      properties: { desk: { hold_until: text.length % 2 ? text : at } },
      thread: { id: `thread${number}`, active: true, created_at: at, events: [] },
      events,
    };
  }

  /** Show one text everywhere; return what is wrong. */
  async function show(number, text) {
    const chat_id = `chat${number}`;
    const { events, ...chat } = chatOf(number, text);
    chat.thread.events = events;
    const user = { id: "op2", type: "agent", name: text, avatar: `/photos${text}` };
    socket.tell("customer_updated", { id: "me", name: text, email: text });
    socket.tell("incoming_chat", { chat });
    socket.tell("incoming_typing_indicator", { chat_id, typing_indicator: { is_typing: true } });
    await rested();
    const talking = wrongNow();
    socket.tell("user_added_to_chat", { chat_id, user });
    await rested();
    socket.tell("user_removed_from_chat", { chat_id, user_id: "op" });
    socket.tell("user_removed_from_chat", { chat_id, user_id: "op2" });
    socket.tell("queue_position_updated", { chat_id, queue: { position: text, wait_time: text } });
    await rested();
    return [...talking, ...wrongNow()];
  }

  const TAGS = new Set("MAIN HEADER DIV P SPAN BDI WBR H1 H2 I A B BUTTON STRONG LABEL INPUT SELECT OPTION SMALL TEXTAREA FORM FOOTER svg path".split(" "));

  function wrongNow() {
    const wrong = [];
    for (const node of document.querySelectorAll("body *")) {
      const isOurPhoto = node.tagName === "IMG" && new URL(node.src).pathname.startsWith("/photos/");
      if (!TAGS.has(node.tagName) && !isOurPhoto) wrong.push(`<${node.tagName}>`);
      for (const { name, value } of node.attributes) {
        if (name.startsWith("on") || (name === "style" && node.tagName !== "TEXTAREA")) wrong.push(`${name}="${value}"`);
      }
      if (node.href && !/^https?:$/.test(node.protocol)) wrong.push(node.href);
      if (node.href && node.rel !== "noopener noreferrer") wrong.push(node.rel);
    }
    return wrong;
  }

  const LONGEST_MS = 100;

  /** Return the longest task allowed: LONGEST_MS, and more where others use the processor. */
  function longestAllowed() {
    const start = performance.now();
    let sum = 0;
    for (let turn = 0; turn < 2e7; turn += 1) sum += turn % 7;
    return LONGEST_MS * Math.max(1, (performance.now() - start) / 20) + Math.min(0, sum);
  }

  window.showAll = async (texts) => {
    const wrong = [];
    for (const [number, text] of texts) {
      wrong.push(...(await show(number, text)).map((what) => `${number}: ${what}`));
    }
    return wrong;
  };

  /** Let an operator say each text; return those that held the page up each of five times. */
  window.stalls = async (texts) => {
    const found = [];
    for (const [number, text] of texts) {
      const told = [];
      let isQuick = false;
      for (let time = 0; time < 5 && !isQuick; time += 1) {
        const { events, ...chat } = chatOf(`${number}_${time}`, text);
        socket.tell("incoming_chat", { chat });
        await rested();
        slow.length = 0;
        socket.tell("incoming_event", { chat_id: chat.id, thread_id: chat.thread.id, event: events[0] });
        await rested();
        await rested();
        const longest = Math.max(0, ...slow);
        // Others may have come to use the processor just now, so that is looked at each time.
        isQuick = longest <= LONGEST_MS || longest <= longestAllowed();
        told.push(longest);
      }
      if (!isQuick) found.push([number, ...told]);
    }
    return found;
  };
}
