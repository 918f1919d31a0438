// Under which licences npm packages may be: the one that is shipped (frontend) and those that only
// build and test. Reads the lock files, so it needs no network and no installed packages.
import { readFileSync } from "node:fs";

const allowed = ["0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "BlueOak-1.0.0", "ISC", "MIT", "(MIT OR CC0-1.0)"];
// Used as they are and never shipped.
const exceptions = {
  // Microsoft's own terms, for trying out agents.
  "@microsoft/m365agentsplayground": "SEE LICENSE IN LICENSE",
  "axe-core": "MPL-2.0",
};

const refused = [];
let count = 0;
for (const folder of ["frontend", "tests", "tests/lighthouse"]) {
  const lock = JSON.parse(readFileSync(new URL(`../${folder}/package-lock.json`, import.meta.url)));
  for (const [path, { license }] of Object.entries(lock.packages)) {
    const name = path.split("node_modules/").pop();
    if (!name) continue;
    count += 1;
    const isShipped = folder === "frontend";
    if (!allowed.includes(license) && (isShipped || exceptions[name] !== license)) {
      refused.push(`${folder}: ${name} is under ${license ?? "no licence"}`);
    }
  }
}
if (refused.length > 0) {
  console.error(`${refused.join("\n")}\nRead the licence; then allow it in tests/npm_licences.mjs or use another package.`);
  process.exit(1);
}
console.log(`npm: the licences of ${count} packages are allowed.`);
