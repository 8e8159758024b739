import Link from "next/link";
import { Fragment } from "react";
import { pageAddress, parseAsPattern } from "#platform/list-address";
import { paths } from "#platform/paths";
import { scopeHref } from "#client/observability";
import type { Chain, ChainStep } from "#schema/loop";
import { allTime, everyCall } from "#schema/observability";
import { Card, CardHeader } from "#ui/card";
import { cn } from "#ui/cn";

const kpiPage = pageAddress({ kpi: parseAsPattern(/^.{1,100}$/) });

export type ChainStripProps = { project: string; chain: Chain; title?: string | undefined };

/** Why a version exists, step by step, from the correction to the KPI; every step that is known opens. */
export function ChainStrip({ project, chain, title = "Why this version exists" }: ChainStripProps) {
  return (
    <Card>
      <CardHeader
        title={title}
        actions={<span className="max-sm:hidden">each step opens; read it either way</span>}
      />
      {/* A region that scrolls must be reachable by keyboard. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div role="region" aria-label={title} tabIndex={0} className="overflow-x-auto">
        <ol className="flex w-max min-w-full items-stretch p-3.5 lg:w-full">
          {chain.steps.map((step, position) => (
            <Fragment key={step.kind}>
              {position > 0 ? (
                <li aria-hidden="true" className="self-center px-1.5 text-text-3">
                  →
                </li>
              ) : null}
              <li className="flex w-37.5 shrink-0 grow lg:w-0 lg:min-w-30 lg:shrink">
                <Step step={step} href={hrefOfStep(project, step)} />
              </li>
            </Fragment>
          ))}
        </ol>
      </div>
    </Card>
  );
}

function Step({ step, href }: { step: ChainStep; href: string | null }) {
  const look = cn(
    "block w-full rounded-lg border px-2.5 py-2",
    step.isKnown ? "border-line bg-surface" : "border-dashed border-line-2 bg-sunken",
    step.isHere && "border-accent ring-3 ring-accent-weak",
    href && "hover:bg-sunken",
  );
  const content = (
    <>
      <span className="block text-sm text-text-2">{step.label}</span>
      <span className={cn("block break-words", step.isKnown ? "font-medium" : "text-text-2")}>
        {step.title}
      </span>
      {step.detail ? <span className="block text-sm text-text-2">{step.detail}</span> : null}
    </>
  );
  const here = step.isHere ? { "aria-current": "step" as const } : {};
  return href ? (
    <Link href={href} className={look} {...here}>
      {content}
    </Link>
  ) : (
    <div className={look} {...here}>
      {content}
    </div>
  );
}

/** Where a step opens, or null when there is nothing to open. */
export function hrefOfStep(project: string, step: ChainStep): string | null {
  if (!step.isKnown) return null;
  if (step.kind === "correction")
    return step.queueId && step.taskId ? paths.queue(project, step.queueId, step.taskId) : null;
  if (step.kind === "example")
    return step.datasetId && step.exampleId ? paths.example(project, step.datasetId, step.exampleId) : null;
  if (step.kind === "version")
    return step.promptId && step.versionNumber
      ? paths.promptVersion(project, step.promptId, step.versionNumber)
      : null;
  if (step.kind === "failures")
    return step.runId ? paths.run(project, step.runId, { cases: "failed" }) : null;
  if (step.kind === "run") return step.runId ? paths.run(project, step.runId) : null;
  if (step.kind === "promotion")
    return step.promotionNumber ? paths.promotion(project, step.promotionNumber) : null;
  if (!step.kpiKey || !step.versionId) return null;
  // The step's figure is of every value under the version, whenever and wherever it was used.
  const whole = { ...everyCall, days: allTime };
  const page = kpiPage.href(paths.kpis(project), { kpi: step.kpiKey });
  return scopeHref(page, whole, { version: step.versionId }, whole);
}
