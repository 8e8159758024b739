import { AppError } from "#platform/errors";
import type { Included } from "../template/includes.ts";
import type { MergePlace, MergeResolution } from "./contents.ts";
import { allKeys, settle, type Three } from "./keyed.ts";

/**
 * Which versions stand in the result of a merge, three-way as all else: by what they say, not by what their references
 * mean at the moment. A reference that only one side has comes with that side's version, and one that none has is left
 * to be resolved; neither is a place of its own, as the text that holds it is. Throws invalid_input for a resolution
 * that names none of the three.
 */
export function mergeIncludes(
  sides: Three<readonly Included[]>,
  resolutions: Readonly<Record<string, MergeResolution>>,
): { settled: Included[]; places: MergePlace[] } {
  const settled: Included[] = [];
  const places: MergePlace[] = [];
  const references = (side: readonly Included[]) => side.map(({ reference }) => reference);
  const all = allKeys({
    base: references(sides.base),
    ours: references(sides.ours),
    theirs: references(sides.theirs),
  });
  for (const reference of all) {
    const { place, stands } = mergeInclude(reference, sides, resolutions);
    if (stands) settled.push(stands);
    if (place) places.push(place);
  }
  return { settled, places };
}

type Merged = { stands: Included | null; place: MergePlace | null };

function mergeInclude(
  reference: string,
  sides: Three<readonly Included[]>,
  resolutions: Readonly<Record<string, MergeResolution>>,
): Merged {
  const of = (side: readonly Included[]) => side.find((each) => each.reference === reference) ?? null;
  const three = { base: of(sides.base), ours: of(sides.ours), theirs: of(sides.theirs) };
  const { base, ours, theirs } = three;
  if (!ours || !theirs) return { stands: ours ?? theirs ?? base, place: null };
  const kind = settle({
    base: base?.contentHash ?? null,
    ours: ours.contentHash,
    theirs: theirs.contentHash,
  });
  // Two versions that say the same: the newer, whichever side has it.
  const newer = ours.versionNumber < theirs.versionNumber ? theirs : ours;
  if (kind === "same") return { stands: newer, place: null };
  const place = `include ${reference}`;
  const stands =
    kind === "conflict"
      ? decided(place, three, Object.hasOwn(resolutions, place) ? resolutions[place] : undefined)
      : { ours, theirs, both: newer }[kind];
  const named = { base: nameOf(base), ours: nameOf(ours), theirs: nameOf(theirs) };
  return { stands, place: { place, kind, ...named, ...(stands ? { result: nameOf(stands) } : {}) } };
}

function decided(
  place: string,
  sides: Three<Included | null>,
  resolution: MergeResolution | undefined,
): Included | null {
  if (!resolution) return null;
  const taken = "take" in resolution ? sides[resolution.take] : null;
  if (taken) return taken;
  throw new AppError("invalid_input", `${place}: take "ours" or "theirs", or "base" where it stood there.`);
}

function nameOf(included: Included | null): string | null {
  return included && `${included.path}@${included.versionNumber}`;
}
