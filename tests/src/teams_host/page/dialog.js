// The dialog of `authenticate`: a window that the host opens, with the host as its opener.

import { findAddressProblem } from "./checks.js";
import { Client } from "./client.js";

/** Resolves to the answer to `authenticate`. */
export function openDialog(host, url, width = 600, height = 400) {
  const problem = findAddressProblem(host, url);
  if (problem) {
    host.complain(`authenticate with an address that ${problem}: ${url}`);
    return [false, "FailedToOpenWindow"];
  }
  host.dialog?.finish([false, "CancelledByUser"]);
  const dialog = host.blockPopups ? null : open(url, "_blank", `popup,width=${width},height=${height}`);
  if (!dialog) return [false, "FailedToOpenWindow"];
  const client = new Client("dialog", dialog, "authentication");
  host.clients.push(client);
  return new Promise(answer => {
    const watch = setInterval(() => {
      if (dialog.closed) host.dialog.finish([false, "CancelledByUser"]);
    }, 50);
    host.dialog = {
      finish(result) {
        clearInterval(watch);
        host.dialog = null;
        host.clients = host.clients.filter(other => other !== client);
        answer(result);
      },
    };
  });
}
