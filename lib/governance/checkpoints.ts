import { asc, desc, eq } from "drizzle-orm";
import type { Database } from "#db";
import { auditCheckpoints, auditEvents } from "#db/schema/audit";
import { checkLinks, genesisHash, onAppended } from "#lib/audit";
import { type Clock, systemClock } from "#platform/clock";
import { AppError } from "#platform/errors";
import { logger } from "#platform/logger";
import { appendToFile, checkpointFolder, readFromFile, type StoredCheckpoint } from "./checkpoint-files.ts";
import { auditPublicKey, type Checkpoint, readCheckpoint, signCheckpoint } from "./checkpoint-note.ts";
import { appendLeaf, emptyTree, isTree, rootOf, type Tree } from "./merkle.ts";
import { readChain } from "./read-chain.ts";

/** Events that come in one burst share a checkpoint. */
const settleMs = 300;

/** A chain's checkpoints as stored in the table, oldest first. */
export async function readFromTable(db: Database, chainId: string): Promise<StoredCheckpoint[]> {
  return db
    .select({ note: auditCheckpoints.note, frontier: auditCheckpoints.frontier })
    .from(auditCheckpoints)
    .where(eq(auditCheckpoints.chainId, chainId))
    .orderBy(asc(auditCheckpoints.size));
}

/**
 * Signs what was appended since the newest checkpoint, and keeps the note in the table and in the file. Null when
 * nothing was. Throws `conflict`, and signs nothing, when the chain does not continue what was signed before.
 */
export async function makeCheckpoint(
  db: Database,
  chainId: string,
  { clock = systemClock, folder = checkpointFolder() }: { clock?: Clock; folder?: string } = {},
): Promise<Checkpoint | null> {
  const newest = await newestCheckpoint(db, chainId, folder);
  let tree: Tree = newest?.tree ?? emptyTree;
  let from = { seq: tree.size + 1, prevHash: newest?.checkpoint.lastHash ?? genesisHash };
  if (tree.size > (await sizeOf(db, chainId)))
    throw discontinued(chainId, `it has fewer events than the ${tree.size} that were signed`);
  for await (const links of readChain(db, chainId, tree.size)) {
    const result = checkLinks(links, from);
    if (result.broken) throw discontinued(chainId, result.broken.problem);
    for (const { hash } of links) tree = appendLeaf(tree, hash);
    from = result.next;
  }
  if (tree.size === (newest?.tree.size ?? 0)) {
    // A crash between the two, or another machine's signing, may have left one of them behind.
    if (newest && !newest.isInFile) await appendToFile(folder, chainId, newest.stored);
    if (newest && !newest.isInTable) await insert(db, newest);
    return null;
  }
  const checkpoint = {
    chainId,
    size: tree.size,
    root: rootOf(tree),
    lastHash: from.prevHash,
    at: clock.now(),
  };
  const stored = { note: signCheckpoint(checkpoint), frontier: [...tree.frontier] };
  // The file first: it is the copy that whoever holds the database cannot reach.
  await appendToFile(folder, chainId, stored);
  await insert(db, { checkpoint, stored });
  return checkpoint;
}

async function insert(
  db: Database,
  { checkpoint: { chainId, size, at }, stored }: { checkpoint: Checkpoint; stored: StoredCheckpoint },
): Promise<void> {
  await db
    .insert(auditCheckpoints)
    .values({ chainId, size, at, ...stored })
    .onConflictDoNothing();
}

type Newest = {
  tree: Tree;
  checkpoint: Checkpoint;
  stored: StoredCheckpoint;
  isInFile: boolean;
  isInTable: boolean;
};

/** The largest checkpoint that is ours and whose frontier folds to the signed root, from the table or the file. */
async function newestCheckpoint(db: Database, chainId: string, folder: string): Promise<Newest | null> {
  const rows = await db
    .select({ note: auditCheckpoints.note, frontier: auditCheckpoints.frontier })
    .from(auditCheckpoints)
    .where(eq(auditCheckpoints.chainId, chainId))
    .orderBy(desc(auditCheckpoints.size))
    .limit(1);
  const inFile = (await readFromFile(folder, chainId)).slice(-1);
  const valid = [...rows, ...inFile].flatMap((stored) => {
    const checkpoint = readCheckpoint(stored.note, auditPublicKey());
    const tree = { size: checkpoint?.size ?? 0, frontier: stored.frontier };
    const isOurs = checkpoint?.chainId === chainId && isTree(tree) && rootOf(tree) === checkpoint.root;
    return isOurs ? [{ tree, checkpoint, stored }] : [];
  });
  const newest = valid.toSorted((one, other) => other.tree.size - one.tree.size)[0];
  if (!newest) return null;
  const holds = (stored: StoredCheckpoint) =>
    valid.some((one) => one.stored === stored && one.tree.size === newest.tree.size);
  return { ...newest, isInFile: inFile.some(holds), isInTable: rows.some(holds) };
}

async function sizeOf(db: Database, chainId: string): Promise<number> {
  const [row] = await db
    .select({ seq: auditEvents.seq })
    .from(auditEvents)
    .where(eq(auditEvents.chainId, chainId))
    .orderBy(desc(auditEvents.seq))
    .limit(1);
  return row?.seq ?? 0;
}

function discontinued(chainId: string, why: string): AppError {
  return new AppError(
    "conflict",
    `The audit chain ${chainId} does not continue its last signed checkpoint: ${why} Nothing was signed; verify the chain on the audit page.`,
  );
}

/**
 * Keeps checkpoints up to date in this process: signs at once what earlier processes left unsigned, then after every
 * commit that appends. Returns what signs the rest and stops; call it before the database is closed.
 */
export async function keepCheckpoints(db: Database): Promise<() => Promise<void>> {
  const rows = await db.selectDistinct({ chainId: auditEvents.chainId }).from(auditEvents);
  const waiting = new Set(rows.map((row) => row.chainId));
  let timer: NodeJS.Timeout | undefined;
  let signing = Promise.resolve();
  const signAll = () => {
    signing = signing.then(async () => {
      const chains = [...waiting];
      waiting.clear();
      for (const chainId of chains)
        await makeCheckpoint(db, chainId).catch((error: unknown) =>
          logger().error({ err: error, chainId }, "the audit chain was not signed"),
        );
    });
    return signing;
  };
  const stop = onAppended((chainId) => {
    waiting.add(chainId);
    clearTimeout(timer);
    timer = setTimeout(() => void signAll(), settleMs);
    timer.unref();
  });
  await signAll();
  return async () => {
    stop();
    clearTimeout(timer);
    await signAll();
  };
}
