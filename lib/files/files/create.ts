import mime from "mime";
import { sql, eq } from "drizzle-orm";
import { inTransaction } from "#db";
import { fileContents, files } from "#db/schema/files";
import { appendAudit } from "#lib/audit";
import { redactForStorage } from "#lib/guardrails";
import { type Context, requirePermission } from "#lib/identity";
import { sha256 } from "#platform/crypto";
import { AppError } from "#platform/errors";
import { newId } from "#platform/ids";
import { filePrefix, fileRules } from "../constants.ts";
import { CreateFileInput, type StoredFile } from "../schema.ts";
import { presentFile } from "./internal.ts";

/**
 * Keeps a file for calls to name. The bytes are stored once for a project, by their hash. A file of text is stored as the
 * policies' stored stage leaves it; into pictures, sound, PDF and other bytes no policy looks. Throws forbidden, too_large
 * for a file or a project beyond its bounds, invalid_input for an empty one, unavailable where it could not be judged.
 */
export async function createFile(ctx: Context, input: CreateFileInput): Promise<StoredFile> {
  requirePermission(ctx, "file.create");
  const { name, purpose, mediaType, bytes: given, expiresAfter } = CreateFileInput.parse(input);
  if (given.length === 0)
    throw new AppError("invalid_input", "The file is empty; send one with something in it.");
  if (given.length > fileRules.mostBytes) throw tooLarge("A file is", fileRules.mostBytes);
  const kept = await redactForStorage(ctx, { name, text: textOf(given) });
  const bytes = kept.value.text === null ? given : new TextEncoder().encode(kept.value.text);
  const hash = sha256(bytes);
  const now = ctx.clock.now();
  const row = {
    id: newId(),
    projectId: ctx.project,
    name: kept.value.name,
    purpose,
    mediaType: mediaTypeOf(mediaType, name, kept.value.text !== null),
    size: bytes.length,
    contentHash: hash,
    createdBy: ctx.actor.kind === "user" ? ctx.actor.id : null,
    createdByName: ctx.actor.name,
    createdAt: now,
    expiresAt: expiresAfter === undefined ? null : new Date(now.getTime() + expiresAfter * 1_000),
  };
  return inTransaction(ctx, async (tx) => {
    const [held] = await tx.db
      .select({ bytes: sql<number>`coalesce(sum(${files.size}), 0)`.mapWith(Number) })
      .from(files)
      .where(eq(files.projectId, tx.project));
    if ((held?.bytes ?? 0) + row.size > fileRules.mostProjectBytes)
      throw tooLarge("A project's files are together", fileRules.mostProjectBytes);
    // Written again where it is there: the lock keeps a deletion of its last name from taking it away under this one.
    await tx.db
      .insert(fileContents)
      .values({ projectId: tx.project, hash, bytes })
      .onConflictDoUpdate({ target: [fileContents.projectId, fileContents.hash], set: { hash } });
    await tx.db.insert(files).values(row);
    await appendAudit(tx, {
      action: "file.create",
      subject: { type: "file", id: row.id, name: filePrefix + row.id },
      after: { purpose, mediaType: row.mediaType, size: row.size, hash },
    });
    return presentFile(row);
  });
}

/** A text as it reads; null for bytes that are none. */
function textOf(bytes: Uint8Array): string | null {
  if (bytes.includes(0)) return null;
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** What the caller says, where it says something; else what the name says. */
function mediaTypeOf(said: string, name: string, isText: boolean): string {
  const type = said.split(";")[0]?.trim().toLowerCase() ?? "";
  if (type !== "" && type !== "application/octet-stream") return type;
  return mime.getType(name) ?? (isText ? "text/plain" : "application/octet-stream");
}

function tooLarge(what: string, bytes: number): AppError {
  return new AppError(
    "too_large",
    `${what} at most ${(bytes / 1_000_000).toLocaleString("en-US")} MB; send less, or delete others.`,
  );
}
