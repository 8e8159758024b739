import { createLoader, createMultiParser, createSerializer, type SearchParams } from "nuqs/server";
import { parseAsId, parseAsSchema } from "#platform/list-address";
import { Moment } from "#platform/moment";
import { allTime, Days, Environment, OfSources, type ScopeQuery, type Usual, usualScope } from "./scope.ts";

/** How a scope stands in an address, by the rules of `ScopeQuery`; what is usual on the page is left out of it. */
function scopeParsers(usual: Usual = usualScope) {
  return {
    environment: parseAsSchema(Environment).withDefault(usual.environment),
    source: createMultiParser<ScopeQuery["source"]>({
      parse: (texts) => OfSources.safeParse(texts).data ?? null,
      serialize: (sources) => [sources.join(",")],
      eq: (a, b) => a.join() === b.join(),
    }).withDefault(usual.source),
    prompt: parseAsId,
    version: parseAsId,
    days: parseAsSchema(Days, (days) => (days === allTime ? "all" : String(days))).withDefault(usual.days),
    from: parseAsSchema(Moment, shortest),
    to: parseAsSchema(Moment, shortest),
  };
}

/** The scope that an address names; what cannot be read there is the usual. */
export function readScope(search: SearchParams, usual: Usual = usualScope): ScopeQuery {
  const { prompt, version, from, to, ...rest } = createLoader(scopeParsers(usual))(search);
  return {
    ...rest,
    prompt: prompt ?? undefined,
    version: version ?? undefined,
    from: from ?? undefined,
    to: to ?? undefined,
  };
}

/** An address in a scope with some of it changed; what is usual is left out, so one scope has one address. */
export function scopeHref(
  base: string,
  query: ScopeQuery,
  change: Partial<ScopeQuery> = {},
  usual: Usual = usualScope,
): string {
  const {
    environment,
    source,
    prompt = null,
    version = null,
    days,
    from = null,
    to = null,
  } = {
    ...query,
    ...change,
  };
  const values = { environment, source, prompt, version, days: from ? null : days, from, to };
  return createSerializer(scopeParsers(usual))(base, values);
}

/** A whole UTC day is written as that day. */
function shortest(at: Date): string {
  const text = at.toISOString();
  return text.endsWith("T00:00:00.000Z") ? text.slice(0, 10) : text;
}
