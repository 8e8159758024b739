"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useShortcut } from "#ui/shortcuts.client";
import { formatPercent } from "#platform/format";
import { paths } from "#platform/paths";
import type { ExploredDecision } from "#schema/review";
import { Avatar } from "#ui/avatar";
import { Button } from "#ui/button";
import { CardFooter } from "#ui/card";
import { Checkbox } from "#ui/checkbox";
import { Chip } from "#ui/chip";
import { cn } from "#ui/cn";
import { Kbd } from "#ui/kbd";
import { RelativeTime } from "#ui/relative-time";
import { Sheet, SheetContent } from "#ui/sheet";
import { EditedText } from "./edited-text.tsx";
import { MakeDataset, type MakeDatasetActions } from "./make-dataset.client.tsx";
import { MaskedText } from "./masked-text.tsx";
import { decisionSigns, decisionTones, decisionWords } from "./labels.tsx";

type Props = {
  project: string;
  rows: readonly ExploredDecision[];
  /** What a selection goes into; null where this person may change no dataset. */
  datasets: { choices: readonly { id: string; name: string }[]; actions: MakeDatasetActions } | null;
  mayDraft: boolean;
};

/** The decisions with what each changed; J K move, X selects, Enter opens one in full, D makes a dataset, P a draft. */
export function ExploredList({ project, rows, datasets, mayDraft }: Props) {
  const router = useRouter();
  const [isMaking, setIsMaking] = useState(false);
  const [place, setPlace] = useState(0);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [openId, setOpenId] = useState<string | null>(null);
  const current = rows[Math.min(place, rows.length - 1)];
  const open = rows.find(({ id }) => id === openId) ?? null;
  const step = (by: 1 | -1) => {
    const next = Math.min(rows.length - 1, Math.max(0, place + by));
    setPlace(next);
    document.getElementById(`decision-${rows[next]?.id}`)?.scrollIntoView({ block: "nearest" });
    if (openId) setOpenId(rows[next]?.id ?? null);
  };
  const toggle = (id: string) =>
    setSelected((now) =>
      now.has(id) ? new Set([...now].filter((each) => each !== id)) : new Set([...now, id]),
    );
  useShortcut("j", "Next decision", () => step(1));
  useShortcut("k", "Decision before", () => step(-1));
  useShortcut("x", "Select the decision", () => current && toggle(current.id));
  useShortcut("enter", "Open the decision", () => current && setOpenId(current.id), {
    enabled: openId === null,
  });
  useShortcut("escape", "Clear the selection", () => setSelected(new Set()), { enabled: selected.size > 0 });
  const chosen = rows.filter(({ id }) => selected.has(id));
  const withCorrection = chosen.filter(({ correction }) => correction !== null).length;
  const draftHref = mayDraft ? draftOf(project, chosen) : null;
  useShortcut("d", "Make a dataset of the selection", () => setIsMaking(true), {
    enabled: datasets !== null && selected.size > 0 && !isMaking,
  });
  useShortcut("p", "Draft a version for the selection", () => draftHref && router.push(draftHref), {
    enabled: draftHref !== null && !isMaking,
  });
  return (
    <>
      <ol aria-label="Decisions">
        {rows.map((row, index) => (
          <li
            key={row.id}
            id={`decision-${row.id}`}
            aria-current={row === current || undefined}
            className={cn(
              "current-mark grid grid-cols-[auto_92px_minmax(0,1fr)_190px] items-start gap-x-3 border-b border-line px-3.5 py-2.5 max-md:grid-cols-[auto_minmax(0,1fr)]",
              row === current && "bg-accent-weak shadow-[inset_2px_0_var(--accent)]",
            )}
          >
            <Checkbox
              aria-label={`Select task ${row.taskNumber}`}
              checked={selected.has(row.id)}
              onCheckedChange={() => toggle(row.id)}
            />
            <Chip tone={decisionTones[row.kind]} sign={decisionSigns[row.kind]} className="w-fit">
              {decisionWords[row.kind]}
            </Chip>
            <div className="min-w-0 max-md:col-span-2">
              <button
                type="button"
                className="block w-full text-left"
                onClick={() => (setPlace(index), setOpenId(row.id))}
              >
                <span className="line-clamp-3">
                  <What row={row} />
                </span>
              </button>
              {row.reasonName || row.comment ? (
                <p className="text-sm text-text-2">
                  {row.reasonName ? <b className="font-medium">{row.reasonName}</b> : null}{" "}
                  <MaskedText text={row.comment} />
                </p>
              ) : null}
            </div>
            <div className="flex flex-col gap-0.5 text-sm text-text-2 max-md:col-span-2">
              <span className="flex items-center gap-1.5">
                <Avatar name={row.reviewerName} /> {row.reviewerName}
              </span>
              <span>
                <RelativeTime value={row.createdAt} />
                {row.promptPath ? ` · ${row.promptPath} v${row.promptVersionNumber ?? "?"}` : ""}
              </span>
              <Opens project={project} row={row} />
            </div>
          </li>
        ))}
      </ol>
      <CardFooter>
        {selected.size > 0 ? (
          <>
            <b className="text-text">{selected.size} selected</b>
            <span>
              {withCorrection} have a correction, {selected.size - withCorrection} have none
            </span>
            <Button
              size="sm"
              variant="ghost"
              kbd="Esc"
              className="ml-auto"
              onClick={() => setSelected(new Set())}
            >
              Clear
            </Button>
            {datasets ? (
              <Button size="sm" kbd="D" onClick={() => setIsMaking(true)}>
                Make dataset…
              </Button>
            ) : null}
            {draftHref ? (
              <Button asChild size="sm" variant="primary">
                <Link href={draftHref} title="Opens the prompt's draft, where a version is written by hand">
                  Draft a version <Kbd>P</Kbd>
                </Link>
              </Button>
            ) : null}
          </>
        ) : (
          <span className="flex items-center gap-1 max-sm:hidden">
            <Kbd>J</Kbd> <Kbd>K</Kbd> move <Kbd>X</Kbd> select <Kbd>↵</Kbd> open
          </span>
        )}
      </CardFooter>
      {datasets ? (
        <MakeDataset
          {...datasets.actions}
          project={project}
          datasets={datasets.choices}
          decisionIds={chosen.map(({ id }) => id)}
          withCorrection={withCorrection}
          open={isMaking}
          onOpenChange={setIsMaking}
          onMade={() => setSelected(new Set())}
        />
      ) : null}
      <Sheet open={open !== null} onOpenChange={(isOpen) => !isOpen && setOpenId(null)}>
        {open ? (
          <SheetContent
            title={`Task ${open.taskNumber}: ${open.taskTitle}`}
            description={`${decisionWords[open.kind]} by ${open.reviewerName}`}
          >
            <div className="flex flex-col gap-3">
              <What row={open} />
              {open.editRatio === null ? null : (
                <p className="num text-sm text-text-2">
                  {formatPercent(open.editRatio, 0)} of the text edited
                </p>
              )}
              {open.reasonName ? <p>Reason: {open.reasonName}</p> : null}
              {open.comment ? (
                <p>
                  “<MaskedText text={open.comment} />”
                </p>
              ) : null}
              <Opens project={project} row={open} />
            </div>
          </SheetContent>
        ) : null}
      </Sheet>
    </>
  );
}

/** The draft of the one prompt that the chosen decisions are on. */
function draftOf(project: string, chosen: readonly ExploredDecision[]): string | null {
  const promptIds = new Set(chosen.map(({ promptId }) => promptId));
  const [only] = promptIds;
  return promptIds.size === 1 && only ? paths.prompt(project, only) : null;
}

function What({ row }: { row: ExploredDecision }) {
  return row.correction === null ? (
    <MaskedText text={row.output} />
  ) : (
    <EditedText original={row.output} correction={row.correction} />
  );
}

function Opens({ project, row }: { project: string; row: ExploredDecision }) {
  const links = [
    { label: "task", href: `${paths.queue(project, row.queueId)}?task=${row.taskId}` },
    row.datasetId && row.exampleId
      ? { label: "example", href: paths.example(project, row.datasetId, row.exampleId) }
      : null,
    row.runId && row.caseId ? { label: "case", href: paths.case(project, row.runId, row.caseId) } : null,
    row.generationId ? { label: "generation", href: paths.generation(project, row.generationId) } : null,
  ].filter((link) => link !== null);
  return (
    <span className="inline-flex flex-wrap gap-2 text-sm">
      {links.map((link) => (
        <Link key={link.label} href={link.href} className="text-accent hover:underline">
          {link.label}
        </Link>
      ))}
    </span>
  );
}
