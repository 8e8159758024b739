import { and, eq, inArray, or, type SQL } from "drizzle-orm";
import { labels, prompts, promptVersions } from "#db/schema/prompts";
import { type Context, requirePermission } from "#lib/identity";
import { latestLabel, promptLimits } from "../content/rules.ts";
import type { PromptContent } from "../content/schema.ts";
import { asContent } from "../content/stored.ts";
import {
  chainTo,
  type Included,
  type IncludeFault,
  isIncluded,
  parseReference,
  referencesOf,
  type Resolution,
} from "./includes.ts";

/** What a version stores of an include: which version its reference meant at the save. */
export type Pin = { reference: string; versionId: string };

/** Written only by this room, so the column holds this shape; empty for versions from before. */
export const asPins = (stored: unknown): Pin[] => (stored as Pin[] | null) ?? [];
export const pinsOf = (includes: readonly Included[]): Pin[] =>
  includes.map(({ reference, versionId }) => ({ reference, versionId }));

type Within = { id: string; path: string } | null;

type ToResolve = {
  content: PromptContent;
  within?: Within;
  /** What stands in the version before: where a reference leads nowhere any more (a path renamed), it keeps that. */
  kept?: readonly Pin[];
  /** What references mean whatever they mean now: a merge has settled them. */
  settled?: readonly Pin[];
};

/**
 * What the references of a content mean at this moment, each with its text or with why it cannot stand there: no such
 * prompt, a chat, a circle, too deep a nesting (with the path), or too much of it. Throws forbidden.
 */
export async function resolveIncludes(
  ctx: Context,
  { content, within = null, kept = [], settled = [] }: ToResolve,
): Promise<Resolution[]> {
  requirePermission(ctx, "prompt.read");
  const references = referencesOf(content);
  if (references.length === 0) return [];
  const found = await findPins(ctx, references.slice(0, promptLimits.includes), { kept, settled });
  const pins = found.flatMap((each) => ("versionId" in each ? each : []));
  const rows = await loadRows(ctx, pins);
  const tooMuch = beyondLimits(pins, rows);
  // Only what fits is put together: the tree of the others is what the limits are for.
  const fitting = pins.filter(({ reference }) => !tooMuch.has(reference));
  const included = new Map(treeOf(fitting, rows).map((one) => [one.reference, one]));
  const resolutions = found.map((each): Resolution => {
    const { reference } = each;
    const one = included.get(reference);
    if (one) return checked(withWarning(one, each, rows), within);
    return { reference, problem: tooMuch.get(reference) ?? problemOf(each) };
  });
  return [...resolutions, ...references.slice(promptLimits.includes).map(oneTooMany)];
}

/** A pin with a problem is one kept from before: what its reference lacks now. */
type Found = (Pin & { problem?: string }) | IncludeFault;
const problemOf = (each: Found) =>
  "problem" in each && each.problem !== undefined
    ? each.problem
    : `{{> ${each.reference}}} could not be read.`;
const oneTooMany = (reference: string): IncludeFault => ({
  reference,
  problem: `{{> ${reference}}} is one too many: ${promptLimits.includes} different prompts can stand in one. Put some of them together.`,
});

/** Which version each reference means, or why none: one statement for all that are not settled. */
async function findPins(
  ctx: Context,
  references: readonly string[],
  { kept, settled }: Required<Pick<ToResolve, "kept" | "settled">>,
): Promise<Found[]> {
  const pinOf = (pins: readonly Pin[], reference: string) =>
    pins.find((each) => each.reference === reference);
  const open = references.filter((reference) => !pinOf(settled, reference));
  const found = new Map(
    (open.length === 0 ? [] : await findNow(ctx, open)).map((each) => [each.reference, each]),
  );
  return references.flatMap((reference): Found[] => {
    const [now, before] = [pinOf(settled, reference) ?? found.get(reference), pinOf(kept, reference)];
    if (!now) return [];
    return "problem" in now && before ? [{ ...before, problem: now.problem }] : [now];
  });
}

async function findNow(ctx: Context, references: readonly string[]): Promise<(Pin | IncludeFault)[]> {
  const wanted = references.flatMap((reference) => {
    const parsed = parseReference(reference);
    return parsed ? [{ reference, label: latestLabel, ...parsed }] : [];
  });
  const rows = await ctx.db
    .select({
      path: prompts.path,
      kind: prompts.kind,
      versionId: promptVersions.id,
      version: promptVersions.number,
      label: labels.name,
    })
    .from(promptVersions)
    .innerJoin(prompts, ofPrompt)
    .leftJoin(
      labels,
      and(
        eq(labels.projectId, promptVersions.projectId),
        eq(labels.versionId, promptVersions.id),
        inArray(
          labels.name,
          wanted.map(({ label }) => label),
        ),
      ),
    )
    .where(
      and(
        eq(promptVersions.projectId, ctx.project),
        or(
          ...wanted.map(({ path, label, version }) =>
            and(
              eq(prompts.path, path),
              version === undefined ? eq(labels.name, label) : eq(promptVersions.number, version),
            ),
          ),
        ),
      ),
    );
  return wanted.map(({ reference, path, label, version }) => {
    const row = rows.find(
      (each) =>
        each.path === path && (version === undefined ? each.label === label : each.version === version),
    );
    const which = version === undefined ? `with the label "${label}"` : `with a version ${version}`;
    if (!row) return { reference, problem: `There is no prompt ${path} ${which} in this project.` };
    if (row.kind === "chat")
      return { reference, problem: `${path} is a chat; only a text prompt can stand in another.` };
    return { reference, versionId: row.versionId };
  });
}

const ofPrompt: SQL | undefined = and(
  eq(prompts.projectId, promptVersions.projectId),
  eq(prompts.id, promptVersions.promptId),
);

function withWarning(one: Included, found: Found, rows: ReadonlyMap<string, Row>): Included {
  const { path, versionNumber, reference } = one;
  const parts: string[] = [];
  if ("problem" in found && found.problem !== undefined)
    parts.push(
      `${found.problem} What stood here stays: v${versionNumber} of ${path}. Write {{> ${path}}} to follow it again.`,
    );
  if (rows.get(one.versionId)?.isArchived)
    parts.push(
      `${path} is archived, and still stands here by {{> ${reference}}}. Bring it back, or take it out.`,
    );
  return parts.length === 0 ? one : { ...one, warning: parts.join(" ") };
}

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

type Row = Omit<Included, "reference" | "includes" | "warning"> & { pins: Pin[]; isArchived: boolean };

/** The texts of pinned includes and of all that stands in them. */
export async function loadIncludes(ctx: Context, pins: readonly Pin[]): Promise<Included[]> {
  return treeOf(pins, await loadRows(ctx, pins));
}

/** The pinned versions and all that stand in them, each once: one statement a level. */
async function loadRows(ctx: Context, pins: readonly Pin[]): Promise<ReadonlyMap<string, Row>> {
  const rows = new Map<string, Row>();
  for (let wanted = [...pins]; wanted.length > 0;) {
    const ids = [...new Set(wanted.map(({ versionId }) => versionId))].filter((id) => !rows.has(id));
    const level = ids.length === 0 ? [] : await readRows(ctx, ids);
    for (const row of level) rows.set(row.versionId, row);
    wanted = level.flatMap((row) => row.pins);
  }
  return rows;
}

async function readRows(ctx: Context, ids: string[]): Promise<Row[]> {
  const found = await ctx.db
    .select({
      promptId: prompts.id,
      path: prompts.path,
      archivedAt: prompts.archivedAt,
      versionId: promptVersions.id,
      versionNumber: promptVersions.number,
      contentHash: promptVersions.contentHash,
      content: promptVersions.content,
      includes: promptVersions.includes,
    })
    .from(promptVersions)
    .innerJoin(prompts, ofPrompt)
    .where(and(eq(promptVersions.projectId, ctx.project), inArray(promptVersions.id, ids)));
  return found.map(({ content, includes, archivedAt, ...row }) => {
    const { kind, variables, ...said } = asContent(content);
    return {
      ...row,
      isArchived: archivedAt !== null,
      variables,
      text: "text" in said && kind === "text" ? said.text : "",
      pins: asPins(includes),
    };
  });
}

/** The pins with which there would stand too much in one content, counted as often as it stands there, and why. */
function beyondLimits(pins: readonly Pin[], rows: ReadonlyMap<string, Row>): ReadonlyMap<string, string> {
  const problems = new Map<string, string>();
  const sizes = new Map<string, Size>();
  let all: Size = { prompts: 0, characters: 0 };
  for (const pin of pins) {
    const next = sumOf([all, sizeOf(pin, rows, sizes)]);
    const { includedPrompts, renderedBytes } = promptLimits;
    if (next.prompts <= includedPrompts && next.characters <= renderedBytes) all = next;
    else
      problems.set(
        pin.reference,
        `With {{> ${pin.reference}}} more stands in this prompt than ${includedPrompts.toLocaleString("en")} prompts or ${renderedBytes / 1_000_000} MB, counting those within others. Include less.`,
      );
  }
  return problems;
}

type Size = { prompts: number; characters: number };

/** How much a pin brings with all that stands in it; each version is counted out once. */
function sizeOf({ versionId }: Pin, rows: ReadonlyMap<string, Row>, known: Map<string, Size>): Size {
  const before = known.get(versionId);
  const row = rows.get(versionId);
  if (before || !row) return before ?? { prompts: 0, characters: 0 };
  const own = { prompts: 1, characters: row.text.length };
  const size = sumOf([own, ...row.pins.map((pin) => sizeOf(pin, rows, known))]);
  known.set(versionId, size);
  return size;
}

function sumOf(sizes: readonly Size[]): Size {
  return {
    prompts: sizes.reduce((sum, { prompts: count }) => sum + count, 0),
    characters: sizes.reduce((sum, { characters }) => sum + characters, 0),
  };
}

/** Versions include older versions only, so this ends. */
function treeOf(pins: readonly Pin[], rows: ReadonlyMap<string, Row>): Included[] {
  return pins.flatMap(({ reference, versionId }) => {
    const row = rows.get(versionId);
    if (!row) return [];
    const { pins: inner, isArchived: _, ...said } = row;
    return [{ reference, ...said, includes: treeOf(inner, rows) }];
  });
}

/** The includes among the resolutions; at a save the others were refused as problems of the template. */
export function includedAmong(resolutions: readonly Resolution[]): Included[] {
  return resolutions.filter(isIncluded);
}
