import Link from "next/link";
import { type ChangeView, changeViews, ContentChanges } from "#components/releases/content-changes";
import type { ContentDiff } from "#lib/prompts";
import { paths } from "#platform/paths";
import type { Promotion } from "#schema/releases";
import { Card, CardHeader } from "#ui/card";
import { Segmented } from "#ui/segmented";

const names: Record<ChangeView, string> = { words: "Words", lines: "Lines", settings: "Settings" };

/** What the pointer's move changes in the prompt; the first version changes everything and opens instead. */
export function WhatChanges({
  project,
  promotion,
  change,
  view,
}: {
  project: string;
  promotion: Promotion;
  change: ContentDiff | null;
  view: string | undefined;
}) {
  const href = paths.promotion(project, promotion.number);
  if (!change) {
    return (
      <Card>
        <CardHeader title="What changes" />
        <p className="p-3.5 text-text-2">
          {promotion.environmentName} serves nothing of this prompt yet.{" "}
          <Link
            className="text-accent underline"
            href={paths.promptVersion(project, promotion.promptId, promotion.toVersionNumber)}
          >
            Open version {promotion.toVersionNumber}
          </Link>{" "}
          to read it.
        </p>
      </Card>
    );
  }
  const shown = changeViews.find((each) => each === view) ?? "words";
  return (
    <Card>
      <CardHeader
        title="What changes"
        note={change.summary}
        actions={
          <Segmented
            label="How to show it"
            value={shown}
            items={changeViews.map((value) => ({
              value,
              label: names[value],
              href: `${href}?view=${value}`,
              ...(value === "settings" && change.settings.length > 0
                ? { count: change.settings.length }
                : {}),
            }))}
          />
        }
      />
      <ContentChanges change={change} view={shown} />
    </Card>
  );
}
