import { createHash, generateKeyPairSync, randomUUID, sign } from "node:crypto";
import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from "node:http";
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from "node:net";

/** Who the provider says has signed in there. */
export type ForeignPerson = { sub: string; email: string; email_verified?: boolean; name?: string };

/** An identity provider on loopback that speaks OpenID Connect and GitHub's OAuth, strict about codes and PKCE. For tests. */
export type ProviderServer = {
  url: string;
  /** Who signs in next. */
  person: ForeignPerson;
  /** Claims of the next ID tokens that are not as they should be. */
  wrongClaims: Record<string, unknown>;
  /** What the last authorization request asked for. */
  asked: URLSearchParams;
  close(): Promise<void>;
};

type Grant = { challenge: string | null; nonce: string | null; redirectUri: string | null };

/** Starts the provider; it knows one client by `clientId` and `clientSecret`. */
export async function openProvider(clientId: string, clientSecret: string): Promise<ProviderServer> {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const grants = new Map<string, Grant>();
  const idToken = (claims: object) => {
    const body = [{ alg: "RS256", kid: "one", typ: "JWT" }, claims]
      .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
      .join(".");
    return `${body}.${sign("RSA-SHA256", Buffer.from(body), privateKey).toString("base64url")}`;
  };

  function authorize(query: URLSearchParams, response: ServerResponse): void {
    const code = randomUUID();
    grants.set(code, {
      challenge: query.get("code_challenge"),
      nonce: query.get("nonce"),
      redirectUri: query.get("redirect_uri"),
    });
    provider.asked = query;
    const back = new URL(query.get("redirect_uri") ?? "");
    back.searchParams.set("code", code);
    const state = query.get("state");
    if (state !== null) back.searchParams.set("state", state);
    response.writeHead(302, { location: back.toString() }).end();
  }

  function token(form: URLSearchParams, authorization: string | undefined): [number, object] {
    const basic = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString("base64")}`;
    if (authorization !== basic) return [401, { error: "invalid_client" }];
    const grant = grants.get(form.get("code") ?? "");
    grants.delete(form.get("code") ?? "");
    const verifier = form.get("code_verifier") ?? "";
    const isProven = createHash("sha256").update(verifier).digest("base64url") === grant?.challenge;
    if (!grant || !isProven || form.get("redirect_uri") !== grant.redirectUri)
      return [400, { error: "invalid_grant" }];
    const now = Math.floor(Date.now() / 1000);
    const claims = { iss: provider.url, aud: clientId, iat: now, exp: now + 300, nonce: grant.nonce };
    return [
      200,
      {
        access_token: "access",
        refresh_token: "refresh",
        token_type: "bearer",
        id_token: idToken({ ...claims, ...provider.person, ...provider.wrongClaims }),
      },
    ];
  }

  const server = createHttpServer((request, response) => {
    void read(request).then((body) => {
      const { pathname, searchParams } = new URL(request.url ?? "/", "http://provider");
      const json = (status: number, value: object) =>
        response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
      const { sub, email, email_verified: isVerified = false, name = null } = provider.person;
      switch (pathname) {
        case "/.well-known/openid-configuration":
          return json(200, {
            issuer: provider.url,
            authorization_endpoint: `${provider.url}/authorize`,
            token_endpoint: `${provider.url}/token`,
            userinfo_endpoint: `${provider.url}/userinfo`,
            jwks_uri: `${provider.url}/jwks`,
            response_types_supported: ["code"],
            subject_types_supported: ["public"],
            id_token_signing_alg_values_supported: ["RS256"],
          });
        case "/jwks":
          return json(200, { keys: [{ ...publicKey.export({ format: "jwk" }), kid: "one", alg: "RS256" }] });
        case "/authorize":
        case "/login/oauth/authorize":
          return authorize(searchParams, response);
        case "/token":
        case "/login/oauth/access_token": {
          const [status, answer] = token(new URLSearchParams(body), request.headers.authorization);
          // GitHub's OAuth is not OpenID Connect: no ID token.
          return json(status, pathname === "/token" ? answer : { ...answer, id_token: undefined });
        }
        case "/api/v3/user":
          return json(200, { id: Number(sub), login: "octo", name, email: "shown@elsewhere.test" });
        case "/api/v3/user/emails":
          return json(200, [
            { email: "other@elsewhere.test", primary: false, verified: true },
            { email, primary: true, verified: isVerified },
          ]);
        default:
          return json(404, {});
      }
    });
  });
  const { url, close } = await listen(server);
  const provider: ProviderServer = {
    url: `http://${url}`,
    person: { sub: "nobody", email: "nobody@example.test" },
    wrongClaims: {},
    asked: new URLSearchParams(),
    close,
  };
  return provider;
}

/** A mail server on loopback that keeps what it gets. For tests. */
export type MailServer = {
  url: string;
  /** Resolves with the next letter, decoded. */
  next(): Promise<{ to: string; text: string }>;
  close(): Promise<void>;
};

/** Starts the mail server. */
export async function openMailServer(): Promise<MailServer> {
  const letters: { to: string; text: string }[] = [];
  const waiting: ((letter: { to: string; text: string }) => void)[] = [];
  const server = createTcpServer((socket) => converse(socket, deliver));
  function deliver(letter: { to: string; text: string }): void {
    const wanted = waiting.shift();
    if (wanted) wanted(letter);
    else letters.push(letter);
  }
  const { url, close } = await listen(server);
  return {
    url: `smtp://${url}`,
    next: () => {
      const letter = letters.shift();
      return letter ? Promise.resolve(letter) : new Promise((resolve) => void waiting.push(resolve));
    },
    close,
  };
}

function converse(socket: Socket, deliver: (letter: { to: string; text: string }) => void): void {
  let to = "";
  let data: string | null = null;
  let rest = "";
  socket.setEncoding("utf8").on("error", () => undefined);
  socket.write("220 loopback\r\n");
  socket.on("data", (part: string) => {
    const lines = (rest + part).split("\r\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      if (data === null) {
        if (/^RCPT TO:/i.test(line)) to = /<(.*)>/.exec(line)?.[1] ?? "";
        if (line === "DATA") data = "";
        socket.write(line === "DATA" ? "354 go on\r\n" : line === "QUIT" ? "221 bye\r\n" : "250 ok\r\n");
      } else if (line === ".") {
        deliver({ to, text: decode(data) });
        data = null;
        socket.write("250 kept\r\n");
      } else data += `${line.replace(/^\.\./, ".")}\n`;
    }
  });
}

function decode(quotedPrintable: string): string {
  return quotedPrintable
    .replaceAll("=\n", "")
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

async function listen(server: Server): Promise<{ url: string; close(): Promise<void> }> {
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  return {
    url: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

async function read(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString("utf8");
}
