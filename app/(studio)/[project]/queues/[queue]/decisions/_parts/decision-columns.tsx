import Link from "next/link";
import { DecisionText } from "#components/review/decision-text";
import { decisionSigns, decisionTones, decisionWords } from "#components/review/labels";
import { formatDuration } from "#platform/format";
import { paths } from "#platform/paths";
import type { DecisionRow } from "#schema/review";
import { Chip } from "#ui/chip";
import { RelativeTime } from "#ui/relative-time";
import type { Column } from "#ui/table";

/** The columns of a queue's decisions. */
export function decisionColumns(project: string): Column<DecisionRow>[] {
  return [
    {
      key: "task",
      sort: ({ taskNumber }) => taskNumber,
      head: "Task",
      cell: (row) => `${row.taskNumber} · ${row.taskTitle}`,
      className: "max-w-72 truncate",
    },
    {
      key: "kind",
      sort: ({ kind }) => kind,
      head: "Decision",
      mobile: "aside",
      cell: (row) => (
        <span className="inline-flex flex-wrap items-center gap-1.5">
          <Chip
            tone={decisionTones[row.kind]}
            sign={decisionSigns[row.kind]}
            className={row.undoneAt ? "line-through" : undefined}
          >
            {decisionWords[row.kind]}
          </Chip>
          {row.undoneAt ? <Chip>undone</Chip> : null}
        </span>
      ),
    },
    { key: "why", head: "Why", cell: (row) => <DecisionText row={row} />, className: "max-w-72 text-text-2" },
    {
      key: "who",
      sort: ({ reviewerName }) => reviewerName,
      head: "Reviewer",
      cell: (row) => row.reviewerName,
    },
    {
      key: "time",
      sort: ({ decisionMs }) => decisionMs,
      head: "Time",
      cell: (row) => formatDuration(row.decisionMs),
      numeric: true,
      mobile: "hide",
    },
    {
      key: "links",
      head: "Opens",
      cell: (row) => <Links project={project} row={row} />,
      className: "whitespace-nowrap",
    },
    {
      key: "when",
      sort: ({ createdAt }) => createdAt,
      head: "When",
      cell: (row) => <RelativeTime value={row.createdAt} className="whitespace-nowrap text-text-2" />,
    },
  ];
}

function Links({ project, row }: { project: string; row: DecisionRow }) {
  const links = [
    row.datasetId && row.exampleId
      ? { label: "example", href: paths.example(project, row.datasetId, row.exampleId) }
      : null,
    row.runId && row.caseId ? { label: "case", href: paths.case(project, row.runId, row.caseId) } : null,
    row.generationId ? { label: "generation", href: paths.generation(project, row.generationId) } : null,
    row.promptId && row.promptVersionNumber
      ? {
          label: `v${row.promptVersionNumber}`,
          href: paths.promptVersion(project, row.promptId, row.promptVersionNumber),
        }
      : null,
  ].filter((link) => link !== null);
  if (links.length === 0) return "—";
  return (
    <span className="relative z-1 inline-flex flex-wrap gap-2">
      {links.map((link) => (
        <Link key={link.label} href={link.href} className="text-accent hover:underline">
          {link.label}
        </Link>
      ))}
    </span>
  );
}
