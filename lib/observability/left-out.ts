import { formatNumber } from "#platform/format";
import type { ScopeCount } from "./usage/schema.ts";
import { anyScope, isAnySource, noEnvironment, type ScopeQuery } from "./scope.ts";
import type { GenerationSource } from "./sources.ts";

export type LeftOut = {
  /** Calls in the scope, simulated ones left out. */
  counted: number;
  /** Calls of the scope that the simulated connection answered. */
  simulated: number;
  /** Calls of other sources, and calls of the scope's sources in other environments, simulated ones with them. */
  bySource: { source: GenerationSource; count: number }[];
  byEnvironment: { environment: string | null; count: number }[];
};

/** What a scope counts and what it leaves out of all calls of its span. Pure. */
export function leftOutOf(counts: readonly ScopeCount[], query: ScopeQuery): LeftOut {
  const found: LeftOut = { counted: 0, simulated: 0, bySource: [], byEnvironment: [] };
  for (const { environment, source, isSimulated, count } of counts) {
    if (!isAnySource(query) && !(query.source as string[]).includes(source))
      addTo(found.bySource, (row) => row.source === source, { source, count });
    else if (!isOf(environment, query.environment))
      addTo(found.byEnvironment, (row) => row.environment === environment, { environment, count });
    else if (isSimulated) found.simulated += count;
    else found.counted += count;
  }
  found.bySource.sort((a, b) => b.count - a.count);
  found.byEnvironment.sort((a, b) => b.count - a.count);
  return found;
}

function isOf(environment: string | null, asked: string): boolean {
  if (asked === anyScope) return true;
  return asked === noEnvironment ? environment === null : environment === asked;
}

function addTo<Row extends { count: number }>(rows: Row[], isSame: (row: Row) => boolean, row: Row): void {
  const known = rows.find(isSame);
  if (known) known.count += row.count;
  else rows.push(row);
}

const callWords: Record<GenerationSource, [one: string, many: string]> = {
  api: ["API call", "API calls"],
  playground: ["playground try", "playground tries"],
  run: ["run call", "run calls"],
  judge: ["judge call", "judge calls"],
  batch: ["batch call", "batch calls"],
  review: ["review call", "review calls"],
  seed: ["seed call", "seed calls"],
  test: ["connection test", "connection tests"],
  embedding: ["embedding call", "embedding calls"],
  moderation: ["moderation call", "moderation calls"],
};

/** "158 playground tries and 900 run calls are not counted." Empty where the scope leaves nothing out. */
export function leftOutWords({ simulated, bySource, byEnvironment }: LeftOut): string {
  const parts = [
    ...bySource.map(
      ({ source, count }) => `${formatNumber(count)} ${callWords[source][count === 1 ? 0 : 1]}`,
    ),
    ...byEnvironment.map(
      ({ environment, count }) =>
        `${formatNumber(count)} ${count === 1 ? "call" : "calls"} ${environment === null ? "without an environment" : `of ${environment}`}`,
    ),
    ...(simulated > 0 ? [`${formatNumber(simulated)} simulated`] : []),
  ];
  const [last, ...before] = parts.toReversed();
  if (last === undefined) return "";
  const list = before.length > 0 ? `${before.toReversed().join(", ")} and ${last}` : last;
  return `${list} ${parts.length === 1 && list.startsWith("1 ") ? "is" : "are"} not counted`;
}
