// A real provider of OpenID Connect (npm: oidc-provider), where whoever signs in says yes to everything.
//
//   node provider.mjs REDIRECT_URI SECRET [token]
//
// With `token`, the ID token tells name and roles; without, only the userinfo endpoint does. It prints its issuer when it
// is up. POST /people takes the claims of whoever signs in next, as JSON with `sub`; POST /stop-saying-yes makes the next one
// refuse.

import { generateKeyPairSync } from "node:crypto";
import { createServer } from "node:http";

const library = new URL("../../web/node_modules/oidc-provider/lib/index.js", import.meta.url);
const { default: Provider } = await import(library);

const [redirectUri, secret, inToken] = process.argv.slice(2);
const people = new Map();
let next = "";
let saysYes = true;

function key(kind, options, alg, kid) {
  const { privateKey } = generateKeyPairSync(kind, options);
  return { ...privateKey.export({ format: "jwk" }), use: "sig", alg, kid };
}

const configuration = {
  clients: [
    {
      client_id: "endorinn",
      client_secret: secret,
      redirect_uris: [redirectUri],
      grant_types: ["authorization_code"],
      response_types: ["code"],
    },
  ],
  claims: { openid: ["sub"], profile: ["name", "preferred_username", "roles", "realm_access"], email: ["email"] },
  conformIdTokenClaims: inToken !== "token",
  cookies: { keys: ["of these tests"] },
  features: { devInteractions: { enabled: false } },
  findAccount: (_, id) => ({ accountId: id, claims: () => people.get(id) }),
  interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
  jwks: {
    keys: [key("rsa", { modulusLength: 2048 }, "RS256", "rs"), key("ec", { namedCurve: "P-256" }, "ES256", "es")],
  },
  pkce: { required: () => true },
  ttl: { AccessToken: 60, AuthorizationCode: 60, Grant: 60, IdToken: 60, Interaction: 60, Session: 60 },
};

const server = createServer();
await new Promise((done) => server.listen(0, "127.0.0.1", done));
const issuer = `http://127.0.0.1:${server.address().port}`;
const provider = new Provider(issuer, configuration);
const served = provider.callback();

async function interact(request, response) {
  const { params, session, grantId } = await provider.interactionDetails(request, response);
  if (!saysYes) {
    saysYes = true;
    await provider.interactionFinished(request, response, { error: "access_denied" });
    return;
  }
  const accountId = session?.accountId ?? next;
  const grant = (await provider.Grant.find(grantId)) ?? new provider.Grant({ accountId, clientId: params.client_id });
  grant.addOIDCScope(params.scope);
  const given = { login: { accountId }, consent: { grantId: await grant.save() } };
  await provider.interactionFinished(request, response, given);
}

async function body(request) {
  let text = "";
  for await (const piece of request) text += piece;
  return JSON.parse(text);
}

server.on("request", async (request, response) => {
  if (request.url === "/people") {
    const person = await body(request);
    people.set(person.sub, person);
    next = person.sub;
    response.end();
  } else if (request.url === "/stop-saying-yes") {
    saysYes = false;
    response.end();
  } else if (request.url.startsWith("/interaction/")) {
    await interact(request, response);
  } else {
    served(request, response);
  }
});
console.log(issuer);
