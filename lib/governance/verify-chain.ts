import { type AuditRecord, checkLinks, genesisHash } from "#lib/audit";
import type { StoredCheckpoint } from "./checkpoint-files.ts";
import { type Checkpoint, readCheckpoint } from "./checkpoint-note.ts";
import { appendLeaf, emptyTree, rootOf } from "./merkle.ts";
import type { AuditVerification } from "./schema.ts";

export type Link = AuditRecord & { hash: string };

/** Checkpoints of one chain by where they are kept, and the key they are signed with (base64). */
export type KeptCheckpoints = {
  publicKey: string;
  /** Those of the database, or of a file that was exported from it. */
  table: StoredCheckpoint[];
  file: StoredCheckpoint[];
  isExport?: boolean;
};

type Covered = Checkpoint & { inTable: boolean; inFile: boolean };

/**
 * Recomputes a whole chain from its beginning: hashes, links, gaps, and the RFC 6962 root at every checkpoint. `onLink`
 * sees each event that holds. Needs no database, so that an exported chain can be verified anywhere.
 */
export async function verifyChain(
  batches: AsyncIterable<Link[]>,
  kept: KeptCheckpoints,
  onLink: (link: Link) => void = () => undefined,
): Promise<AuditVerification> {
  const { covered, problems, gone } = readAll(kept);
  let from = { seq: 1, prevHash: genesisHash };
  let tree = emptyTree;
  let place = 0;
  let agreed: Covered | null = null;
  for await (const links of batches) {
    const result = checkLinks(links, from);
    const good = result.broken ? links.slice(0, result.broken.seq - from.seq) : links;
    for (const link of good) {
      tree = appendLeaf(tree, link.hash);
      onLink(link);
      while (covered[place]?.size === tree.size) {
        const checkpoint = covered[place];
        place += 1;
        if (!checkpoint) break;
        if (checkpoint.root !== rootOf(tree))
          return broken(tree.size, (agreed?.size ?? 0) + 1, [
            `Events ${(agreed?.size ?? 0) + 1} to ${checkpoint.size} are not those that were signed at ${moment(checkpoint.at)}: the chain was rewritten.`,
            ...problems,
            ...gone,
          ]);
        agreed = checkpoint;
      }
    }
    if (result.broken)
      return broken(result.broken.seq - 1, result.broken.seq, [result.broken.problem, ...problems, ...gone]);
    from = result.next;
  }
  const last = covered.at(-1);
  const isCut = last !== undefined && last.size > tree.size;
  if (isCut)
    problems.unshift(
      `The end was cut off: there are ${count(tree.size, "event")}, and a checkpoint signed at ${moment(last.at)} covers ${last.size}.`,
    );
  if (problems.length > 0) {
    const found = broken(tree.size, tree.size + 1, [...problems, ...gone]);
    // The events themselves hold: it is what was signed that does not.
    return isCut
      ? found
      : { ...found, sentence: `${holding(tree.size)}, but prove nothing. ${found.problems.join(" ")}` };
  }
  return intact(tree.size, from.prevHash, agreed, kept.isExport ? "in this file" : undefined);
}

/** Checkpoints in order of size, and what is wrong with how they are kept. */
function readAll({ publicKey, table, file }: KeptCheckpoints): {
  covered: Covered[];
  problems: string[];
  gone: string[];
} {
  const bySize = new Map<string, Covered>();
  let unsigned = 0;
  const take = (notes: StoredCheckpoint[], side: "inTable" | "inFile") => {
    for (const { note } of notes) {
      const signed = readCheckpoint(note, publicKey);
      if (!signed) {
        unsigned += 1;
        continue;
      }
      const key = `${signed.size} ${signed.root}`;
      const known = bySize.get(key) ?? { ...signed, inTable: false, inFile: false };
      bySize.set(key, { ...known, [side]: true });
    }
  };
  take(table, "inTable");
  take(file, "inFile");
  const covered = [...bySize.values()].toSorted((a, b) => a.size - b.size);
  const missing = covered.filter(({ inTable }) => !inTable);
  const problems: string[] = [];
  if (unsigned > 0)
    problems.push(
      `${count(unsigned, "checkpoint")} ${unsigned === 1 ? "does" : "do"} not carry this installation's signature: changed by hand, or signed with another VALUELOOP_AUDIT_KEY.`,
    );
  // By itself no sign of tampering: a crash between the file and the table leaves one too.
  const gone =
    missing.length > 0
      ? [
          `${count(missing.length, "checkpoint")} of this machine's file ${missing.length === 1 ? "is" : "are"} missing from the table, the newest over ${missing.at(-1)?.size} events.`,
        ]
      : [];
  return { covered, problems, gone };
}

function intact(
  checked: number,
  lastHash: string,
  agreed: Covered | null,
  where?: string,
): AuditVerification {
  if (checked === 0)
    return {
      isIntact: true,
      checked,
      lastHash: null,
      firstBad: null,
      problems: [],
      checkpoint: null,
      sentence: "The chain is empty.",
    };
  const links = "every hash matches its content and points to the one before.";
  return {
    isIntact: true,
    checked,
    lastHash,
    firstBad: null,
    problems: [],
    checkpoint: agreed && { size: agreed.size, root: agreed.root, at: agreed.at, isInFile: agreed.inFile },
    sentence: `${holding(checked)}: ${links} ${coverage(checked, agreed, where)}`,
  };
}

function holding(checked: number): string {
  return checked === 1 ? "The 1 event holds" : `All ${checked} events hold`;
}

function coverage(checked: number, agreed: Covered | null, given?: string): string {
  if (!agreed) return "No checkpoint was signed yet, so a cut end could not be noticed.";
  const open = checked - agreed.size;
  const rest = open > 0 ? ` The last ${open === 1 ? "one is" : `${open} are`} not signed yet.` : "";
  const where =
    given ?? (agreed.inFile ? "in the database and in this machine's file" : "in the database only");
  return `The checkpoint over ${agreed.size}, signed at ${moment(agreed.at)} and kept ${where}, agrees.${rest}`;
}

function broken(checked: number, seq: number, problems: string[]): AuditVerification {
  return {
    isIntact: false,
    checked,
    lastHash: null,
    firstBad: { seq, problem: problems[0] ?? "" },
    problems,
    checkpoint: null,
    sentence: `The chain is broken at event ${seq}. ${problems.join(" ")}`,
  };
}

/** "3 events": a number with its noun. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

function moment(at: Date): string {
  return `${at.toISOString().slice(0, 16).replace("T", " ")} UTC`;
}
