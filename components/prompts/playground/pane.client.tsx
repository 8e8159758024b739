"use client";

import Link from "next/link";
import { useEffect, useState } from "react";
import {
  formatCarbon,
  formatDuration,
  formatEstimated,
  formatMoney,
  formatNumber,
  formatValue,
} from "#platform/format";
import { paths } from "#platform/paths";
import type { ModelChoice } from "#schema/models";
import { InlineError } from "#states/error-state";
import { Button } from "#ui/button";
import { Chip } from "#ui/chip";
import { CopyButton } from "#ui/copy-button";
import { ModelMenu } from "./model-menu.client.tsx";
import { figuresOf, isRunning, type PaneRun } from "./run-state.ts";
import type { PaneChoice } from "./use-panes.ts";
import { gridYear, methodName, rangeCovers } from "#schema/sustainability";

export type PaneProps = {
  project: string;
  pane: PaneChoice;
  model: ModelChoice;
  models: ModelChoice[];
  run: PaneRun | undefined;
  signInHref: string;
  onModel: (model: ModelChoice) => void;
  onStop: () => void;
  onRemove: () => void;
};

/** One model's answer as it comes, with what it takes. */
export function Pane({
  project,
  pane,
  model,
  models,
  run,
  signInHref,
  onModel,
  onStop,
  onRemove,
}: PaneProps) {
  const isSimulated = run?.connectionName ? run.isSimulated : model.isSimulated;
  return (
    <section
      aria-label={`Answer of ${model.model}`}
      data-pane={pane.id}
      className="flex min-h-44 flex-1 flex-col gap-2 border-b border-line px-4 py-3"
    >
      <header className="flex flex-wrap items-center gap-2">
        <ModelMenu
          models={models}
          onChoose={onModel}
          onRemove={onRemove}
          label={`Change the model ${model.model}`}
        >
          <button
            type="button"
            className="min-w-0 truncate rounded-sm font-medium hover:underline pointer-coarse:min-h-9"
          >
            {model.model}{" "}
            <span aria-hidden="true" className="font-normal text-text-3">
              ⌄
            </span>
          </button>
        </ModelMenu>
        {model.connectionName.toLowerCase() === "simulated" ? null : (
          <Chip>{run?.connectionName ?? model.connectionName}</Chip>
        )}
        <Chip>{pane.version ? `v${pane.version}` : "draft"}</Chip>
        {isSimulated ? <Chip tone="warn">simulated</Chip> : null}
        <span className="ml-auto flex items-center gap-1.5">
          {run?.generation ? (
            <AnswerTools project={project} run={run} generationId={run.generation.id} />
          ) : null}
          <RunState run={run} onStop={onStop} />
        </span>
      </header>
      <Answer run={run} signInHref={signInHref} />
      <div className="flex-1" />
      <FigureLine run={run} isSimulated={isSimulated} />
    </section>
  );
}

function RunState({ run, onStop }: { run: PaneRun | undefined; onStop: () => void }) {
  if (isRunning(run)) {
    return (
      <Button size="sm" kbd="Esc" onClick={onStop}>
        Stop
      </Button>
    );
  }
  switch (run?.status) {
    case "done":
      return run.generation?.finishReason === "length" ? (
        <Chip tone="warn" sign="✂">
          cut at the token limit
        </Chip>
      ) : (
        <Chip tone="good" sign>
          done
        </Chip>
      );
    case "stopped":
      return (
        <Chip tone="warn" sign="■">
          stopped
        </Chip>
      );
    case "failed":
      return (
        <Chip tone="bad" sign>
          failed
        </Chip>
      );
    default:
      return null;
  }
}

/** Copying the answer, and the recorded generation behind it. */
function AnswerTools({
  project,
  run,
  generationId,
}: {
  project: string;
  run: PaneRun;
  generationId: string;
}) {
  return (
    <>
      <CopyButton text={run.text} label="Copy the answer" />
      <Link
        href={paths.generation(project, generationId)}
        className="text-sm text-text-3 hover:text-text hover:underline"
      >
        open
      </Link>
    </>
  );
}

function Answer({ run, signInHref }: { run: PaneRun | undefined; signInHref: string }) {
  if (!run) return <p className="text-text-3">Its answer appears here.</p>;
  return (
    <>
      {run.reasoning ? (
        <details className="text-sm text-text-2" open={isRunning(run) && run.text === ""}>
          <summary className="cursor-pointer">Thinking, not a part of the answer</summary>
          <p className="max-h-[30dvh] overflow-y-auto break-words whitespace-pre-wrap">{run.reasoning}</p>
        </details>
      ) : null}
      {run.generation?.refusal ? <p className="text-base">Refused: {run.generation.refusal}</p> : null}
      {/* Announced when it is over: a screen reader would otherwise stumble over every token. */}
      <div
        aria-live="polite"
        aria-busy={isRunning(run)}
        className="max-h-[60dvh] overflow-y-auto text-lg break-words whitespace-pre-wrap"
      >
        {run.text}
        {isRunning(run) ? (
          <span
            aria-hidden="true"
            className="inline-block h-[15px] w-[7px] bg-accent align-[-2px] motion-safe:animate-pulse"
          />
        ) : null}
        {run.status === "done" && run.text === "" && !run.generation?.refusal ? (
          <span className="text-base text-text-3">The model answered with nothing.</span>
        ) : null}
      </div>
      {run.trouble ? (
        <InlineError>
          {run.trouble.message}
          {run.trouble.code === "unauthenticated" ? (
            <a href={signInHref} target="_blank" rel="noreferrer" className="ml-1 underline">
              Sign in in a new tab
            </a>
          ) : null}
        </InlineError>
      ) : null}
    </>
  );
}

/** Before the first figure: a local model may have to be read from the disk first, and that takes seconds. */
function Waiting() {
  const [seconds, setSeconds] = useState(0);
  // Synchronises with the clock.
  useEffect(() => {
    const timer = setInterval(() => setSeconds((count) => count + 1), 1000);
    return () => clearInterval(timer);
  }, []);
  return (
    <footer className="num text-sm text-text-3">
      waiting for the first token{seconds > 0 ? `, ${formatDuration(seconds * 1000)}` : ""}
    </footer>
  );
}

function FigureLine({ run, isSimulated }: { run: PaneRun | undefined; isSimulated: boolean }) {
  const figures = run ? figuresOf(run) : null;
  if (!run || !figures) return isRunning(run) ? <Waiting /> : null;
  const {
    inputTokens,
    outputTokens,
    isEstimated,
    firstTokenMs,
    totalMs,
    tokensPerSecond,
    costUsd,
    carbonGrams,
    carbonRange,
  } = figures;
  return (
    <footer className="num flex flex-wrap items-center gap-x-3.5 gap-y-1 text-sm text-text-2">
      <span>
        {formatEstimated(formatNumber(inputTokens), isEstimated)} in ·{" "}
        {formatEstimated(formatNumber(outputTokens), isEstimated)} out
      </span>
      {firstTokenMs === null ? null : <span>first token {formatDuration(firstTokenMs)}</span>}
      {totalMs === null ? null : <span>total {formatDuration(totalMs)}</span>}
      {tokensPerSecond === null ? null : <span>{formatValue(tokensPerSecond, 2)} tokens/s</span>}
      {isSimulated ? (
        <span className="text-text-3">no cost, no carbon</span>
      ) : (
        <>
          <span title={costUsd === null ? "The price of this model is not known" : undefined}>
            {costUsd === null ? "cost unknown" : formatEstimated(formatMoney(costUsd), isEstimated)}
          </span>
          <span
            title={
              carbonGrams === null
                ? "The size of this model is not known"
                : `${methodName}, grids of ${gridYear}. ${rangeCovers}`
            }
          >
            {carbonGrams === null
              ? "carbon unknown"
              : formatEstimated(formatCarbon(carbonGrams, carbonRange), isEstimated)}
          </span>
        </>
      )}
    </footer>
  );
}
