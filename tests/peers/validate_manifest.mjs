// Checks the manifest on standard input by Microsoft's own schema of the version that it names, as
// @microsoft/app-manifest does, and prints a line for each error. That package's entry point needs a
// newer Node.js than Debian's, its schemas do not.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const Ajv = require("ajv-draft-04");
const addFormats = require("ajv-formats");

const manifest = JSON.parse(readFileSync(0, "utf8"));
const expected = `https://developer.microsoft.com/json-schemas/teams/v${manifest.manifestVersion}/MicrosoftTeams.schema.json`;
if (manifest.$schema !== expected) {
  console.log(`$schema is not ${expected}`);
}
const path = `@microsoft/app-manifest/build/json-schemas/teams/v${manifest.manifestVersion}/MicrosoftTeams.schema.json`;
const ajv = new Ajv({ allErrors: true, strictTypes: false });
addFormats(ajv, ["uri", "email", "regex"]);
const validate = ajv.compile(require(path));
validate(manifest);
for (const error of validate.errors ?? []) {
  console.log(`${error.instancePath} ${error.message}`);
}
