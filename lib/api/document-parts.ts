type Json = Record<string, unknown>;

const header = (description: string, schema: Json = { type: "string" }): Json => ({ description, schema });

/** What every answer says beside its body. */
export const commonAnswerHeaders: Json = {
  "x-request-id": header("To name the request by when something failed."),
  RateLimit: header('What the key has left of its limit: `"key";r=5999;t=1`, requests and seconds.'),
  "RateLimit-Policy": header('The limit: `"key";q=6000;w=60`, requests and seconds.'),
};

export const etagHeader: Json = {
  ETag: header("Send it as If-None-Match to be told that nothing changed."),
};

export const replayedHeader: Json = {
  "Idempotent-Replayed": header("true where an earlier answer is given again.", {
    type: "string",
    enum: ["true"],
  }),
};

const statusHeaders: Record<string, Json> = {
  "401": { "WWW-Authenticate": header("How to send a key.") },
  "405": { Allow: header("The methods this address takes.") },
  "429": { "Retry-After": header("Seconds to wait.", { type: "integer", minimum: 1 }) },
  "503": { "Retry-After": header("Seconds to wait.", { type: "integer", minimum: 1 }) },
};

const statusWords: Record<string, string> = {
  "400": "The address, the query or the body is not as the schema says.",
  "401": "No key, or one that is not known any more.",
  "403": "The key lacks the scope, or the person who made it may not.",
  "404": "Nothing here has this id.",
  "409": "It was changed meanwhile, or stands in the way.",
  "413": "The body is too large.",
  "422": "This Idempotency-Key was used with another request, or a policy blocks the text.",
  "429": "Too many requests, or a limit is used up; Retry-After says when to ask again.",
  "502": "The model's provider failed.",
  "503": "Not available now; Retry-After says when to ask again.",
  "504": "The model's provider was too slow.",
};

/** The answers of these statuses, and of any other that is not meant, each with a body of the same schema. */
export function refusals(statuses: readonly string[], contentType: string, schema: Json): Json {
  const answer = (status: string): Json => ({
    description: statusWords[status] ?? "A problem.",
    headers: { "x-request-id": commonAnswerHeaders["x-request-id"], ...statusHeaders[status] },
    content: { [contentType]: { schema } },
  });
  return Object.fromEntries([...statuses, "default"].map((status) => [status, answer(status)]));
}
