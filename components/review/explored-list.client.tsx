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
import { Chip } from "#ui/chip";
import { Kbd } from "#ui/kbd";
import { RelativeTime } from "#ui/relative-time";
import { Sheet, SheetContent } from "#ui/sheet";
import { type Column, Table } from "#ui/table";
import { EditedText } from "./edited-text.tsx";
import { MakeDataset, type MakeDatasetActions } from "./make-dataset.client.tsx";
import { MaskedText } from "./masked-text.tsx";
import { decisionSigns, decisionTones, decisionWords } from "./labels.tsx";

type Props = {
  project: string;
  rows: readonly ExploredDecision[];
  /** Whether these are all that the filters leave. */
  isWhole: boolean;
  /** What a selection goes into; null where this person may change no dataset. */
  datasets: { choices: readonly { id: string; name: string }[]; actions: MakeDatasetActions } | null;
  mayDraft: boolean;
};

/** The decisions with what each changed; J K move, X selects, Enter opens one in full, D makes a dataset, P a draft. */
export function ExploredList({ project, rows, isWhole, datasets, mayDraft }: Props) {
  const router = useRouter();
  const [isMaking, setIsMaking] = useState(false);
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const [openId, setOpenId] = useState<string | null>(null);
  const open = rows.find(({ id }) => id === openId) ?? null;
  // The list may have been narrowed since they were ticked: what is done is done to the rows on the screen.
  const chosen = rows.filter(({ id }) => ticked.has(id));
  const clear = () => setTicked(new Set());
  useShortcut("escape", "Clear the selection", clear, { enabled: chosen.length > 0 });
  const withCorrection = chosen.filter(({ correction }) => correction !== null).length;
  const draftHref = mayDraft ? draftOf(project, chosen) : null;
  useShortcut("d", "Make a dataset of the selection", () => setIsMaking(true), {
    enabled: datasets !== null && chosen.length > 0 && !isMaking,
  });
  useShortcut("p", "Draft a version for the selection", () => draftHref && router.push(draftHref), {
    enabled: draftHref !== null && !isMaking,
  });
  return (
    <>
      <Table
        name="explored-decisions"
        label="Decisions"
        columns={columnsOf(project, setOpenId)}
        rows={rows}
        rowKey={({ id }) => id}
        isWhole={isWhole}
        keys
        selection={{
          selected: new Set(chosen.map(({ id }) => id)),
          nameOf: (id) => `Select task ${rows.find((row) => row.id === id)?.taskNumber ?? ""}`,
          onSelect: setTicked,
        }}
      />
      <CardFooter>
        {chosen.length > 0 ? (
          <>
            <b className="text-text">{chosen.length} selected</b>
            <span>
              {withCorrection} have a correction, {chosen.length - withCorrection} have none
            </span>
            <Button size="sm" variant="ghost" kbd="Esc" className="ml-auto" onClick={clear}>
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
          onMade={clear}
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

function columnsOf(project: string, onOpen: (id: string) => void): Column<ExploredDecision>[] {
  return [
    {
      key: "kind",
      head: "Decision",
      mobile: "aside",
      className: "w-28 align-top",
      sort: ({ kind }) => kind,
      cell: ({ kind }) => (
        <Chip tone={decisionTones[kind]} sign={decisionSigns[kind]} className="w-fit">
          {decisionWords[kind]}
        </Chip>
      ),
    },
    {
      key: "what",
      head: "What was changed",
      mobile: "title",
      className: "min-w-60 align-top",
      cell: (row) => (
        <>
          <button
            type="button"
            data-row-link=""
            className="block w-full text-left"
            onClick={() => onOpen(row.id)}
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
        </>
      ),
    },
    {
      key: "reviewer",
      head: "Reviewer",
      className: "align-top",
      sort: ({ reviewerName }) => reviewerName,
      cell: ({ reviewerName }) => (
        <span className="flex items-center gap-1.5 whitespace-nowrap">
          <Avatar name={reviewerName} /> {reviewerName}
        </span>
      ),
    },
    {
      key: "when",
      head: "When",
      className: "align-top text-sm text-text-2",
      sort: ({ createdAt }) => createdAt,
      cell: (row) => (
        <>
          <RelativeTime value={row.createdAt} />
          {row.promptPath ? ` · ${row.promptPath} v${row.promptVersionNumber ?? "?"}` : ""}
        </>
      ),
    },
    {
      key: "opens",
      head: "Opens",
      className: "align-top",
      cell: (row) => <Opens project={project} row={row} />,
    },
  ];
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
    { label: "task", href: paths.queue(project, row.queueId, row.taskId) },
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
