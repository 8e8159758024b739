import { openAiMethods } from "./openai/operations.ts";
import type { ApiRoute } from "./route.ts";
import { routes } from "./routes/all-routes.ts";
import { apiBasePath } from "./schema.ts";

type Address = { path: string; method: string; pattern: RegExp; words: number };

let addresses: Address[] | undefined;

/**
 * The methods an address takes, as an Allow header lists them; null for an address that is not there. Where a template with
 * a word (/budgets/alerts) and one with a parameter (/budgets/{budgetId}) both read it, the word is meant.
 */
export function methodsAt(path: string): string | null {
  addresses ??= all();
  const found = addresses.filter(({ pattern }) => pattern.test(path));
  const most = Math.max(...found.map(({ words }) => words));
  const methods = new Set(found.filter(({ words }) => words === most).map(({ method }) => method));
  if (methods.size === 0) return null;
  return [...methods, ...(methods.has("GET") ? ["HEAD"] : []), "OPTIONS"].join(", ");
}

/** Tells of a path that a route's parameter would read whether it is another route's own word, which takes other methods. What a parameter that may hold slashes reads may end in any word. */
export function othersWord(row: ApiRoute): (path: string) => boolean {
  addresses ??= all();
  const own = patternOf(apiBasePath + row.path);
  const words = wordsOf(apiBasePath + row.path);
  const others = addresses.filter(
    (other) =>
      other.words > words &&
      own.test(other.path.replace(/\{\w+\}/g, "x")) &&
      !(greedy.test(row.path) && greedy.test(other.path)),
  );
  return (path) => others.some(({ pattern }) => pattern.test(path));
}

function all(): Address[] {
  const rows = [
    ...routes.map(({ path, method }) => ({ path: apiBasePath + path, method })),
    ...openAiMethods().map(({ path, method }) => ({ path: apiBasePath + path, method })),
    ...["/api/health", "/api/ready", `${apiBasePath}/openapi.json`].map((path) => ({ path, method: "get" })),
  ];
  return rows.map(({ path, method }) => {
    return { path, method: method.toUpperCase(), pattern: patternOf(path), words: wordsOf(path) };
  });
}

const wordsOf = (path: string) => path.split("/").filter((part) => !part.startsWith("{")).length;

const greedy = /\{(path|model)\}/;

/** `{path}` and `{model}` may hold slashes, every other parameter is one segment: as the router reads them. */
function patternOf(path: string): RegExp {
  const source = path
    .replaceAll(".", "\\.")
    .replace(greedy, ".+")
    .replace(/\{\w+\}/g, "[^/]+");
  return new RegExp(`^${source}$`);
}
