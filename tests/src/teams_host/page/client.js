/** A window that speaks TeamsJS: the tab or a dialog. */
export class Client {
  constructor(name, window, frameContext) {
    Object.assign(this, { name, window, frameContext, instance: null, origin: null });
    this.start(null, null);
  }

  /** A page in this window has said `initialize`; what an earlier page registered is gone. */
  start(instance, origin) {
    Object.assign(this, { instance, origin, handlers: new Set(), uuids: new Set(), succeeded: false });
  }

  /** Tells the app of an event. */
  send(func, ...args) {
    this.window.postMessage({ func, args }, this.origin);
  }
}
