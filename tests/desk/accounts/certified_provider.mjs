// `oidc-provider`, an implementation that the OpenID Foundation has certified, on loopback: node certified_provider.mjs ISSUER CALLBACK
// Its own pages ask for the name (any password) and for consent; the account's mail is the name.
import process from "node:process";
import Provider from "../../../web/node_modules/oidc-provider/lib/index.js";

const [issuer, callback, clientId, clientSecret] = process.argv.slice(2);
const provider = new Provider(issuer, {
  clients: [
    {
      client_id: clientId,
      client_secret: clientSecret,
      redirect_uris: [callback],
      grant_types: ["authorization_code"],
      response_types: ["code"],
    },
  ],
  claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
  // The providers of cities put the mail into the ID token.
  conformIdTokenClaims: false,
  cookies: { keys: ["for tests alone"] },
  features: { devInteractions: { enabled: true } },
  pkce: { required: () => true },
  findAccount: (_, id) => ({
    accountId: id,
    claims: () => ({ sub: id, email: id, email_verified: !id.startsWith("unproved"), name: "佐藤" }),
  }),
});
provider.listen(Number(new URL(issuer).port), "127.0.0.1", () => console.log("listening"));
