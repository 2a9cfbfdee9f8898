// On the shop's page: a round button, the chat in a frame, an exact-origin channel.
(() => {
  const script = document.currentScript;
  const { organization, color } = script.dataset;
  if (!organization || window.undividedWidget) return;
  window.undividedWidget = true;

  const server = new URL(script.src).origin;
  const colour = /^#[0-9a-f]{6}$/iu.test(color) ? color : "#2c4a3e";
  const on = textOn(colour);
  const OPEN_KEY = "undivided:open";
  const STYLE = `
    :host { all: initial; }
    button, iframe { position: fixed; z-index: 2147483000; inset: auto 28px 24px auto; border: 0; }
    button {
      width: 60px; height: 60px; padding: 0; border-radius: 50%; cursor: pointer; display: grid; place-items: center;
      background: ${colour}; color: ${on}; box-shadow: 0 6px 20px #2c322847, 0 1px 3px #2c32282e;
    }
    button:focus-visible { outline: 2px solid ${colour}; outline-offset: 3px; box-shadow: 0 0 0 3px #fff; }
    b {
      position: absolute; top: -4px; right: -4px; min-width: 22px; box-sizing: border-box; padding: 0 5px;
      border: 2px solid ${colour}; border-radius: 11px; background: #fff; color: #1d1f1b; font: 600 12px/18px system-ui;
    }
    iframe {
      width: 372px; height: min(624px, 100dvh - 48px); border-radius: 18px; color-scheme: light dark;
      box-shadow: 0 24px 64px #2c322847, 0 2px 8px #2c32281f; animation: appear 120ms;
    }
    @keyframes appear { from { opacity: 0; } }
    @media (prefers-reduced-motion: reduce) { iframe { animation: none; } }
    @media (max-width: 480px) {
      button { inset: auto 16px 16px auto; }
      iframe { inset: 0; width: 100%; height: 100dvh; border-radius: 0; }
    }
    svg { width: 34px; fill: none; stroke: currentColor; stroke-width: 6; stroke-linejoin: round; }
    circle { cx: 32px; cy: 32px; r: 8px; stroke: none; fill: ${on === "#ffffff" ? "#ffd27a" : on}; }
    [hidden] { display: none; }`;

  let isReady = false;
  let isOpen = false;
  let byVisitor = false;
  const host = document.createElement("div");
  const root = host.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet(); // Allowed where the page forbids style elements.
  sheet.replaceSync(STYLE);
  root.adoptedStyleSheets = [sheet];

  const frame = document.createElement("iframe");
  frame.title = "Chat";
  const query = new URLSearchParams({ organization_id: organization, parent: location.origin });
  const launcher = document.createElement("button");
  const badge = document.createElement("b");
  launcher.append(drawing(), badge);
  launcher.addEventListener("click", () => open(true));
  root.append(launcher, frame);
  frame.hidden = true;
  showUnread(0);

  /** Ink or white, whichever reads better (WCAG 2.x). */
  function textOn(shade) {
    const parts = [1, 3, 5].map((at) => (Number.parseInt(shade.slice(at, at + 2), 16) / 255) ** 2.2);
    const light = parts[0] * 0.2126 + parts[1] * 0.7152 + parts[2] * 0.0722;
    return light > 0.19 ? "#1d1f1b" : "#ffffff";
  }

  function drawing() {
    const [svg, ring, dot] = ["svg", "path", "circle"].map((tag) => document.createElementNS("http://www.w3.org/2000/svg", tag));
    svg.setAttribute("viewBox", "0 0 64 64");
    ring.setAttribute("d", "M32 8a24 24 0 1 1-11.6 45L10 56l3-10.4A24 24 0 0 1 32 8z");
    svg.append(ring, dot);
    return svg;
  }

  function load() {
    frame.src ||= `${server}/widget/frame?${query}`;
  }

  function tell(kind, facts) {
    if (isReady) frame.contentWindow.postMessage({ undivided: kind, ...facts }, server);
  }

  function tellPage() {
    tell("page", { url: location.href, title: document.title });
  }

  function show(value) {
    isOpen = value;
    frame.hidden = !value;
    launcher.hidden = value;
    remembered(value);
  }

  function remembered(value) {
    try {
      if (value !== undefined) sessionStorage.setItem(OPEN_KEY, value);
      return sessionStorage.getItem(OPEN_KEY) === "true";
    } catch {
      return false;
    }
  }

  function open(isAsked) {
    load();
    byVisitor = isAsked;
    show(true);
    if (isAsked) frame.focus();
    tell("open", { byVisitor });
  }

  function showUnread(count) {
    badge.hidden = count === 0;
    badge.textContent = count > 9 ? "9+" : count;
    launcher.setAttribute("aria-label", count === 0 ? "Chat with us" : `Chat with us, ${count} unread`);
  }

  window.addEventListener("message", ({ source, origin, data }) => {
    if (source !== frame.contentWindow || origin !== server) return;
    const kind = Object(data).undivided;
    if (kind === "ready") {
      isReady = true;
      tell("colour", { colour, on });
      tellPage();
      if (isOpen) tell("open", { byVisitor });
    } else if (kind === "unread") {
      showUnread(Number(data.count));
    } else if (kind === "close" && isOpen) {
      show(false);
      launcher.focus();
      tell("close");
    }
  });

  window.navigation?.addEventListener("navigatesuccess", tellPage);
  window.addEventListener("popstate", tellPage);

  function begin() {
    document.body.append(host);
    if (remembered()) open(false);
    else (window.requestIdleCallback ?? setTimeout)(load);
  }

  if (document.body) begin();
  else document.addEventListener("DOMContentLoaded", begin);
})();
