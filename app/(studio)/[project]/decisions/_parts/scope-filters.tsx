import {
  anyScope,
  environmentWords,
  generationSources,
  noEnvironment,
  scopeDays,
  sourceName,
} from "#schema/observability";
import { decisionKinds } from "#schema/review";
import { paths } from "#platform/paths";
import { FilterBar } from "#ui/filter-bar";
import type { DecisionsQuery } from "./query.ts";

type ScopeFiltersProps = {
  project: string;
  query: DecisionsQuery;
  prompts: readonly { id: string; path: string }[];
  environments: readonly string[];
};

/** Which calls' decisions are counted, and what narrows the list; all of it in the address. */
export function ScopeFilters({ project, query, prompts, environments }: ScopeFiltersProps) {
  const { scope, kind, reason, reviewer, split } = query;
  const names = [...new Set([...environments, scope.environment, noEnvironment, anyScope])];
  return (
    <FilterBar
      label="Filter decisions"
      action={paths.decisions(project)}
      given={{
        environment: scope.environment === "production" ? undefined : scope.environment,
        source: scope.source.join(",") === "api" ? undefined : scope.source.join(","),
        days: scope.days === 30 ? undefined : String(scope.days),
        prompt: scope.prompt,
        version: scope.version,
        kind,
        reason,
        reviewer,
      }}
      kept={{ split: split === "version" ? undefined : split }}
      filters={[
        {
          kind: "choice",
          name: "prompt",
          label: "Prompt",
          all: "all prompts",
          options: prompts.map(({ id, path }) => ({ value: id, label: path })),
        },
        {
          kind: "choice",
          name: "environment",
          label: "Environment",
          all: "production",
          options: names
            .filter((name) => name !== "production")
            .map((name) => ({ value: name, label: environmentWords(name) })),
        },
        {
          kind: "choice",
          name: "source",
          label: "Source",
          all: "API",
          options: [
            ...generationSources
              .filter((source) => source !== "api")
              .map((source) => ({ value: source as string, label: sourceName(source) })),
            { value: anyScope, label: "every source" },
          ],
        },
        {
          kind: "choice",
          name: "days",
          label: "Span",
          all: "30 days",
          options: scopeDays
            .filter((days) => days !== 30)
            .map((days) => ({ value: String(days), label: `${days} days` })),
        },
        {
          kind: "choice",
          name: "kind",
          label: "Decision",
          all: "all decisions",
          options: decisionKinds.map((each) => ({ value: each, label: each })),
        },
      ]}
      others={{
        version: { label: "Version", words: () => "one version" },
        reason: { label: "Reason" },
        reviewer: { label: "Reviewer", words: () => "one reviewer" },
      }}
    />
  );
}
