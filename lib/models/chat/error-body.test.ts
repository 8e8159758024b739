import { describe, expect, it } from "vitest";
import { errorIn, redactKeys, saidError } from "./error-body.ts";

describe("errors of providers", () => {
  it("keep type, code and param, and nothing else that may quote the call", () => {
    const error = {
      type: "invalid_request_error",
      code: 400,
      param: null,
      failed_generation: 'mail({"to":"anna@example.org"})',
      innererror: { code: "Policy" },
    };
    const kept = { type: "invalid_request_error", code: 400, param: null };
    expect(errorIn(JSON.stringify({ error }), null)).toEqual({ said: "", error: kept });
    expect(saidError({ error }, null)).toMatchObject({ said: "" });
    expect(saidError({ error: { ...error, message: "Busy." } }, null)).toMatchObject({
      said: "Busy.",
      error: kept,
    });
  });

  it("keep no member that is long or no plain value, and bound the words", () => {
    const error = {
      message: "m".repeat(10_000),
      type: "t".repeat(201),
      code: { a: 1 },
      param: "p".repeat(200),
    };
    for (const read of [errorIn(JSON.stringify({ error }), null), saidError({ error }, null)])
      expect(read).toMatchObject({ said: "m".repeat(400), error: { param: "p".repeat(200) } });
    expect(errorIn(JSON.stringify({ error }), null).error).toEqual({ param: "p".repeat(200) });
  });

  it("lose keys wherever a line begins with one", () => {
    const words = "Incorrect key:\nsk-abcdefgh123456";
    const redacted = "Incorrect key:\n[key]";
    expect(redactKeys(words, null)).toBe(redacted);
    const error = { type: words, code: 401, param: null };
    expect(errorIn(JSON.stringify({ error }), null).error).toEqual({
      type: redacted,
      code: 401,
      param: null,
    });
  });

  it.each(["sk-abcdefgh123456", "my own key of the server"])(
    "lose a key that the bound would cut through: %s",
    (key) => {
      for (let at = 380; at < 400; at += 1) {
        const message = `${" ".repeat(at)}${key} is wrong`;
        const reads = [
          errorIn(JSON.stringify({ error: { message } }), key),
          errorIn(`x${message}`, key),
          saidError({ error: { message } }, key),
        ];
        for (const read of reads) expect(read?.said).not.toContain(key.slice(0, 2));
      }
    },
  );
});
