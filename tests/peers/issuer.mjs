// Entra ID and the Bot Framework as far as they issue tokens, made of oauth2-mock-server.
// Says its port on standard output; ends with its standard input. /control/ is for the tests.

import { constants, createHmac, createPrivateKey, createPublicKey, generateKeyPair as makeKeyPair, sign } from 'node:crypto';
import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { OAuth2Server } from 'oauth2-mock-server';

const generateKeyPair = promisify(makeKeyPair);

const TENANT = /^\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\//;
const [botId, botSecret] = process.argv.slice(2);

class Issuer {
  constructor(endpoints, published) {
    this.endpoints = endpoints;
    this.published = published;
    this.keyFetches = 0;
  }

  // The old keys are gone at once, as after an emergency roll.
  async rotate(url) {
    this.peer = new OAuth2Server(undefined, undefined, { endpoints: this.endpoints });
    this.peer.issuer.url = url;
    this.key = await this.peer.issuer.keys.generate('RS256');
  }

  // Microsoft's keys say no `alg`, but what they are for.
  keys() {
    this.keyFetches += 1;
    const keys = this.peer.issuer.keys.toJSON();
    return { keys: keys.map(({ alg, ...key }) => ({ ...key, use: 'sig', ...this.published })) };
  }

  token(claims) {
    return this.peer.issuer.buildToken({
      scopesOrTransform: (_, payload) => {
        for (const name of Object.keys(payload)) delete payload[name];
        Object.assign(payload, claims);
      },
    });
  }
}

const entra = new Issuer(
  {
    wellKnownDocument: '/common/v2.0/.well-known/openid-configuration',
    jwks: '/common/discovery/v2.0/keys',
    token: '/common/oauth2/v2.0/token',
  },
  { issuer: 'https://login.microsoftonline.com/{tenantid}/v2.0' },
);
const bot = new Issuer(
  { wellKnownDocument: '/v1/.well-known/openidconfiguration', jwks: '/v1/.well-known/keys' },
  { endorsements: ['msteams', 'webchat'] },
);

// What the header's own algorithm makes; for HMAC, the old trick with the public key as the secret.
function signature(alg, data, key) {
  const hash = `sha${/\d+$/.exec(alg) ?? 256}`;
  switch (alg.slice(0, 2).toLowerCase()) {
    case 'no':
      return '';
    case 'hs': {
      const secret = createPublicKey(key).export({ type: 'spki', format: 'pem' });
      return createHmac(hash, secret).update(data).digest('base64url');
    }
    case 'ps':
      return sign(hash, data, { key, padding: constants.RSA_PKCS1_PSS_PADDING }).toString('base64url');
    default:
      return sign(hash, data, key).toString('base64url');
  }
}

// Signed by the issuer that `signer` names, or by nobody's key under the name of that issuer's.
async function forge({ signer, header, claims }) {
  const named = signer.endsWith('Bot') ? bot : entra;
  const stranger = signer.startsWith('Not');
  const key = stranger ? (await generateKeyPair('rsa', { modulusLength: 2048 })).privateKey
    : createPrivateKey({ key: named.key, format: 'jwk' });
  const all = Object.entries({ typ: 'JWT', alg: 'RS256', kid: named.key.kid, ...header });
  const kept = Object.fromEntries(all.filter(([, value]) => value !== null));
  const parts = [kept, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'));
  const data = parts.join('.');
  return `${data}.${signature(String(kept.alg), Buffer.from(data), key)}`;
}

const control = {
  '/control/token': (claims) => entra.token(claims),
  '/control/bot-token': (claims) => bot.token(claims),
  '/control/forged-token': forge,
  '/control/key-fetches': () => entra.keyFetches,
  '/control/rotate-keys': () => rotate(),
};

// Entra takes only what the bot was registered with.
function refuseStrangers(response, { body }) {
  if (body.grant_type !== 'client_credentials') return;
  if (body.client_id !== botId || body.client_secret !== botSecret) {
    Object.assign(response, { statusCode: 401, body: { error: 'invalid_client' } });
  } else if (body.scope !== 'https://api.botframework.com/.default') {
    Object.assign(response, { statusCode: 400, body: { error: 'invalid_scope' } });
  }
}

async function rotate() {
  const url = `http://127.0.0.1:${server.address().port}`;
  await Promise.all([entra.rotate(url), bot.rotate(url)]);
  entra.peer.service.on('beforeResponse', refuseStrangers);
}

function answer(response, body) {
  response.setHeader('Content-Type', 'application/json');
  response.end(JSON.stringify(body ?? null));
}

async function serve(request, response) {
  request.url = request.url.replace(TENANT, '/common/');
  if (control[request.url]) {
    answer(response, await control[request.url](await json(request)));
  } else if (request.url === entra.endpoints.jwks) {
    answer(response, entra.keys());
  } else if (request.url === bot.endpoints.jwks) {
    answer(response, bot.keys());
  } else {
    const peer = request.url.startsWith('/v1/') ? bot.peer : entra.peer;
    peer.service.requestHandler(request, response);
  }
}

const server = createServer((request, response) => {
  serve(request, response).catch((error) => {
    response.statusCode = 500;
    response.end(String(error));
  });
});
process.stdin.resume().on('end', () => process.exit());
server.listen(0, '127.0.0.1', async () => {
  await rotate();
  console.log(server.address().port);
});
