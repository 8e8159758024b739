import { ScopeBar } from "#components/observability/scope-bar";
import { formatCount } from "#platform/format";
import type { Exploration } from "#schema/review";
import { Chip } from "#ui/chip";
import { IntentLink } from "#ui/intent-link";
import { LinkSelect } from "#ui/link-select.client";
import { type DecisionsQuery, hrefOf, restOf } from "./query.ts";

type DecisionsScopeProps = {
  project: string;
  query: DecisionsQuery;
  explored: Exploration;
  environments: readonly string[];
  prompts: readonly { id: string; path: string }[];
  /** Who may be chosen as reviewer; none where this person may not read who is a member. */
  reviewers: readonly { userId: string; name: string }[];
  versionName: string | undefined;
  now: Date;
};

/** Which decisions every figure counts, and which reason and reviewer the list is narrowed to; all of it in the address. */
export function DecisionsScope({ project, query, explored, reviewers, ...bar }: DecisionsScopeProps) {
  const { reason, reviewer, safety } = query;
  const reasons = explored.reasons.filter(({ key }) => key !== "edit");
  return (
    <ScopeBar
      {...bar}
      base={restOf(project, query)}
      query={query.scope}
      narrowing={
        <>
          <LinkSelect
            label="reason"
            value={reason ?? ""}
            options={withChosen(
              [{ key: "", name: "any reason" }, ...reasons],
              reason && { key: reason, name: reason },
            ).map(({ key, name }) => ({
              value: key,
              label: name,
              href: hrefOf(project, query, { kind: null, reason: key || null }),
            }))}
          />
          <LinkSelect
            label="reviewer"
            value={reviewer ?? ""}
            options={withChosen(
              [
                { key: "", name: "any reviewer" },
                ...reviewers.map(({ userId, name }) => ({ key: userId, name })),
              ],
              reviewer && { key: reviewer, name: "one reviewer" },
            ).map(({ key, name }) => ({
              value: key,
              label: name,
              href: hrefOf(project, query, { reviewer: key || null }),
            }))}
          />
          {safety ? (
            <Chip tone="accent">
              safety reasons
              <IntentLink
                href={hrefOf(project, query, { safety: null })}
                aria-label="Decisions of every reason"
              >
                ✕
              </IntentLink>
            </Chip>
          ) : null}
          {(["model", "language"] as const).map((name) =>
            query[name] ? (
              <Chip key={name} tone="accent">
                {query[name]}
                <IntentLink
                  href={hrefOf(project, query, { [name]: null })}
                  aria-label={`Decisions of every ${name}`}
                >
                  ✕
                </IntentLink>
              </Chip>
            ) : null,
          )}
        </>
      }
    >
      {formatCount(explored.total, "decision")} counted
    </ScopeBar>
  );
}

type Choice = { key: string; name: string };

/** What is chosen stays among the choices, though this scope does not name it. */
function withChosen(choices: Choice[], chosen: Choice | "" | null): Choice[] {
  return chosen && !choices.some(({ key }) => key === chosen.key) ? [...choices, chosen] : choices;
}
