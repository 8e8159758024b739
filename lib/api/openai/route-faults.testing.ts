import type { ServerResponse } from "node:http";

/** One way in which a provider fails, and what comes of it; the first target of a route fails so, a second answers well. */
export type Fault = {
  name: string;
  /** Null: nothing listens at the target's address. */
  fail: ((response: ServerResponse) => void) | null;
  isStream?: boolean;
  /** The provider says nothing more, so that the route's time-outs must end it. */
  isSilent?: boolean;
  /** How often the target is asked; the route allows two tries. */
  tries: number;
  /** What the client gets where nobody takes over. */
  seen: { status: number; body: RegExp; retryAfter?: string };
  /** On the span of each try; null where it was no failure of the provider. */
  errorClass: string | null;
  /** A policy of ours ended it. */
  isBlocked?: boolean;
  /** The generation's own status and error. */
  recorded: { status: string; errorCode: string | null };
  /** What the generation costs in USD; null is not known, since the provider counted nothing. */
  costUsd: number | null;
  isEstimated?: boolean;
  /** Whether a second target is asked. */
  takesOver: boolean;
};

export const json =
  (status: number, body: unknown, headers = {}) =>
  (response: ServerResponse) =>
    void response
      .writeHead(status, { "content-type": "application/json", ...headers })
      .end(JSON.stringify(body));
const refusal = (status: number, error: object, headers = {}) => json(status, { error }, headers);
export const whole = (content: string, finishReason = "stop") => ({
  model: "m",
  choices: [{ message: { role: "assistant", content }, finish_reason: finishReason }],
  usage: { prompt_tokens: 100, completion_tokens: 20 },
});
export const piece = (content: string) =>
  `data: ${JSON.stringify({ model: "m", choices: [{ delta: { content }, finish_reason: null }] })}\n\n`;
export const stream = (response: ServerResponse) =>
  response.writeHead(200, { "content-type": "text/event-stream" });
/** More than the guard of a stream holds back. */
const begun = "Once upon a time. ".repeat(30);

const failed = (errorCode: string) => ({ status: "failed", errorCode });
/** Of an answer by the second target: 100 tokens in at $1 and 20 out at $10 a million. */
export const answered = 0.0003;

export const faults: Fault[] = [
  {
    name: "429 without Retry-After: asked again, then the client is told",
    fail: refusal(429, { message: "slow down", type: "tokens", code: "rate_limit_exceeded" }),
    tries: 2,
    seen: { status: 429, body: /"code":"rate_limit_exceeded"/ },
    errorClass: "rate_limit",
    recorded: failed("rate_limited"),
    costUsd: null,
    takesOver: true,
  },
  {
    name: "429 with a Retry-After longer than the route waits: not asked again, and the client is told how long",
    fail: refusal(429, { message: "slow down" }, { "retry-after": "30" }),
    tries: 1,
    seen: { status: 429, body: /Wait 30 s/, retryAfter: "30" },
    errorClass: "rate_limit",
    recorded: failed("rate_limited"),
    costUsd: null,
    takesOver: true,
  },
  {
    name: "429 for a quota that is used up: no waiting helps",
    fail: refusal(429, { message: "no credit", code: "insufficient_quota" }),
    tries: 1,
    seen: { status: 429, body: /"code":"insufficient_quota"/ },
    errorClass: "rate_limit",
    recorded: failed("rate_limited"),
    costUsd: null,
    takesOver: true,
  },
  {
    name: "500",
    fail: refusal(500, { message: "oops", type: "server_error" }),
    tries: 2,
    seen: { status: 500, body: /has a fault of its own \(500\)/ },
    errorClass: "server_error",
    recorded: failed("upstream_failed"),
    costUsd: null,
    takesOver: true,
  },
  {
    name: "502 with a web page, of which nothing is quoted",
    fail: (response) =>
      void response
        .writeHead(502, { "content-type": "text/html" })
        .end("<html><h1>Bad Gateway nginx</h1></html>"),
    tries: 2,
    seen: { status: 502, body: /^(?!.*nginx).*\(502\)/s },
    errorClass: "server_error",
    recorded: failed("upstream_failed"),
    costUsd: null,
    takesOver: true,
  },
  {
    name: "connection refused",
    fail: null,
    tries: 2,
    seen: { status: 502, body: /nothing listens at its address/ },
    errorClass: "network",
    recorded: failed("upstream_failed"),
    costUsd: null,
    takesOver: true,
  },
  {
    name: "a reset in the middle of a whole answer: nothing has left, so it is asked again",
    fail: (response) => {
      response.writeHead(200, { "content-type": "application/json", "content-length": "5000" });
      response.write('{"choices":[{"mess', () => response.destroy());
    },
    tries: 2,
    seen: { status: 502, body: /Try again/ },
    errorClass: "network",
    recorded: failed("upstream_failed"),
    costUsd: null,
    takesOver: true,
  },
  {
    name: "a reset in the middle of a stream: what has left is kept and billed by estimate, and nobody says it twice",
    fail: (response) => {
      stream(response).write(piece(begun), () => response.destroy());
    },
    isStream: true,
    tries: 1,
    seen: { status: 200, body: /Once upon a time[\s\S]*"error":\{/ },
    errorClass: "network",
    recorded: failed("upstream_failed"),
    // 2 characters in and 540 out, four a token: 1 at $1 and 135 at $10 a million.
    costUsd: 0.001351,
    isEstimated: true,
    takesOver: false,
  },
  {
    name: "no first byte in time",
    fail: () => undefined,
    isStream: true,
    isSilent: true,
    tries: 1,
    seen: { status: 504, body: /No answer began within/ },
    errorClass: "time_out",
    recorded: failed("upstream_timeout"),
    costUsd: null,
    takesOver: true,
  },
  {
    name: "silence in the middle of a stream, until the route's time is over",
    fail: (response) => void stream(response).write(piece(begun)),
    isStream: true,
    isSilent: true,
    tries: 1,
    seen: { status: 200, body: /Once upon a time[\s\S]*took longer than/ },
    errorClass: "time_out",
    recorded: failed("upstream_timeout"),
    costUsd: 0.001351,
    isEstimated: true,
    takesOver: false,
  },
  {
    name: "a text that is too long",
    fail: refusal(400, {
      message: "maximum context length is 10",
      code: "context_length_exceeded",
      param: "messages",
    }),
    tries: 1,
    seen: { status: 400, body: /"param":"messages"|"code":"context_length_exceeded"/ },
    errorClass: "context_length",
    recorded: failed("invalid_input"),
    costUsd: null,
    takesOver: true,
  },
  {
    name: "a content filter that refuses the input",
    fail: refusal(400, { message: "content management policy", code: "content_filter" }),
    tries: 1,
    seen: { status: 400, body: /"code":"content_filter"/ },
    errorClass: "content_filter",
    recorded: failed("invalid_input"),
    costUsd: null,
    takesOver: true,
  },
  {
    name: "a content filter that cuts the answer: the client gets it as the provider sent it, and it is billed",
    fail: json(200, whole("", "content_filter")),
    tries: 1,
    seen: { status: 200, body: /"finish_reason":"content_filter"/ },
    errorClass: null,
    recorded: { status: "succeeded", errorCode: null },
    costUsd: answered,
    takesOver: false,
  },
  {
    name: "JSON that cannot be read",
    fail: (response) =>
      void response.writeHead(200, { "content-type": "application/json" }).end('{"choices":['),
    tries: 2,
    seen: { status: 502, body: /sent an answer that cannot be read/ },
    errorClass: "server_error",
    recorded: failed("upstream_failed"),
    costUsd: null,
    takesOver: true,
  },
  {
    name: "an empty answer is an answer: the client gets it and it is billed",
    fail: json(200, whole("")),
    tries: 1,
    seen: { status: 200, body: /"content":""/ },
    errorClass: null,
    recorded: { status: "succeeded", errorCode: null },
    costUsd: answered,
    takesOver: false,
  },
  {
    name: "a connection that is closed before a byte of the answer came",
    fail: (response) => void response.destroy(),
    tries: 2,
    seen: { status: 502, body: /broke the connection/ },
    errorClass: "network",
    recorded: failed("upstream_failed"),
    costUsd: null,
    takesOver: true,
  },
  {
    name: "an error in a stream before its first token",
    fail: (response) =>
      void stream(response).end(
        'data: {"error":{"message":"busy","type":"server_error","code":"overloaded"}}\n\n',
      ),
    isStream: true,
    tries: 2,
    seen: { status: 500, body: /"code":"overloaded"/ },
    errorClass: "server_error",
    recorded: failed("upstream_failed"),
    costUsd: null,
    takesOver: true,
  },
  {
    name: "an error in a stream after its first token: what has left is kept and billed by estimate",
    fail: (response) =>
      void stream(response).end(`${piece(begun)}data: {"error":{"message":"busy","code":"overloaded"}}\n\n`),
    isStream: true,
    tries: 1,
    seen: { status: 200, body: /Once upon a time[\s\S]*"code":"overloaded"/ },
    errorClass: "server_error",
    recorded: failed("upstream_failed"),
    costUsd: 0.001351,
    isEstimated: true,
    takesOver: false,
  },
  {
    name: "an answer that a policy blocks: the provider counted it, and nobody else is asked",
    fail: json(200, whole("This is forbidden here.")),
    tries: 1,
    seen: { status: 422, body: /"code":"guardrail_blocked"/ },
    errorClass: null,
    isBlocked: true,
    recorded: failed("guardrail_blocked"),
    costUsd: answered,
    takesOver: false,
  },
  {
    name: "a key that is refused, of which the provider's own words do not show the key",
    fail: refusal(401, { message: "Incorrect API key provided: sk-abcdef123456", code: "invalid_api_key" }),
    tries: 1,
    seen: { status: 401, body: /^(?!.*abcdef123456).*"code":"invalid_api_key"/s },
    errorClass: "authentication",
    recorded: failed("upstream_failed"),
    costUsd: null,
    takesOver: true,
  },
];

type Met = {
  status: number;
  retryAfter: string | null;
  shouldRetry: string | null;
  body: string;
  kept: {
    status: string;
    errorCode: string | null;
    costUsd: number | null;
    isUsageEstimated: boolean | null;
    connectionName: string | null;
  };
  tries: { connection: unknown }[];
};

/** One failure as the guide's table says it, from what was met. */
export function faultRow(
  name: string,
  isStream: boolean,
  { alone, helped }: { alone?: Met; helped?: Met },
): string {
  if (!alone || !helped) throw new Error(`"${name}" was not met`);
  const { kept, tries } = alone;
  const billed =
    kept.costUsd === null
      ? "nothing: the provider counted nothing"
      : `${kept.costUsd} USD${kept.isUsageEstimated ? ", estimated from what came" : ", as the provider counted"}`;
  const next = helped.kept.connectionName === "second" ? "answers" : "is not asked";
  const cells = [
    name.replace(/^./, (letter) => letter.toUpperCase()),
    isStream ? "stream" : "whole",
    `${seenOf(alone)}${alone.retryAfter ? `, Retry-After ${alone.retryAfter}` : ""}${alone.shouldRetry ? ", `x-should-retry: false`" : ""}`,
    String(tries.length),
    `${kept.status}${kept.errorCode ? `, \`${kept.errorCode}\`` : ""}`,
    billed,
    next,
  ];
  return `| ${cells.join(" | ")} |`;
}

function seenOf({ status, body }: Met): string {
  const code = /"error":\{.*?"code":"([^"]+)"/s.exec(body)?.[1];
  if (status !== 200) return `${status} \`${code}\``;
  return code ? `the text so far, then an error event \`${code}\`` : "the answer as the provider sent it";
}

/** The guide's page. */
export function faultGuide(rows: readonly string[]): string {
  return `# What a failure of a provider looks like

Made by \`lib/api/openai/route-faults.test.ts\` from what it meets, with a true HTTP server behind the gateway that fails in each of
these ways; \`npx vitest run lib/api/openai/route-faults -u\` writes it again.

The route has one model and allows it two tries; the last column is of a route with a second model behind it. "Client sees" is
the answer of \`POST /api/v1/chat/completions\` where nobody takes over. Prices are 1 USD for a million tokens in and 10 out.

| failure | asked for | client sees | tries | recorded | billed | a second model |
| --- | --- | --- | --- | --- | --- | --- |
${rows.join("\n")}

- A call that was tried more than once says \`x-should-retry: false\`, so that OpenAI's clients do not multiply the route's tries; a
  client that says it asks again (\`x-stainless-retry-count\`) has each model tried once.
- After its first token a stream is nobody else's: it would be said twice.
- A model whose circuit is open, that has no free place, or that the project does not offer now, is passed over whatever the route
  says about failures; where none is left the client sees 503 with Retry-After, 429, or 400 \`no_model\`.
- A wait that the call would not outlive is not begun: the next model is asked, or the client is told at once.
- A policy's refusal of the input asks no model, one of the answer asks no further one.
- A request that meets a socket its server has just closed for being idle goes out once more, before any of this.
`;
}
