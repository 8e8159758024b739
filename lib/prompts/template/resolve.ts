import { and, eq, inArray, type SQL } from "drizzle-orm";
import { labels, prompts, promptVersions } from "#db/schema/prompts";
import { type Context, requirePermission } from "#lib/identity";
import { latestLabel, promptLimits } from "../content/rules.ts";
import type { PromptContent } from "../content/schema.ts";
import { asContent } from "../content/stored.ts";
import {
  chainTo,
  type Included,
  isIncluded,
  parseReference,
  referencesOf,
  type Resolution,
} from "./includes.ts";

/** What a version stores of an include: which version its reference meant at the save. */
export type Pin = { reference: string; versionId: string };

/** Written by this room alone, so the column holds this shape; empty for versions from before. */
export const asPins = (stored: unknown): Pin[] => (stored as Pin[] | null) ?? [];
export const pinsOf = (includes: readonly Included[]): Pin[] =>
  includes.map(({ reference, versionId }) => ({ reference, versionId }));

type Within = { id: string; path: string } | null;

/**
 * What the references of a content mean at this moment, each with its text or with why it cannot stand there: no such
 * prompt, a chat, a circle or too deep a nesting, with the path. Throws forbidden.
 */
export async function resolveIncludes(
  ctx: Context,
  { content, within = null }: { content: PromptContent; within?: Within },
): Promise<Resolution[]> {
  requirePermission(ctx, "prompt.read");
  const references = referencesOf(content);
  if (references.length === 0) return [];
  const found = await Promise.all(references.map((reference) => findPin(ctx, reference)));
  const included = await loadIncludes(
    ctx,
    found.flatMap((each) => ("versionId" in each ? each : [])),
  );
  return found.map((each) => {
    const one = included.find(({ reference }) => reference === each.reference);
    return one ? checked(one, within) : { reference: each.reference, problem: problemOf(each) };
  });
}

type Found = Pin | { reference: string; problem: string };
const problemOf = (each: Found) =>
  "problem" in each ? each.problem : `{{> ${each.reference}}} could not be read.`;

async function findPin(ctx: Context, reference: string): Promise<Found> {
  const parsed = parseReference(reference);
  if (!parsed) return { reference, problem: `"${reference}" names no prompt.` };
  const { path, label = latestLabel, version } = parsed;
  const byLabel = and(
    eq(labels.projectId, promptVersions.projectId),
    eq(labels.versionId, promptVersions.id),
    eq(labels.name, label),
  );
  const [row] = await ctx.db
    .select({ versionId: promptVersions.id, kind: prompts.kind })
    .from(promptVersions)
    .innerJoin(prompts, ofPrompt)
    .leftJoin(labels, byLabel)
    .where(
      and(
        eq(promptVersions.projectId, ctx.project),
        eq(prompts.path, path),
        version === undefined ? eq(labels.name, label) : eq(promptVersions.number, version),
      ),
    );
  const which = version === undefined ? `with the label "${label}"` : `with a version ${version}`;
  if (!row) return { reference, problem: `There is no prompt ${path} ${which} in this project.` };
  if (row.kind === "chat")
    return { reference, problem: `${path} is a chat; only a text prompt can stand in another.` };
  return { reference, versionId: row.versionId };
}

const ofPrompt: SQL | undefined = and(
  eq(prompts.projectId, promptVersions.projectId),
  eq(prompts.id, promptVersions.promptId),
);

function checked(included: Included, within: Within): Resolution {
  const { reference } = included;
  const circle = within ? chainTo(included, within.id) : null;
  if (within && circle)
    return {
      reference,
      problem: `${[within.path, ...circle].join(" → ")}: a prompt cannot stand in itself. Take one of these out.`,
    };
  const deepest = chainTo(included, null) ?? [];
  if (deepest.length > promptLimits.includeDepth)
    return {
      reference,
      problem: `${deepest.join(" → ")}: prompts stand in one another at most ${promptLimits.includeDepth} deep.`,
    };
  return included;
}

type Row = Omit<Included, "reference" | "includes"> & { pins: Pin[] };

/** The texts of pinned includes and of all that stands in them: one statement a level. */
export async function loadIncludes(ctx: Context, pins: readonly Pin[]): Promise<Included[]> {
  const rows = new Map<string, Row>();
  for (let wanted = [...pins]; wanted.length > 0;) {
    const ids = [...new Set(wanted.map(({ versionId }) => versionId))].filter((id) => !rows.has(id));
    const level = ids.length === 0 ? [] : await readRows(ctx, ids);
    for (const row of level) rows.set(row.versionId, row);
    wanted = level.flatMap((row) => row.pins);
  }
  return treeOf(pins, rows);
}

async function readRows(ctx: Context, ids: string[]): Promise<Row[]> {
  const found = await ctx.db
    .select({
      promptId: prompts.id,
      path: prompts.path,
      versionId: promptVersions.id,
      versionNumber: promptVersions.number,
      contentHash: promptVersions.contentHash,
      content: promptVersions.content,
      includes: promptVersions.includes,
    })
    .from(promptVersions)
    .innerJoin(prompts, ofPrompt)
    .where(and(eq(promptVersions.projectId, ctx.project), inArray(promptVersions.id, ids)));
  return found.map(({ content, includes, ...row }) => {
    const { kind, variables, ...said } = asContent(content);
    return {
      ...row,
      variables,
      text: "text" in said && kind === "text" ? said.text : "",
      pins: asPins(includes),
    };
  });
}

/** Versions include older versions only, so this ends. */
function treeOf(pins: readonly Pin[], rows: ReadonlyMap<string, Row>): Included[] {
  return pins.flatMap(({ reference, versionId }) => {
    const row = rows.get(versionId);
    if (!row) return [];
    const { pins: inner, ...said } = row;
    return [{ reference, ...said, includes: treeOf(inner, rows) }];
  });
}

/** The includes among the resolutions; at a save the others were refused as problems of the template. */
export function includedAmong(resolutions: readonly Resolution[]): Included[] {
  return resolutions.filter(isIncluded);
}
