// The window of Microsoft Teams around an app. Tests set its switches and read what happened.

import { Client } from "./client.js";
import { fillPlaceholders } from "./context.js";
import { receive } from "./receive.js";

const byId = id => document.getElementById(id);
const frame = byId("tab");

const host = {
  // Switches.
  theme: "default",
  locale: "en-gb",
  hostClientType: "web",
  /** Claims of the person's tokens. */
  user: {
    tid: "11111111-1111-1111-1111-111111111111",
    oid: "22222222-2222-2222-2222-222222222222",
    name: "Person in Teams",
    preferred_username: "person@example.test",
  },
  /** What `getAuthToken` is refused with. */
  tokenError: null,
  /** Whether the person agrees when a call that may ask them does ask. */
  consents: false,
  blockPopups: false,
  loadTimeoutMs: 30_000,

  // What happened.
  app: null,
  clients: [],
  /** `{ from, func, args, answer }` of every message. */
  log: [],
  /** What the app did wrong. */
  errors: [],
  /** Addresses that the app had Teams open. */
  links: [],
  /** empty, loading, shown, failed */
  state: "empty",
  failure: null,
  config: null,
  dialog: null,
  held: new Map(),
  /** TeamsJS instances of pages that were replaced. */
  gone: new Set(),

  /** Opens an app: `{ contentUrl, validDomains, pageId, subPageId, frameContext, settings }`. */
  open(app) {
    host.app = { pageId: "app", subPageId: "", frameContext: "content", ...app };
    host.reload();
  },

  reload() {
    const { contentUrl, frameContext } = host.app;
    host.dialog?.finish([false, "CancelledByUser"]);
    host.config = { valid: false, settings: host.app.settings ?? null, state: "editing" };
    host.clients.forEach(({ instance }) => host.gone.add(instance));
    host.clients = [new Client("tab", frame.contentWindow, frameContext)];
    host.become("loading");
    clearTimeout(host.loadTimer);
    host.loadTimer = setTimeout(() => {
      if (host.state === "loading") host.fail("Timeout", "the app did not say that it is there");
    }, host.loadTimeoutMs);
    frame.src = fillPlaceholders(host, contentUrl);
  },

  /** The app has said that it is there. */
  show(how) {
    if (host.state === "failed") host.complain(`${how} after the error page is shown`);
    else host.become("shown");
  },

  fail(reason, message) {
    host.failure = { reason, message };
    host.become("failed");
  },

  become(state) {
    host.state = state;
    byId("loader").hidden = state !== "loading";
    byId("failure").hidden = state !== "failed";
    byId("failure").textContent = state === "failed" ? `There was a problem: ${host.failure.reason}` : "";
    byId("save").hidden = host.app.frameContext !== "settings";
    byId("save").disabled = !host.config.valid;
  },

  setTheme(theme) {
    host.theme = document.body.dataset.theme = theme;
    host.tell("themeChange", "themeChange", theme);
  },

  /** Presses Save of a page that configures a tab. */
  save() {
    if (!host.config.valid) throw new Error("Save is disabled");
    host.config.state = "saving";
    host.clients[0].send("settings.save", {});
  },

  /** Goes to another app; one that wants to know is asked first. */
  leave() {
    if (!host.tell("beforeUnload", "beforeUnload")) host.empty();
  },

  empty() {
    frame.removeAttribute("src");
    host.become("empty");
  },

  /** Keeps answers to a message back until `release`. */
  hold(func) {
    host.held.set(func, []);
  },

  release(func) {
    const waiting = host.held.get(func) ?? [];
    host.held.delete(func);
    for (const proceed of waiting) proceed();
  },

  /** Tells the windows that registered for an event; whether there are any. */
  tell(handler, func, ...args) {
    const clients = host.clients.filter(client => client.handlers.has(handler));
    for (const client of clients) client.send(func, ...args);
    return clients.length > 0;
  },

  complain(what) {
    host.errors.push(what);
    console.error(`Teams host: ${what}`);
  },
};

document.body.dataset.theme = host.theme;
byId("reload").addEventListener("click", () => host.reload());
byId("save").addEventListener("click", () => host.save());
addEventListener("message", event => receive(host, event));
window.host = host;
