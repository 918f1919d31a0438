// What the host says about itself, the person and the page.

/** The answer to `getContext`: one flat object, from which TeamsJS builds its own. */
export function describeContext(host, client) {
  return {
    hostName: "Teams",
    hostClientType: host.hostClientType,
    locale: host.locale,
    theme: host.theme,
    sessionId: "33333333-3333-3333-3333-333333333333",
    appSessionId: "44444444-4444-4444-4444-444444444444",
    entityId: host.app.pageId,
    subEntityId: host.app.subPageId,
    frameContext: client.frameContext,
    isFullScreen: false,
    isMultiWindow: false,
    userObjectId: host.user.oid,
    tid: host.user.tid,
    userDisplayName: host.user.name,
    loginHint: host.user.preferred_username,
    userPrincipalName: host.user.preferred_username,
  };
}

/**
 * Puts values for the placeholders of an address in a manifest. Source:
 * https://learn.microsoft.com/microsoftteams/platform/tabs/how-to/access-teams-context
 */
export function fillPlaceholders(host, address) {
  const values = {
    "app.host.clientType": host.hostClientType,
    "app.host.name": "Teams",
    "app.locale": host.locale,
    "app.theme": host.theme,
    "page.id": host.app.pageId,
    "page.subPageId": host.app.subPageId,
    "user.id": host.user.oid,
    "user.tenant.id": host.user.tid,
    "user.loginHint": host.user.preferred_username,
    "user.userPrincipalName": host.user.preferred_username,
  };
  const earlier = {
    hostClientType: "app.host.clientType",
    locale: "app.locale",
    theme: "app.theme",
    entityId: "page.id",
    subEntityId: "page.subPageId",
    userObjectId: "user.id",
    tid: "user.tenant.id",
    loginHint: "user.loginHint",
    upn: "user.userPrincipalName",
  };
  return address.replace(/\{([^}]*)\}/g, (placeholder, name) => {
    const value = values[earlier[name] ?? name];
    if (value === undefined) host.complain(`the address ${address} has the unknown placeholder ${placeholder}`);
    return encodeURIComponent(value ?? placeholder);
  });
}

/** What the host supports, as TeamsJS reads it from `initialize`. */
export const RUNTIME = JSON.stringify({
  apiVersion: 4,
  hostVersionsInfo: { adaptiveCardSchemaVersion: { majorVersion: 1, minorVersion: 5 } },
  isLegacyTeams: false,
  isNAAChannelRecommended: false,
  supports: { app: { lifecycle: {} }, pages: { config: {}, tabs: {} }, teamsCore: {} },
});
