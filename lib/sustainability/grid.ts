import mixes from "./data/ecologits-mixes.json" with { type: "json" };
import type { Mix } from "./ecologits.ts";
import { gridYear } from "./schema.ts";

/** The grid a figure was computed with; `isAssumed` when the zone was unknown and the world's mix stands in. */
export type Grid = { zone: string; mix: Mix; isAssumed: boolean; source: string; year: string };

const source = "EcoLogits 0.11.3 electricity mixes: Our World in Data's yearly averages (MPL-2.0, CC BY 4.0)";
/** The yearly average mix of an ISO 3166 alpha-3 zone; the world's where the zone is unknown. */
export function gridOf(zone: string | null): Grid {
  const asked = zone?.toUpperCase() ?? null;
  const known = asked === null ? undefined : (mixes as Record<string, Mix>)[asked];
  if (asked !== null && known) return { zone: asked, mix: known, isAssumed: false, source, year: gridYear };
  return { zone: "WOR", mix: mixes.WOR, isAssumed: true, source, year: gridYear };
}
