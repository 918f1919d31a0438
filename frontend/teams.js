// What the tab uses of TeamsJS, as one module; esbuild bundles it. It is loaded only inside a frame
// or a window that somebody opened, and app/src/teams.rs is the only one that calls it.

import { app, authentication, pages } from "@microsoft/teams-js";

// TeamsJS itself waits a minute, long after people have given up.
const PATIENCE_MS = 8000;

const inTime = (promise) =>
  Promise.race([
    promise,
    new Promise((_, reject) => setTimeout(() => reject(new Error("TeamsSilent")), PATIENCE_MS)),
  ]);

// Whatever Teams rejects with, the tab gets its word.
const word = (error) => Promise.reject(String(error?.message ?? error));

const follow = (theme) => {
  document.documentElement.dataset.theme = theme;
};

const connect = async () => {
  await inTime(app.initialize());
  // The page has its shape already: the server wrote it.
  app.notifyAppLoaded();
  app.registerOnThemeChangeHandler(follow);
  const context = await inTime(app.getContext());
  follow(context.app.theme);
  try {
    // A tag that Intl does not know is no locale for our dates.
    document.documentElement.dataset.locale = Intl.getCanonicalLocales(context.app.locale)[0] ?? "";
  } catch {}
  const user = context.user;
  // Whoever opens the settings of a tab sees what it shows so far.
  if (context.page.frameContext === "settings") kept = await inTime(pages.getConfig()).catch(() => ({}));
  const link = kept ? kept.contentUrl : context.page.subPageId;
  return { link: link ?? "", person: `${user?.tenant?.id}/${user?.id}` };
};

let connected;
// What Teams keeps of the tab whose settings these are.
let kept;

/** Waits for Teams; answers with the subPageId of a deep link, or "" (in settings with the address that Teams keeps), and with who Teams says sits here. After a failure it may be asked again. */
export const start = () => {
  connected ??= connect();
  return connected.catch((error) => {
    connected = undefined;
    return word(error);
  });
};

// The WebAssembly is still loading.
start().catch(() => {});

/** Entra's token for the person. Only a press of a button may ask aloud, and then people take their time. */
export const token = (silent) => {
  const asked = authentication.getAuthToken({ silent });
  return (silent ? inTime(asked) : asked).catch(word);
};

/** Opens the sign-in dialog; answers with what it reported. */
export const openDialog = (url) => authentication.authenticate({ url, width: 520, height: 680 }).catch(word);

/** In the dialog: reports to the tab; Teams then closes the window. */
export const finish = (result) => authentication.notifySuccess(result);

/** The page shows what it is for. */
export const succeeded = () => app.notifySuccess();

/** The page shows why it cannot go on, and what to do. */
export const explained = () =>
  app.notifyExpectedFailure({ reason: app.ExpectedFailureReason.PermissionError });

/** The page cannot show anything: Teams shows its own words. */
export const failed = () => start().then(() => app.notifyFailure({ reason: app.FailedReason.Other })).catch(() => {});

let choice;

const save = (event) =>
  pages.config
    .setConfig(choice)
    .then(() => event.notifySuccess(), (error) => event.notifyFailure(String(error?.message ?? error)));

/** Lets the person save what the tab of a channel or chat is to show; nothing without a contentUrl. Deep links name the entityId, so a tab keeps its own. */
export const configure = (entityId, contentUrl, websiteUrl, suggestedDisplayName) => {
  if (!pages.config.isSupported()) return;
  if (contentUrl && !choice) pages.config.registerOnSaveHandler(save);
  if (contentUrl) choice = { entityId: kept?.entityId || entityId, contentUrl, websiteUrl, suggestedDisplayName };
  pages.config.setValidityState(!!contentUrl);
};
