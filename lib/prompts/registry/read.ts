import { and, eq, exists, ilike, isNotNull, isNull, or } from "drizzle-orm";
import { escapeLike, instantOrder, keyset, type Order } from "#db";
import { prompts, promptSearch, promptVersions } from "#db/schema/prompts";
import { type Context, requirePermission } from "#lib/identity";
import { NotFound } from "#platform/errors";
import { type Page, toPage } from "#platform/pagination";
import { GetPromptInput, ListPromptsInput, type PromptSummary, type PromptView } from "../schema.ts";
import { splitPath } from "../content/rules.ts";
import type { promptOrders } from "../constants.ts";
import { findPrompt, loadPage } from "./internal.ts";
import { narrowedTo } from "./narrowed.ts";

/** The list sorts what one project has; docs/measurements/lists.md says what that takes. */
const orders = {
  path: { of: prompts.path, type: "text" },
  version: { of: promptVersions.number, type: "integer" },
  updated: instantOrder(prompts.updatedAt),
  by: { of: promptVersions.createdByName, type: "text" },
} satisfies Record<(typeof promptOrders)[number], Order>;

/** A prompt by id or path, with its newest content and its labels; also an archived one. Throws not_found, forbidden. */
export async function getPrompt(ctx: Context, input: GetPromptInput): Promise<PromptView> {
  requirePermission(ctx, "prompt.read");
  const by = GetPromptInput.parse(input);
  const prompt = await findPrompt(
    ctx,
    "promptId" in by ? eq(prompts.id, by.promptId) : eq(prompts.path, by.path),
  );
  if (!prompt) throw new NotFound("prompt");
  return prompt;
}

/** Prompts by path, or in the order asked for: of a folder and below, holding a text in path, description or template, with a label. Throws forbidden. */
export async function listPrompts(ctx: Context, input: ListPromptsInput): Promise<Page<PromptSummary>> {
  requirePermission(ctx, "prompt.read");
  const { folder, text, label, archived, limit, cursor, sort } = ListPromptsInput.parse(input);
  const pages = keyset(orders, orders.path, { sort, cursor });
  const rows = await loadPage(ctx, {
    pages,
    where: and(
      archived ? isNotNull(prompts.archivedAt) : isNull(prompts.archivedAt),
      narrowedTo(ctx, { folder, label }),
      text.trim() ? holdsText(ctx, text.trim()) : undefined,
      pages.after,
    ),
    limit: limit + 1,
  });
  const { items, nextCursor } = toPage(rows, limit, pages.cursorOf);
  return { items: items.map(({ prompt }) => prompt), nextCursor };
}

/** Every folder with the number of prompts in it and below; the top is the empty folder. Throws forbidden. */
export async function listFolders(
  ctx: Context,
  input: { archived?: boolean } = {},
): Promise<{ folder: string; count: number }[]> {
  requirePermission(ctx, "prompt.read");
  const rows = await ctx.db
    .select({ path: prompts.path })
    .from(prompts)
    .where(
      and(
        eq(prompts.projectId, ctx.project),
        input.archived ? isNotNull(prompts.archivedAt) : isNull(prompts.archivedAt),
      ),
    );
  const counts = new Map<string, number>([["", rows.length]]);
  for (const { path } of rows) {
    for (let { folder } = splitPath(path); folder; folder = splitPath(folder).folder)
      counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  return [...counts]
    .map(([folder, count]) => ({ folder, count }))
    .sort((a, b) => (a.folder < b.folder ? -1 : 1));
}

function holdsText(ctx: Context, text: string) {
  const pattern = `%${escapeLike(text)}%`;
  const indexed = ctx.db
    .select({ promptId: promptSearch.promptId })
    .from(promptSearch)
    .where(
      and(
        eq(promptSearch.projectId, prompts.projectId),
        eq(promptSearch.promptId, prompts.id),
        ilike(promptSearch.text, pattern),
      ),
    );
  return or(ilike(prompts.path, pattern), exists(indexed));
}
