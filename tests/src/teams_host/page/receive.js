// Takes the messages of apps, strictly: what TeamsJS would never send is an error of the app.

import { findShapeProblem, isValidOrigin } from "./checks.js";
import { MESSAGES } from "./messages.js";

export async function receive(host, event) {
  const client = host.clients.find(client => client.window === event.source);
  if (!client) return host.complain(`a message from a window of ${event.origin} that is no app`);
  if (!isValidOrigin(host, event.origin)) {
    return host.complain(`a message from ${event.origin}, which is not in validDomains`);
  }
  const problem = findShapeProblem(event.data);
  if (problem) return host.complain(`the ${client.name} sent ${problem}`);

  // A page that is being replaced may finish its sentence.
  if (host.gone.has(event.data.teamsJsInstanceId)) return;

  const { id, uuidAsString, func, args } = event.data;
  const entry = { from: client.name, func, args, answer: null };
  host.log.push(entry);
  const objection = findObjection(client, event);
  if (objection) host.complain(`the ${client.name} sent ${func} ${JSON.stringify(args)} ${objection}`);
  if (!(func in MESSAGES)) return;

  // Called at once: a window can be opened only while the person's click is fresh.
  const answering = MESSAGES[func].take(host, client, ...args);
  if (host.held.has(func)) await new Promise(proceed => host.held.get(func).push(proceed));
  const answer = await answering;
  if (answer === undefined) return;
  entry.answer = answer;
  client.window.postMessage({ id, uuidAsString, args: answer }, event.origin);
}

function findObjection(client, { data, origin }) {
  const { func, args, teamsJsInstanceId, uuidAsString } = data;
  const message = MESSAGES[func];
  if (!message) return "which this host does not know";
  if (func === "initialize") {
    if (client.instance === teamsJsInstanceId) return "twice";
    client.start(teamsJsInstanceId, origin);
  }
  if (client.instance !== teamsJsInstanceId) return "without initialize";
  if (client.uuids.has(uuidAsString)) return "with an identifier that was used before";
  client.uuids.add(uuidAsString);
  if (message.contexts && !message.contexts.includes(client.frameContext)) {
    return `in the frame context ${client.frameContext}`;
  }
  if (args.length !== message.args.length) return `with ${args.length} arguments`;
  const wrong = message.args.findIndex((check, at) => !check(args[at]));
  if (wrong >= 0) return `whose argument ${wrong} cannot be`;
}
