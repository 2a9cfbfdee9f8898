// What this browser keeps for one site, so that nothing written goes with the page.
//
// IndexedDB, because localStorage reaches the disk seconds later: a browser that was killed had
// forgotten the words. Memory is the truth while the page is open: the database may be forbidden,
// full or cleared. The tabs of a visitor tell each other what changed.

const LIMIT_MS = 3_000; // A database that does not answer must not hold up the chat.

export class Store {
  /** Set `on`: `heard(changes)` from another tab, `changed()` when `isWhole` did. */
  constructor(organizationId) {
    this.name = `undivided:${organizationId}`;
    this.memory = new Map();
  }

  read(name) {
    return this.memory.get(name);
  }

  /** Learn what the browser keeps; `isWhole` says from then on whether it keeps all we know. */
  async open() {
    this.opening = null;
    this.isWhole = await this.#attempt(() => this.#database());
  }

  /** Set names to values, or forget those without one; resolves when that is kept. */
  async write(changes, durability = "relaxed") {
    this.#take(changes);
    let isAll;
    const isDone = await this.#attempt(async () => {
      const work = (await this.#database()).transaction("kept", "readwrite", { durability });
      const kept = work.objectStore("kept");
      isAll = !this.isWhole;
      for (const [name, value] of isAll ? this.memory : Object.entries(changes)) {
        value === undefined ? kept.delete(name) : kept.put(value, name);
      }
      await new Promise((resolve, reject) => Object.assign(work, { oncomplete: resolve, onabort: reject }));
    });
    this.#become(isDone && (isAll || this.isWhole));
    this.channel?.postMessage({ by: this.#visitor, changes });
  }

  get #visitor() {
    return this.read("identity")?.entity_id;
  }

  /** Storage may be cleared and another tab be somebody new: two visitors must not mix. */
  #isOurs(visitor) {
    return !visitor || !this.#visitor || visitor === this.#visitor;
  }

  #database() {
    this.opening ??= this.#connect().catch((error) => {
      this.opening = null;
      throw error;
    });
    return this.opening;
  }

  async #connect() {
    this.channel ??= new BroadcastChannel(this.name);
    this.channel.onmessage = ({ data: { by, changes } }) => {
      if (!this.#isOurs(by)) return;
      this.#take(changes);
      this.on?.heard(changes);
    };
    const asked = indexedDB.open(this.name, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("kept");
    const db = await result(asked);
    db.onclose = db.onversionchange = () => {
      db.close(); // Cleared by the visitor; used again when he next writes.
      this.opening = null;
      this.#become(false);
    };
    const kept = db.transaction("kept").objectStore("kept");
    const [names, values] = await Promise.all([result(kept.getAllKeys()), result(kept.getAll())]);
    const found = Object.fromEntries(names.map((name, at) => [name, values[at]]));
    if (!this.#isOurs(found.identity?.entity_id)) throw new Error("somebody new");
    this.#take({ ...found, ...Object.fromEntries(this.memory) });
    return db;
  }

  #take(changes) {
    for (const [name, value] of Object.entries(changes)) {
      value === undefined ? this.memory.delete(name) : this.memory.set(name, value);
    }
  }

  #become(isWhole) {
    const wasWhole = this.isWhole;
    this.isWhole = isWhole;
    if (wasWhole !== isWhole) this.on?.changed();
  }

  /** Return whether it was done in time. */
  async #attempt(act) {
    const late = new Promise((_, reject) => setTimeout(reject, LIMIT_MS));
    return Promise.race([act(), late]).then(() => true, () => false);
  }
}

function result(asked) {
  return new Promise((resolve, reject) => {
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = reject;
  });
}
