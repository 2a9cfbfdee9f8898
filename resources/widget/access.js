// Gets the visitor's token without cookies, and sends files with it.

import { Refused } from "./link.js";

const SPARE_MS = 60_000; // A token this close to its end is not used for a new sign-in.

export class Tokens {
  /** `renew` returns a fresh configuration when the page's ticket has run out. */
  constructor({ config, store, renew }) {
    Object.assign(this, { config, store, renew });
    this.drop();
  }

  /** Forget the token after the server refused it. */
  drop() {
    this.endsAt = 0;
  }

  /** Return the Authorization header; rejects with `Refused` or a network error. */
  async header() {
    if (Date.now() > this.endsAt - SPARE_MS) await this.#oneTabAtATime(() => this.#fetch());
    return this.current;
  }

  /** Store a file's bytes and return its address. */
  async upload(file) {
    const body = new FormData();
    body.append("file", file);
    const address = `/v3.6/customer/action/upload_file?organization_id=${this.config.organization_id}`;
    return (await answered(await post(address, { headers: { Authorization: await this.header() }, body }))).url;
  }

  /** Two tabs opened at once must not become two visitors. */
  #oneTabAtATime(act) {
    return navigator.locks ? navigator.locks.request(this.store.prefix, act) : act();
  }

  async #fetch() {
    let answer = await this.#ask();
    if ([401, 403].includes(answer.status)) {
      this.config = await this.renew();
      answer = await this.#ask();
    }
    const { access_token, token_type, expires_in, entity_id, entity_secret } = await answered(answer);
    this.store.write("identity", { entity_id, entity_secret });
    this.current = `${token_type} ${access_token}`;
    this.endsAt = Date.now() + expires_in * 1000;
  }

  #ask() {
    const body = {
      grant_type: "cookie",
      client_id: "undivided-widget",
      response_type: "token",
      organization_id: this.config.organization_id,
      ticket: this.config.ticket,
      ...this.store.reread("identity"),
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
  const { type = answer.status < 500 ? "authentication" : "service_unavailable", message } = body.error ?? {};
  throw new Refused(type, message ?? `The server answered ${answer.status}.`);
}
