import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { env } from "#platform/env";

/**
 * Gives a page request its nonce policy and the fixed security headers. Next reads the nonce from the request's
 * own `content-security-policy` header and puts it on its scripts; the root layout reads `x-nonce`.
 */
export function secure(request: IncomingMessage, response: ServerResponse, isDevelopment: boolean): void {
  if (env().VALUELOOP_URL?.startsWith("https://"))
    response.setHeader("strict-transport-security", "max-age=31536000; includeSubDomains");
  response.setHeader("x-content-type-options", "nosniff");
  // The rest is about documents; on some twenty scripts a page it would weigh a kilobyte each.
  if (request.url?.startsWith("/_next/static/")) return;
  const nonce = randomBytes(16).toString("base64");
  const policy = contentSecurityPolicy(nonce, isDevelopment);
  request.headers["content-security-policy"] = policy;
  request.headers["x-nonce"] = nonce;
  request.headers["x-pathname"] = request.url ?? "/";
  response.setHeader("content-security-policy", policy);
  response.setHeader("x-frame-options", "DENY");
  response.setHeader("referrer-policy", "strict-origin-when-cross-origin");
  response.setHeader("permissions-policy", "camera=(), microphone=(), geolocation=(), browsing-topics=()");
  response.setHeader("cross-origin-opener-policy", "same-origin");
}

function contentSecurityPolicy(nonce: string, isDevelopment: boolean): string {
  // React's development build evaluates strings to rebuild server stacks; Recharts and CodeMirror set styles inline.
  const scripts = `'self' 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ""}`;
  const signInTargets = [
    env().AUTH_OIDC_ISSUER,
    env().AUTH_GITHUB_ID && (env().AUTH_GITHUB_URL ?? "https://github.com"),
  ].filter((url) => url !== undefined && url !== "");
  return [
    "default-src 'self'",
    `script-src ${scripts}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    `connect-src 'self'${isDevelopment ? " ws:" : ""}`,
    `form-action ${["'self'", ...signInTargets].join(" ")}`,
    "frame-ancestors 'none'",
    "base-uri 'self'",
    "object-src 'none'",
  ].join("; ");
}
