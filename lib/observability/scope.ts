import { z } from "zod";
import { formatDate } from "#platform/format";
import { Moment } from "#platform/moment";
import { GenerationSource, generationSources } from "./sources.ts";

/** Stands for every environment or source, in an address and as input. */
export const anyScope = "any";
/** Stands for calls that asked by no label: by a version's number or id, or without a stored prompt. */
export const noEnvironment = "none";

/** "any", "none" or the label that calls asked by. */
export const Environment = z.string().min(1).max(36);
const Sources = z.union([GenerationSource, z.array(GenerationSource).min(1).max(generationSources.length)]);

/**
 * Which calls a figure counts, as every verb that counts takes it; what is left out, narrows nothing. The span is half
 * open, [from, to), in instants; where days are meant they are UTC days. A call is of an environment when it asked by
 * that label itself (docs/decisions/0007-the-environment-of-a-call.md).
 */
export const scopeShape = {
  environment: Environment.optional(),
  promptId: z.uuid().optional(),
  promptVersionId: z.uuid().optional(),
  source: Sources.optional(),
  from: Moment.optional(),
  to: Moment.optional(),
};
export const Scope = z.object(scopeShape);
export type Scope = z.input<typeof Scope>;

export const scopeDays = [7, 30, 90] as const;
const dayMs = 86_400_000;

/** `days` of a span without a begin. */
export const allTime = 0;
export const Days = z.union([
  z.literal("all").transform(() => allTime),
  z.coerce.number().int().min(0).max(366),
]);

export type Usual = { environment: string; source: [typeof anyScope] | GenerationSource[]; days: number };

/** What figures count unless somebody says otherwise: what production served to programs, the last 30 UTC days with today. */
export const usualScope: Usual = { environment: "production", source: ["api"], days: 30 };
/** What a list of all calls begins with. */
export const everyCall: Usual = { environment: anyScope, source: [anyScope], days: 30 };

const oneSource = `(?:${generationSources.join("|")})`;
const sourceList = z.string().regex(new RegExp(`^(?:${anyScope}|${oneSource}(?:,${oneSource})*)$`));
const isOneScope = (lists: string[]) => lists.length === 1 || !lists.includes(anyScope);
export const OfSources = z
  .union([sourceList, z.array(sourceList).min(1).refine(isOneScope, `"${anyScope}" stands alone.`)])
  .transform((given) => [given].flat().flatMap((each) => each.split(",")))
  .pipe(z.union([z.tuple([z.literal(anyScope)]), z.array(GenerationSource).min(1)]));

/**
 * The scope of a page, as verbs take it. Left out is the usual: production, api, the last 30 UTC days with today; `from`
 * and `to` (YYYY-MM-DD is the first moment of that UTC day) win over `days`.
 */
export const ScopeQuery = z.object({
  environment: Environment.default(usualScope.environment),
  source: OfSources.default(usualScope.source),
  prompt: z.uuid().optional(),
  version: z.uuid().optional(),
  days: Days.default(usualScope.days),
  from: Moment.optional(),
  to: Moment.optional(),
});
export type ScopeQuery = z.output<typeof ScopeQuery>;

/** The span of the last `days` UTC days up to and with today: from the first moment of the first to the first after the last. */
export function daysUpTo(now: Date, days: number): { from: Date; to: Date } {
  const to = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()) + dayMs;
  return { from: new Date(to - days * dayMs), to: new Date(to) };
}

/** The span of one UTC day (2026-11-20) and of the days before it that its point in a chart looks back on. */
export function daysOf(day: string, trailing = 1): { from: Date; to: Date } {
  const at = Date.parse(`${day}T00:00:00Z`);
  return { from: new Date(at - (trailing - 1) * dayMs), to: new Date(at + dayMs) };
}

/** The input that verbs take for a page's scope. */
export function scopeOf(query: ScopeQuery, now: Date): Scope & { from: Date; to: Date } {
  const to = query.to ?? daysUpTo(now, 1).to;
  const begin = query.days === allTime ? 0 : to.getTime() - query.days * dayMs;
  const from = query.from ?? new Date(begin);
  return {
    ...(query.environment === anyScope ? {} : { environment: query.environment }),
    ...(isAnySource(query) ? {} : { source: query.source as GenerationSource[] }),
    ...(query.prompt ? { promptId: query.prompt } : {}),
    ...(query.version ? { promptVersionId: query.version } : {}),
    from: from < to ? from : new Date(to.getTime() - dayMs),
    to,
  };
}

/** True where every source counts. */
export function isAnySource({ source }: Pick<ScopeQuery, "source">): boolean {
  return (source as string[]).includes(anyScope);
}

const sourceWords: Record<GenerationSource, string> = {
  api: "API",
  playground: "playground",
  run: "runs",
  judge: "judges",
  batch: "batches",
  review: "review",
  seed: "seed",
  test: "connection tests",
  embedding: "embeddings",
  moderation: "moderations",
};

/** A source as it is written beside a figure. */
export function sourceName(source: string): string {
  // A row may hold a source that a later version wrote.
  return sourceWords[source as GenerationSource] ?? source;
}

/** The environment's part of a scope, in words. */
export function environmentWords(environment: string): string {
  if (environment === anyScope) return "every environment";
  return environment === noEnvironment ? "no environment" : environment;
}

/** What stands beside every figure: "production · API · 30 d". */
export function scopeWords(query: ScopeQuery, now: Date): string {
  const source = isAnySource(query) ? "every source" : query.source.map(sourceName).join(" + ");
  return `${environmentWords(query.environment)} · ${source} · ${spanWords(query, now)}`;
}

/** "30 d", or the first and last day of a span that does not end today. */
export function spanWords(query: ScopeQuery, now: Date): string {
  if (!query.from && !query.to) return query.days === allTime ? "all time" : `${query.days} d`;
  const { from, to } = scopeOf(query, now);
  if (from.getTime() === 0) return `until ${formatDate(new Date(to.getTime() - 1), now)}`;
  const [first, last] = [formatDate(from, now), formatDate(new Date(to.getTime() - 1), now)];
  return first === last ? first : `${first} to ${last}`;
}

/** The span just as long that ends where this one begins. */
export function spanBefore({ from, to }: { from: Date; to: Date }): { from: Date; to: Date } {
  return { from: new Date(2 * from.getTime() - to.getTime()), to: from };
}
