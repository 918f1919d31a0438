// Single sign-on: tokens for the person at this host.

const CURED_BY_ASKING = ["resourceRequiresConsent", "resourceRequiresMfa"];

/** The answer to `getAuthToken`. */
export async function getToken(host, silent) {
  if (host.consents && silent !== true && CURED_BY_ASKING.includes(host.tokenError)) host.tokenError = null;
  if (host.tokenError) return [false, host.tokenError];
  const reply = await fetch("/token", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(host.user),
  });
  return [true, await reply.text()];
}
