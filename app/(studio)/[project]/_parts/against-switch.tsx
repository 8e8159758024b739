import { anyScope } from "#schema/observability";
import type { Overview } from "#schema/loop";
import { LinkSelect } from "#ui/link-select.client";
import { overviewHref } from "./overview-href.ts";

type Props = { project: string; overview: Overview; environments: readonly string[] };

/** What every change of the page is against: the span before, the version before the chosen one, or another environment. */
export function AgainstSwitch({ project, overview, environments }: Props) {
  const { query, against, production } = overview;
  const served = production.find(({ promptId }) => promptId === query.prompt);
  const version = query.version ?? served?.versionId;
  const others =
    query.environment === anyScope ? [] : environments.filter((name) => name !== query.environment);
  const chosen = {
    span: "before",
    version: "version",
    environment: `environment:${against.kind === "environment" ? against.words : ""}`,
  }[against.kind];
  return (
    <LinkSelect
      label="against"
      value={chosen}
      options={[
        {
          value: "before",
          label: against.kind === "span" ? against.words : "the span before",
          href: overviewHref(project, query, { against: "before" }),
        },
        // A version before needs one that it is before of: the chosen one, or the one that serves the chosen prompt.
        ...(version
          ? [
              {
                value: "version",
                label:
                  against.kind === "version" ? `the version before, ${against.words}` : "the version before",
                href: overviewHref(project, query, { against: "version", version }),
              },
            ]
          : []),
        ...others.map((name) => ({
          value: `environment:${name}`,
          label: name,
          href: overviewHref(project, query, { against: `environment:${name}` }),
        })),
      ]}
    />
  );
}
