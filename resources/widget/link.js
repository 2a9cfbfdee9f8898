// The way to the server: the visitor's token, and one socket that comes back by itself.

const SPARE_MS = 60_000;
const HEARTBEAT_MS = 15_000; // Its answer may take as long: a dead link is noticed after two.
const WAKE_LIMIT_MS = 5_000;
const ANSWER_LIMIT_MS = 20_000;
const FIRST_DELAY_MS = 300;
const LAST_DELAY_MS = 30_000;

const PASSING = /^(too_many_requests|pending_requests_limit_reached|request_timeout|service_unavailable|internal)$/u;
/* Coming back after these would only be sent away again. */
const FINAL =
  /^(license_.*|misdirected_connection|unsupported_version|too_many_connections|logged_out_remotely|customer_banned)$/u;

export class Refused extends Error {
  constructor({ type = "internal", message, data }) {
    super(message || type);
    this.type = type;
    this.pauseMs = data?.retry_after_ms;
  }

  get isPassing() {
    return PASSING.test(this.type);
  }
}

/** The link went down before the answer came: the server may or may not have done it. */
export class LinkLost extends Error {
  isPassing = true;
}

export class Link {
  /** `on` has `login(isRetry)`, `signedIn`, `push` and `changed`. */
  constructor({ address, on }) {
    Object.assign(this, { address, on });
    this.state = "idle"; // idle, connecting, live, lost or ended
    this.pending = new Map();
    this.lastId = 0;
    this.delayMs = FIRST_DELAY_MS;
  }

  get isLost() {
    return ["lost", "connecting"].includes(this.state);
  }

  start() {
    if (this.state === "idle") this.#open();
  }

  /** Look at once whether the link lives: the page woke or the network came back. */
  wake() {
    if (this.state === "lost") this.#open();
    else if (this.state === "live") this.#beat(WAKE_LIMIT_MS);
  }

  request(action, payload) {
    return this.state === "live" ? this.#ask(action, payload) : Promise.reject(new LinkLost());
  }

  #ask(action, payload = {}, limitMs = ANSWER_LIMIT_MS) {
    const { socket } = this;
    if (socket?.readyState !== WebSocket.OPEN) return Promise.reject(new LinkLost());
    const request_id = String((this.lastId += 1));
    return new Promise((resolve, reject) => {
      const limit = setTimeout(() => this.#lose(socket), limitMs);
      this.pending.set(request_id, { resolve, reject, limit });
      socket.send(JSON.stringify({ request_id, action, payload }));
    });
  }

  #open() {
    clearTimeout(this.retry);
    this.#become("connecting");
    const socket = new WebSocket(this.address);
    this.socket = socket;
    this.opening = setTimeout(() => this.#lose(socket), ANSWER_LIMIT_MS);
    socket.onopen = () => this.#signIn(socket);
    socket.onmessage = ({ data }) => socket === this.socket && this.#received(JSON.parse(data));
    socket.onclose = () => this.#lose(socket);
  }

  async #signIn(socket) {
    let answer;
    try {
      const payload = await this.on.login(this.isTokenRefused);
      if (socket !== this.socket) return;
      answer = await this.#ask("login", payload);
    } catch (error) {
      this.isTokenRefused = error.type === "authentication";
      this.#lose(socket, error.type);
      return;
    }
    clearTimeout(this.opening);
    this.delayMs = FIRST_DELAY_MS;
    this.isTokenRefused = false;
    this.heartbeat = setInterval(() => this.#beat(), HEARTBEAT_MS);
    this.#become("live");
    this.on.signedIn(answer);
  }

  #beat(limitMs = HEARTBEAT_MS) {
    this.#ask("ping", {}, limitMs).catch(() => {});
  }

  #received({ type, action, payload = {}, ...frame }) {
    if (type === "response") this.#answered(frame, payload);
    else if (action === "customer_disconnected") this.#sentAway(payload.reason ?? "");
    else this.on.push(action, payload);
  }

  #answered({ request_id, success }, payload) {
    const waiting = this.pending.get(request_id);
    if (!waiting) return;
    this.pending.delete(request_id);
    clearTimeout(waiting.limit);
    if (success) waiting.resolve(payload);
    else waiting.reject(new Refused(payload.error ?? {}));
  }

  #sentAway(reason) {
    this.isTokenRefused = reason.startsWith("access_token");
    this.#lose(this.socket, reason);
  }

  #lose(socket, why) {
    if (socket !== this.socket) return;
    this.#close();
    if (FINAL.test(why)) return this.#become("ended");
    this.#become("lost");
    this.retry = setTimeout(() => this.#open(), this.delayMs * (0.5 + Math.random() / 2));
    this.delayMs = Math.min(LAST_DELAY_MS, this.delayMs * 2);
  }

  #close() {
    const { socket } = this;
    this.socket = null;
    clearTimeout(this.opening);
    clearInterval(this.heartbeat);
    for (const { reject, limit } of this.pending.values()) {
      clearTimeout(limit);
      reject(new LinkLost());
    }
    this.pending.clear();
    socket.close(1000);
  }

  #become(state) {
    this.state = state;
    this.on.changed();
  }
}

export class Tokens {
  constructor({ config, store, renew }) {
    Object.assign(this, { config, store, renew });
    this.drop();
  }

  drop() {
    this.endsAt = 0;
  }

  async header() {
    if (Date.now() > this.endsAt - SPARE_MS) await this.#oneTabAtATime(() => this.#fetch());
    return this.current;
  }

  async upload(file) {
    const body = new FormData();
    body.append("file", file);
    const address = `/v3.6/customer/action/upload_file?organization_id=${this.config.organization_id}`;
    return (await answered(await post(address, { headers: { Authorization: await this.header() }, body }))).url;
  }

  /** Two tabs opened at once must not become two visitors. */
  #oneTabAtATime(act) {
    return navigator.locks ? navigator.locks.request(this.store.name, act) : act();
  }

  async #fetch() {
    let answer = await this.#ask();
    if ([401, 403].includes(answer.status)) {
      this.config = await this.renew();
      answer = await this.#ask();
    }
    const { access_token, token_type, expires_in, entity_id, entity_secret } = await answered(answer);
    await this.store.write({ identity: { entity_id, entity_secret } }, "strict");
    this.current = `${token_type} ${access_token}`;
    this.endsAt = Date.now() + expires_in * 1000;
  }

  async #ask() {
    if (!this.store.read("identity")) await this.store.open(); // Another tab may have one by now.
    const body = {
      grant_type: "cookie",
      client_id: "undivided-widget",
      response_type: "token",
      organization_id: this.config.organization_id,
      ticket: this.config.ticket,
      ...this.store.read("identity"),
    };
    return post("/v2/customer/token", { headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
  }
}

function post(address, facts) {
  return fetch(address, { method: "POST", credentials: "omit", ...facts });
}

async function answered(answer) {
  const body = await answer.json().catch(() => ({}));
  if (answer.ok) return body;
  const type = answer.status < 500 ? "authentication" : "service_unavailable";
  throw new Refused({ type, message: `The server answered ${answer.status}.`, ...body.error });
}
