import { openAiMethods } from "./openai/operations.ts";
import { routes } from "./routes/all-routes.ts";
import { apiBasePath } from "./schema.ts";

type Address = { pattern: RegExp; method: string };

let addresses: Address[] | undefined;

/** The methods an address takes, as an Allow header lists them; null for an address that is not there. */
export function methodsAt(path: string): string | null {
  addresses ??= all();
  const found = new Set(addresses.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method));
  if (found.size === 0) return null;
  return [...found, ...(found.has("GET") ? ["HEAD"] : []), "OPTIONS"].join(", ");
}

function all(): Address[] {
  const rows = [
    ...routes.map(({ path, method }) => ({ path: apiBasePath + path, method })),
    ...openAiMethods().map(({ path, method }) => ({ path: apiBasePath + path, method })),
    ...["/api/health", "/api/ready", `${apiBasePath}/openapi.json`].map((path) => ({ path, method: "get" })),
  ];
  return rows.map(({ path, method }) => ({ pattern: patternOf(path), method: method.toUpperCase() }));
}

/** `{path}` and `{model}` may hold slashes, every other parameter is one segment: as the router reads them. */
function patternOf(path: string): RegExp {
  const source = path
    .replaceAll(".", "\\.")
    .replace(/\{(path|model)\}/g, ".+")
    .replace(/\{\w+\}/g, "[^/]+");
  return new RegExp(`^${source}$`);
}
