"use client";

import Link from "next/link";
import { useState } from "react";
import { CaseInputs } from "#components/evaluation/case-text";
import { useShortcut } from "#ui/shortcuts.client";
import { useStudioAction } from "#components/form/use-studio-action.client";
import { formatScore } from "#platform/format";
import { Chip } from "#ui/chip";
import { cn } from "#ui/cn";
import { type DiffPart, DiffWords } from "#ui/diff-words";
import { PlainTable, TableBody, TableHead, Td, Th, Tr } from "#ui/plain-table";
import { toastDone, toastError } from "#ui/toaster";
import { sendToReviewAction } from "../../actions.ts";

type ShownSide = { href: string; output: DiffPart[]; reasoning: DiffPart[]; error: string | null };
export type ShownCase = {
  key: string;
  position: number;
  inputs: Record<string, unknown>;
  reference: string;
  kind: "regression" | "improvement" | "same";
  baseline: ShownSide;
  candidate: ShownSide;
  caseId: string;
  scores: Record<string, [number | null, number | null]>;
};
type Metric = { key: string; name: string; direction: "higher" | "lower" };
type Props = {
  project: string;
  runId: string;
  names: [string, string];
  metrics: readonly Metric[];
  queues: readonly { id: string; name: string }[] | null;
  cases: readonly ShownCase[];
};

/** The cases of one page. J and K move, R sends the marked one to the first review queue. */
export function CasesTable({ project, runId, names, metrics, queues, cases }: Props) {
  const [place, setPlace] = useState(0);
  const { run: send } = useStudioAction(sendToReviewAction, ({ added }: { added: number }) =>
    toastDone(added > 0 ? `Sent to ${queues?.[0]?.name ?? "review"}` : "It is in the queue already"),
  );
  const move = (step: number) => {
    const next = Math.min(cases.length - 1, Math.max(0, place + step));
    setPlace(next);
    document.querySelector(`[data-case="${cases[next]?.key ?? ""}"]`)?.scrollIntoView({ block: "nearest" });
  };
  const sendMarked = () => {
    const marked = cases[place];
    const queue = queues?.[0];
    if (!queue) toastError("This project has no review queue yet. Make one under Queues.");
    else if (marked) send({ project, queueId: queue.id, runId, which: "changed", caseIds: [marked.caseId] });
  };
  useShortcut("j", "Next case", () => move(1));
  useShortcut("k", "Previous case", () => move(-1));
  useShortcut("r", "Send the case to review", sendMarked, { enabled: queues !== null });
  return (
    <>
      <PlainTable label="Cases">
        <TableHead>
          <Th>Case</Th>
          <Th>Input</Th>
          <Th>{names[0]}</Th>
          <Th>{names[1]}</Th>
          {metrics.map(({ key, name }) => (
            <Th key={key} numeric>
              {name}
            </Th>
          ))}
        </TableHead>
        <TableBody>
          {cases.map((item, index) => (
            <Tr
              key={item.key}
              data-case={item.key}
              selected={index === place}
              onClick={() => setPlace(index)}
              className="*:align-top *:py-2"
            >
              <Td mobile="title" className="font-mono">
                <Link href={item.candidate.href} className="hover:underline">
                  #{String(item.position).padStart(4, "0")}
                </Link>
              </Td>
              <Td label="Input" className="max-w-90">
                <CaseInputs inputs={item.inputs} className="line-clamp-6" />
                {item.reference ? (
                  <p className="line-clamp-2 text-sm text-text-3">reference: {item.reference}</p>
                ) : null}
              </Td>
              <Td label={names[0]} className="max-w-90">
                <Side {...item.baseline} />
              </Td>
              <Td label={names[1]} className="max-w-90">
                <Side {...item.candidate} />
              </Td>
              {metrics.map((metric, column) => (
                <Td key={metric.key} numeric label={metric.name} mobile={column === 0 ? "aside" : undefined}>
                  <ScoreChange
                    pair={item.scores[metric.key]}
                    direction={metric.direction}
                    isChip={column === 0}
                  />
                </Td>
              ))}
            </Tr>
          ))}
        </TableBody>
      </PlainTable>
    </>
  );
}

function Side({ output, reasoning, error }: ShownSide) {
  if (error) return <span className="text-bad">✕ {error}</span>;
  return (
    <>
      <DiffWords parts={output} mono={false} className="line-clamp-10 text-base" />
      {reasoning.length > 0 ? (
        <DiffWords parts={reasoning} mono={false} className="line-clamp-3 text-sm text-text-2" />
      ) : null}
    </>
  );
}

function ScoreChange({
  pair,
  direction,
  isChip,
}: {
  pair: [number | null, number | null] | undefined;
  direction: "higher" | "lower";
  isChip: boolean;
}) {
  const [before, after] = pair ?? [null, null];
  const known = [before, after].filter((value) => value !== null);
  const text =
    before === after ? formatScore(before) : `${formatScore(before, known)} → ${formatScore(after, known)}`;
  if (!isChip || before === null || after === null || before === after)
    return <span className={cn(before === null && after === null && "text-text-3")}>{text}</span>;
  const isGain = direction === "higher" ? after > before : after < before;
  return (
    <Chip tone={isGain ? "good" : "bad"}>
      {text}
      <span className="sr-only">{isGain ? ", better" : ", worse"}</span>
    </Chip>
  );
}
