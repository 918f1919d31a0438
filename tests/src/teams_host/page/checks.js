// What values in messages may look like.

export const isText = value => typeof value === "string";
export const isAbsent = value => value === undefined || value === null;
export const optional = check => value => isAbsent(value) || check(value);
export const isOneOf = (...values) => value => values.includes(value);
export const isVersion = value => isText(value) && /^\d+\.\d+\.\d+$/.test(value);
export const isFlag = value => typeof value === "boolean";
export const isNumber = value => typeof value === "number";
export const isList = Array.isArray;

const isUuid = value => isText(value) && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value);

const REQUEST = {
  id: Number.isInteger,
  uuidAsString: isUuid,
  func: isText,
  args: isList,
  timestamp: isNumber,
  monotonicTimestamp: isNumber,
  apiVersionTag: value => isText(value) && /^v\d+_[\w.]+$/.test(value),
  isProxiedFromChild: isOneOf(false),
  teamsJsInstanceId: isUuid,
};

/** What is wrong with the shape of a request, if anything is. */
export function findShapeProblem(data) {
  if (typeof data !== "object" || data === null) return `a message that is ${typeof data}`;
  const wrong = Object.entries(REQUEST).filter(([name, check]) => !check(data[name]));
  const strange = Object.keys(data).filter(name => !(name in REQUEST));
  if (wrong.length) return `a message whose ${wrong.map(([name]) => name)} cannot be: ${JSON.stringify(data)}`;
  if (strange.length) return `a message with ${strange}: ${JSON.stringify(data)}`;
}

/** What is wrong with an address that an app hands over, if anything is. */
export function findAddressProblem(host, text) {
  if (!URL.canParse(text)) return "is no address";
  if (text.length > 2048) return `has ${text.length} characters; 2048 are allowed`;
  if (!isValidOrigin(host, new URL(text).origin)) return "is not https or not in validDomains";
}

export function isValidOrigin(host, origin) {
  return host.app.validDomains.some(domain => origin === `https://${domain}`);
}
