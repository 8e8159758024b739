"use client";

import { diffContents, includedIn } from "#client/prompts";
import { Button } from "#ui/button";
import { ContentDiffView } from "./content-diff.tsx";
import type { Workbench } from "./use-workbench.ts";

/** What stands in the way of the draft, with everything typed kept: an ended session, another writer, a lost connection. */
export function DraftNotice({ bench, signInHref }: { bench: Workbench; signInHref: string }) {
  const { problem } = bench;
  if (!problem) return null;
  if (problem.code === "conflict") return <Conflict bench={bench} />;
  return (
    <div
      role="alert"
      className="flex flex-wrap items-center gap-2 border-b border-line bg-warn-weak px-4 py-2 text-warn"
    >
      <span className="min-w-0 flex-1">
        <span aria-hidden="true">▲ </span>
        {problem.message}
      </span>
      {problem.code === "unauthenticated" ? (
        <Button size="sm" asChild>
          <a href={signInHref} target="_blank" rel="noreferrer">
            Sign in in a new tab
          </a>
        </Button>
      ) : null}
      <Button size="sm" onClick={() => void bench.retry()}>
        Save again
      </Button>
    </div>
  );
}

function Conflict({ bench }: { bench: Workbench }) {
  const theirs = bench.problem?.theirs ?? null;
  const { content, includes } = bench.desk;
  const diff = theirs
    ? diffContents(theirs.content, content, undefined, {
        before: includedIn(theirs.content, theirs.includes),
        after: includedIn(content, includes),
      })
    : null;
  return (
    <div role="alert" className="border-b border-line bg-warn-weak">
      <div className="flex flex-wrap items-center gap-2 px-4 py-2 text-warn">
        <span className="min-w-0 flex-1">
          <span aria-hidden="true">▲ </span>
          {bench.problem?.message}
        </span>
        <Button size="sm" onClick={bench.keepMine}>
          Keep mine
        </Button>
        {theirs ? (
          <Button size="sm" onClick={bench.takeTheirs}>
            Take theirs
          </Button>
        ) : null}
      </div>
      {diff ? (
        <div className="max-h-72 overflow-y-auto border-t border-line bg-surface">
          <p className="px-3.5 pt-2 text-sm text-text-2">From theirs to yours: {diff.summary}</p>
          <ContentDiffView
            diff={diff}
            view={diff.messages.some(({ change }) => change !== "same") ? "words" : "settings"}
          />
        </div>
      ) : null}
    </div>
  );
}
