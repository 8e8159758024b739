import { and, asc, desc, eq, gt, isNull, or, sql } from "drizzle-orm";
import { fileContents, files } from "#db/schema/files";
import { maskFieldsForRole, maskFor } from "#lib/guardrails";
import { type Context, requirePermission } from "#lib/identity";
import { AppError, NotFound } from "#platform/errors";
import { type FileContent, GetFileInput, ListFilesInput, type StoredFile } from "../schema.ts";
import { fileColumns, presentFile, rowId } from "./internal.ts";

/** A page of the project's files in the order they came, and whether there are more. Throws forbidden, not_found for `after`. */
export async function listFiles(
  ctx: Context,
  input: ListFilesInput = {},
): Promise<{ items: StoredFile[]; hasMore: boolean }> {
  requirePermission(ctx, "file.read");
  const { limit, after, order, purpose } = ListFilesInput.parse(input);
  const [cursor] = after === undefined ? [] : [await getFile(ctx, { fileId: after })];
  const direction = order === "asc" ? asc : desc;
  const beyond = order === "asc" ? sql`>` : sql`<`;
  const rows = await ctx.db
    .select(fileColumns)
    .from(files)
    .where(
      and(
        eq(files.projectId, ctx.project),
        isAlive(ctx),
        purpose ? eq(files.purpose, purpose) : undefined,
        cursor
          ? sql`(${files.createdAt}, ${files.id}) ${beyond} (${cursor.createdAt.toISOString()}::timestamptz, ${rowId(cursor.id)}::uuid)`
          : undefined,
      ),
    )
    .orderBy(direction(files.createdAt), direction(files.id))
    .limit(limit + 1);
  const items = rows.slice(0, limit).map((row) => maskFieldsForRole(ctx, presentFile(row), ["name"]));
  return { items, hasMore: rows.length > limit };
}

/** Throws forbidden, not_found. */
export async function getFile(ctx: Context, input: GetFileInput): Promise<StoredFile> {
  requirePermission(ctx, "file.read");
  const { fileId } = GetFileInput.parse(input);
  const [row] = await ctx.db.select(fileColumns).from(files).where(isFile(ctx, fileId));
  if (!row) throw new NotFound("file");
  return maskFieldsForRole(ctx, presentFile(row), ["name"]);
}

/**
 * What is in a file. Who may not read personal data is refused it: nothing can be masked in bytes. Throws forbidden,
 * not_found.
 */
export async function getFileContent(ctx: Context, input: GetFileInput): Promise<FileContent> {
  requirePermission(ctx, "file.read");
  const { fileId } = GetFileInput.parse(input);
  if (maskFor(ctx).isMasking)
    throw new AppError("forbidden", "Who reads personal data masked cannot read what is in a file.");
  const [row] = await ctx.db
    .select({ id: files.id, name: files.name, mediaType: files.mediaType, bytes: fileContents.bytes })
    .from(files)
    .innerJoin(
      fileContents,
      and(eq(fileContents.projectId, files.projectId), eq(fileContents.hash, files.contentHash)),
    )
    .where(isFile(ctx, fileId));
  if (!row) throw new NotFound("file");
  return { ...row, id: fileId };
}

function isFile(ctx: Context, fileId: string) {
  return and(eq(files.projectId, ctx.project), eq(files.id, rowId(fileId)), isAlive(ctx));
}

const isAlive = (ctx: Context) => or(isNull(files.expiresAt), gt(files.expiresAt, ctx.clock.now()));
