// The configuration of a tab in a channel or chat.

import { findAddressProblem, isText } from "./checks.js";

/** Keeps what the app wants to be opened with; the answer to `setConfig`. */
export function saveSettings(host, settings) {
  const addresses = [settings.contentUrl, settings.removeUrl].filter(Boolean);
  for (const address of addresses) {
    const problem = findAddressProblem(host, address);
    if (problem) host.complain(`settings with an address that ${problem}: ${address}`);
  }
  // Where there is one, it is opened in a browser, so no manifest has to name its domain.
  if (settings.websiteUrl && !/^https?:/.test(settings.websiteUrl)) host.complain(`settings with the website ${settings.websiteUrl}`);
  if (!isText(settings.contentUrl)) host.complain("settings without contentUrl");
  if (!isText(settings.entityId) || !settings.entityId) host.complain("settings without entityId");
  host.config.settings = settings;
  return [true];
}
