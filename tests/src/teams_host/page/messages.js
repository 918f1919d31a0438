// Every message that the host knows: its arguments, where it is allowed, what it does. `take`
// returns the arguments of the answer, or nothing where TeamsJS waits for none.

import { isFlag, isList, isNumber, isOneOf, isText, isVersion, isAbsent, optional } from "./checks.js";
import { describeContext, RUNTIME } from "./context.js";
import { openDialog } from "./dialog.js";
import { saveSettings } from "./settings.js";
import { getToken } from "./token.js";

const EVENTS = ["themeChange", "contextChange", "load", "beforeUnload", "save", "remove", "changeSettings"];
const OPENERS = ["content", "sidePanel", "settings", "remove", "task", "stage", "meetingStage"];

export const MESSAGES = {
  "initialize": {
    // Origins of its own would have the app trust whoever frames it.
    args: [isVersion, isOneOf(4), isAbsent],
    take: (host, client) => [client.frameContext, host.hostClientType, RUNTIME, "2.0.1"],
  },
  "getContext": {
    args: [],
    take: (host, client) => [describeContext(host, client)],
  },
  "registerHandler": {
    args: [isOneOf(...EVENTS)],
    take: (host, client, event) => void client.handlers.add(event),
  },
  "readyToUnload": {
    args: [],
    take: host => host.empty(),
  },

  "appInitialization.appLoaded": {
    args: [isVersion],
    take: (host, client) => {
      if (client.name === "tab") host.show("appLoaded");
    },
  },
  "appInitialization.success": {
    args: [isVersion],
    take: (host, client) => {
      if (client.succeeded) host.complain(`the ${client.name} sent success twice`);
      client.succeeded = true;
      if (client.name === "tab") host.show("success");
    },
  },
  "appInitialization.failure": {
    args: [isOneOf("AuthFailed", "Timeout", "Other"), optional(isText), isAbsent],
    take: (host, client, reason, message) => {
      if (client.name === "tab") host.fail(reason, message);
    },
  },
  "appInitialization.expectedFailure": {
    args: [isOneOf("PermissionError", "NotFound", "Throttling", "Offline", "Other"), optional(isText)],
    take: () => undefined,
  },

  "authentication.getAuthToken": {
    args: [optional(isList), optional(isList), optional(isFlag), optional(isText)],
    take: (host, _client, _resources, _claims, silent) => getToken(host, silent),
  },
  "authentication.authenticate": {
    contexts: OPENERS,
    args: [isText, optional(isNumber), optional(isNumber), optional(isFlag)],
    take: (host, _client, url, width, height) => openDialog(host, url, width, height),
  },
  "authentication.authenticate.success": {
    contexts: ["authentication"],
    args: [optional(isText)],
    take: (host, _client, result) => host.dialog.finish([true, result]),
  },
  "authentication.authenticate.failure": {
    contexts: ["authentication"],
    args: [optional(isText)],
    take: (host, _client, reason) => host.dialog.finish([false, reason]),
  },

  "executeDeepLink": {
    contexts: ["content", "sidePanel", "settings", "task", "stage", "meetingStage"],
    args: [isText],
    take: (host, _client, url) => {
      host.links.push(url);
      return URL.canParse(url) ? [true] : [false, "Invalid deep link"];
    },
  },

  "settings.setValidityState": {
    contexts: ["settings", "remove"],
    args: [isFlag],
    take: (host, _client, valid) => {
      host.config.valid = valid;
      host.become(host.state);
    },
  },
  "settings.getSettings": {
    contexts: ["content", "settings", "remove", "sidePanel"],
    args: [],
    take: host => [host.config.settings ?? {}],
  },
  "settings.setSettings": {
    contexts: ["content", "settings", "sidePanel"],
    args: [value => typeof value === "object"],
    take: (host, _client, settings) => saveSettings(host, settings),
  },
  "settings.save.success": {
    contexts: ["settings"],
    args: [],
    take: host => {
      if (host.config.state !== "saving") host.complain("Save succeeded that nobody pressed");
      if (!host.config.settings) host.complain("Save succeeded without settings");
      host.config.state = "saved";
    },
  },
  "settings.save.failure": {
    contexts: ["settings"],
    args: [optional(isText)],
    take: host => void (host.config.state = "editing"),
  },
};
