import { LRUCache } from "lru-cache";
import { once } from "#platform/runtime";

/** How a server takes the wish for JSON: by a schema, by the bare wish, or only in the messages' own words. */
export type Structured = "json_schema" | "json_object" | "none";

const next: Record<Structured, Structured | null> = {
  json_schema: "json_object",
  json_object: "none",
  none: null,
};

const known = () => once("models.structured", () => new LRUCache<string, Structured>({ max: 1_000 }));

/** What this server took last for this model; the schema until it refused one. Forgotten when the process ends. */
export function structuredOf(server: string, model: string): Structured {
  return known().get(`${server} ${model}`) ?? "json_schema";
}

/** The next plainer way when a refusal is about structured output; null when it is about something else. */
export function plainerAfter(
  asked: Structured,
  { status, said }: { status: number; said: string },
): Structured | null {
  if (status !== 400 && status !== 422) return null;
  const isAboutFormat = /response[_ ]?format|json[_ ]?(?:schema|object|mode)|structured|output format/i.test(
    said,
  );
  // Some servers refuse what they do not know without a word about it.
  const isSilent = /^\W*(?:bad request|invalid request|unprocessable entity)?\W*$/i.test(said);
  return isAboutFormat || isSilent ? next[asked] : null;
}

export function rememberStructured(server: string, model: string, taken: Structured): void {
  known().set(`${server} ${model}`, taken);
}
