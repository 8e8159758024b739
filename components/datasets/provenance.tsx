import Link from "next/link";
import type { ReactNode } from "react";
import { paths } from "#platform/paths";
import type { Provenance } from "#schema/datasets";

/** Where an example came from, in a few words. */
export function provenanceWords(provenance: Provenance): string {
  switch (provenance.kind) {
    case "import":
      return provenance.line ? `${provenance.fileName}, line ${provenance.line}` : provenance.fileName;
    case "hand":
      return `${provenance.editedFrom ? "edited" : "written"} by ${provenance.byName ?? "hand"}`;
    case "generation":
      return `generation of ${provenance.promptPath ?? provenance.model ?? "a prompt"}`;
    case "correction":
      return provenance.reviewerName ? `correction by ${provenance.reviewerName}` : "correction";
    default:
      return provenance satisfies never;
  }
}

type ProvenanceLinksProps = { project: string; datasetId: string; provenance: Provenance };

/** The same as a sentence whose every part opens: the example's place in the chain. */
export function ProvenanceLinks({ project, datasetId, provenance }: ProvenanceLinksProps) {
  const links = linksOf(project, datasetId, provenance);
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2 gap-y-1">
      <span className="first-letter:uppercase">{provenanceWords(provenance)}</span>
      {links.map(({ label, href }) => (
        <Link key={href} href={href} className="text-accent underline-offset-2 hover:underline">
          {label}
        </Link>
      ))}
    </span>
  );
}

type PlaceLink = { label: ReactNode; href: string };

function linksOf(project: string, datasetId: string, provenance: Provenance): PlaceLink[] {
  switch (provenance.kind) {
    case "import":
      return [];
    case "hand":
      return provenance.editedFrom
        ? [{ label: "the example before", href: paths.example(project, datasetId, provenance.editedFrom) }]
        : [];
    case "generation":
      return [
        { label: "generation", href: paths.generation(project, provenance.generationId) },
        ...promptLink(project, provenance),
      ];
    case "correction":
      return [
        ...(provenance.queueId
          ? [{ label: "decision", href: paths.queueDecisions(project, provenance.queueId) }]
          : []),
        ...(provenance.runId && provenance.caseId
          ? [{ label: "case", href: paths.case(project, provenance.runId, provenance.caseId) }]
          : []),
        ...(provenance.generationId
          ? [{ label: "generation", href: paths.generation(project, provenance.generationId) }]
          : []),
        ...promptLink(project, provenance),
      ];
    default:
      return provenance satisfies never;
  }
}

function promptLink(project: string, { promptId }: { promptId?: string | undefined }): PlaceLink[] {
  return promptId ? [{ label: "prompt", href: paths.prompt(project, promptId) }] : [];
}
