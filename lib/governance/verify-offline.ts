import { z } from "zod";
import type { Database } from "#db";
import { auditCheckpoints, auditEvents } from "#db/schema/audit";
import { checkLinks } from "#lib/audit";
import { listProjectIds, namesInInstallation, systemContext } from "#lib/identity";
import { AppError } from "#platform/errors";
import { chainsInFiles, checkpointFolder } from "./checkpoint-files.ts";
import type { AuditCheck } from "./cross-check.ts";
import { rolesCheck } from "./role-check.ts";
import { count, type Link, verifyChain } from "./verify-chain.ts";
import { verifyStored } from "./verify-stored.ts";

/** What is said of one chain; `name` is the project's or organisation's, or its id where that is gone. */
export type ChainVerdict = { name: string; isIntact: boolean; sentence: string };

/**
 * Verifies every chain of an installation with the rows its events name (a project's by `checks`), for whoever holds its
 * database. Asks no permission: it is no verb of the studio.
 */
export async function verifyAllChains(
  db: Database,
  checks: readonly AuditCheck[] = [],
): Promise<ChainVerdict[]> {
  const recorded = await db.selectDistinct({ id: auditEvents.chainId }).from(auditEvents);
  const signed = await db.selectDistinct({ id: auditCheckpoints.chainId }).from(auditCheckpoints);
  const names = await namesInInstallation(db);
  // A chain of which nothing is left is known by its checkpoints, and by the rows of whom it was of.
  const chains = new Set([
    ...[...recorded, ...signed].map(({ id }) => id),
    ...(await chainsInFiles(checkpointFolder())),
    ...names.keys(),
  ]);
  const projects = new Set(await listProjectIds(db));
  const verdicts: ChainVerdict[] = [];
  for (const id of chains) {
    const { isIntact, sentence } = projects.has(id)
      ? await verifyStored(await systemContext(db, id), id, checks)
      : await verifyStored({ db, organisationId: id }, id, [rolesCheck]);
    verdicts.push({ name: names.get(id) ?? id, isIntact, sentence });
  }
  return verdicts;
}

const Line = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("chain"),
    chainId: z.string(),
    isWhole: z.boolean(),
    lastSeq: z.number(),
    publicKey: z.string(),
  }),
  z.object({
    type: z.literal("event"),
    chainId: z.string(),
    seq: z.number(),
    organisationId: z.string(),
    at: z.string(),
    actor: z.object({ kind: z.string(), id: z.string().nullable(), name: z.string() }),
    action: z.string(),
    subjectType: z.string(),
    subjectId: z.string(),
    subjectName: z.string(),
    before: z.unknown(),
    after: z.unknown(),
    requestId: z.string(),
    prevHash: z.string(),
    hash: z.string(),
  }),
  z.object({ type: z.literal("checkpoint"), note: z.string(), frontier: z.array(z.string()) }),
]);
type Line = z.infer<typeof Line>;

/**
 * Verifies a JSONL file that `exportAudit` made. A whole chain is proved up to its end by checkpoints signed with
 * `publicKey` (base64; the file's own when absent, which the sentence says); what none of them covers is not proved, and
 * so is not intact. A filtered file has gaps by nature: there each event's own hash is recomputed, and the link between
 * neighbours; a key proves nothing of it, so that with one it is not intact. Throws invalid_input for any other file, and for
 * what is no key.
 */
export async function verifyExportedChain(text: string, publicKey?: string): Promise<ChainVerdict> {
  if (publicKey !== undefined && Buffer.from(publicKey, "base64").length !== 32)
    throw new AppError(
      "invalid_input",
      "This is no public key: it is 44 characters of base64, as GET /api/v1/audit/key says it.",
    );
  const [head, ...lines] = text.split("\n").filter(Boolean).map(parseLine);
  if (head?.type !== "chain")
    throw new AppError("invalid_input", "The file does not begin with the line of its chain.");
  const links = lines.flatMap((line): Link[] => {
    if (line.type !== "event") return [];
    const { type: _type, ...link } = line;
    return [link];
  });
  const name = `chain ${head.chainId}`;
  if (!head.isWhole) {
    const part = verifyPart(links);
    if (!part.isIntact || publicKey === undefined) return { name, ...part };
    return {
      name,
      isIntact: false,
      sentence: `This is a filtered export, which no checkpoint signs: the key proves nothing of it, and every line may have been made by hand. Export without filters.`,
    };
  }
  const table = lines.flatMap((line) => (line.type === "checkpoint" ? [line] : []));
  const key = publicKey ?? head.publicKey;
  const { isIntact, sentence, checked, checkpoint } = await verifyChain(once(links), {
    publicKey: key,
    table,
    file: [],
    isExport: true,
  });
  if (isIntact && checked < head.lastSeq)
    return {
      name,
      isIntact: false,
      sentence: `The file ends at event ${checked}; it was exported with ${head.lastSeq}.`,
    };
  // Anybody can recompute hashes; only the holder of the key can sign them.
  const signed = checkpoint?.size ?? 0;
  if (isIntact && signed < checked)
    return {
      name,
      isIntact: false,
      sentence: `${signed === 0 ? "Nothing in the file is signed" : `No checkpoint signs events ${signed + 1} to ${checked}`}: hashes alone can be made by anybody. Export it again.`,
    };
  const whose = publicKey
    ? ""
    : " The key was taken from the file itself; compare it with the one you know (--key).";
  return { name, isIntact, sentence: `${sentence}${whose}` };
}

function verifyPart(links: Link[]): Pick<ChainVerdict, "isIntact" | "sentence"> {
  for (const [place, link] of links.entries()) {
    const before = links[place - 1];
    const isNext = before?.seq === link.seq - 1;
    const { broken } = checkLinks([link], { seq: link.seq, prevHash: isNext ? before.hash : link.prevHash });
    if (broken) return { isIntact: false, sentence: broken.problem };
  }
  return {
    isIntact: true,
    sentence: `${count(links.length, "event")} of a filtered export: each has the hash of its content. What was left out cannot be proved; export without filters for that.`,
  };
}

function parseLine(line: string, place: number): Line {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (cause) {
    throw new AppError(
      "invalid_input",
      `Line ${place + 1} of the file is not JSON.${place === 0 ? " A file for a spreadsheet is not proved: export JSONL." : ""}`,
      { cause },
    );
  }
  const parsed = Line.safeParse(value);
  if (!parsed.success)
    throw new AppError("invalid_input", `Line ${place + 1} of the file is no line of an audit export.`, {
      cause: parsed.error,
    });
  return parsed.data;
}

async function* once(links: Link[]): AsyncGenerator<Link[]> {
  yield links;
}
