import { averageIntensity } from "@tgwf/co2";
import mixes from "./data/ecologits-mixes.json" with { type: "json" };
import type { Mix } from "./ecologits.ts";

/** The grid a figure was computed with; `isAssumed` when the zone was unknown and the world's mix stands in. */
export type Grid = { zone: string; mix: Mix; isAssumed: boolean; source: string };

const ecologitsSource = "EcoLogits 0.9.1 electricity mixes (yearly average, MPL-2.0)";
const emberSource = "Ember yearly average through @tgwf/co2 0.19 (generation based, CC BY 4.0)";

/** The yearly average mix of an ISO 3166 alpha-3 zone; the world's where the zone is unknown. */
export function gridOf(zone: string | null): Grid {
  const asked = zone?.toUpperCase() ?? null;
  if (asked !== null) {
    const known = (mixes as Record<string, Mix>)[asked];
    if (known) return { zone: asked, mix: known, isAssumed: false, source: ecologitsSource };
    const grams = (averageIntensity.data as Record<string, number | undefined>)[asked];
    // Ember gives carbon alone; the other three figures of the world's mix stand in and are not shown.
    if (grams !== undefined)
      return { zone: asked, mix: { ...mixes.WOR, gwp: grams / 1000 }, isAssumed: false, source: emberSource };
  }
  return { zone: "WOR", mix: mixes.WOR, isAssumed: true, source: ecologitsSource };
}
