import { parseAsStringLiteral } from "nuqs/server";
import { ContentDiffView, type DiffView, diffViews } from "#components/prompts/content-diff";
import type { ContentDiff } from "#lib/prompts";
import { pageAddress } from "#platform/list-address";
import { paths } from "#platform/paths";
import type { Promotion } from "#schema/releases";
import { Card, CardHeader } from "#ui/card";
import { Segmented } from "#ui/segmented";

/** How the address says to show it. */
export const diffAddress = pageAddress({ view: parseAsStringLiteral(diffViews).withDefault("words") });

const names: Record<DiffView, string> = { words: "Words", lines: "Lines", settings: "Settings" };

/** What the pointer's move changes in what is served: everything, for the first version. */
export function WhatChanges({
  project,
  promotion,
  change,
  view,
}: {
  project: string;
  promotion: Promotion;
  change: ContentDiff;
  view: DiffView;
}) {
  const href = paths.promotion(project, promotion.number);
  const isFirst = promotion.fromVersionId === null;
  return (
    <Card>
      <CardHeader
        title="What changes"
        note={
          isFirst
            ? `${promotion.environmentName} serves nothing of this prompt yet; all of it is new`
            : change.summary
        }
        actions={
          <Segmented
            label="How to show it"
            value={view}
            items={diffViews.map((value) => ({
              value,
              label: names[value],
              href: diffAddress.href(href, { view: value }),
              ...(value === "settings" && change.settings.length > 0
                ? { count: change.settings.length }
                : {}),
            }))}
          />
        }
      />
      <ContentDiffView diff={change} view={view} />
    </Card>
  );
}
