import { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";
import { beforeAll, describe, expect, it } from "vitest";
import { secure } from "./security-headers.ts";

beforeAll(() => {
  Object.assign(process.env, {
    VALUELOOP_URL: "https://studio.test",
    AUTH_OIDC_ISSUER: "https://login.test",
    AUTH_OIDC_ID: "id",
    AUTH_OIDC_SECRET: "secret",
  });
});

function answer(url = "/", isDevelopment = false) {
  const request = new IncomingMessage(new Socket());
  request.url = url;
  const response = new ServerResponse(request);
  secure(request, response, isDevelopment);
  const policy = String(response.getHeader("content-security-policy"));
  const directives = Object.fromEntries(
    policy.split("; ").map((directive) => {
      const [name = "", ...values] = directive.split(" ");
      return [name, values];
    }),
  );
  return { request, response, policy, directives };
}

describe("a page", () => {
  it("runs the scripts of its own nonce only, and no two pages share one", () => {
    const [one, two] = [answer(), answer()];
    expect(one.directives["script-src"]).toEqual([
      "'self'",
      `'nonce-${String(one.request.headers["x-nonce"])}'`,
      "'strict-dynamic'",
    ]);
    expect(one.request.headers["content-security-policy"]).toBe(one.policy);
    expect(one.policy).not.toBe(two.policy);
    expect(Buffer.from(String(one.request.headers["x-nonce"]), "base64")).toHaveLength(16);
  });

  it("is in no frame, loads nothing from elsewhere and sends forms to the studio and its providers only", () => {
    const { directives, response } = answer();
    expect(directives).toMatchObject({
      "default-src": ["'self'"],
      "connect-src": ["'self'"],
      "form-action": ["'self'", "https://login.test"],
      "frame-ancestors": ["'none'"],
      "base-uri": ["'self'"],
      "object-src": ["'none'"],
    });
    expect(response.getHeaders()).toMatchObject({
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
      "strict-transport-security": "max-age=31536000; includeSubDomains",
    });
  });

  it("evaluates strings in development only", () => {
    expect(answer("/", true).policy).toContain("'unsafe-eval'");
    expect(answer().policy).not.toContain("'unsafe-eval'");
  });

  it("knows its own path, so that a browser cannot name another", () => {
    const request = new IncomingMessage(new Socket());
    Object.assign(request, {
      url: "/a/b?c=1",
      headers: { "x-pathname": "//evil.test", "x-nonce": "guessed" },
    });
    secure(request, new ServerResponse(request), false);
    expect(request.headers["x-pathname"]).toBe("/a/b?c=1");
    expect(request.headers["x-nonce"]).not.toBe("guessed");
  });
});
