import type { NumberRange } from "../schema.ts";
import table from "../data/ecologits-parameters.json" with { type: "json" };

/** How big a model is, in billions of parameters, and who says so. */
export type KnownParameters = { active: NumberRange; total: NumberRange; source: string };

/** Our provider ids in EcoLogits' spelling; hosts of open models are looked up by the model's own name. */
const ecologitsProvider: Record<string, string> = { google: "google_genai", mistral: "mistralai" };

type Row = [
  provider: string,
  name: string,
  activeLow: number,
  activeHigh: number,
  totalLow: number,
  totalHigh: number,
];
const rows = table.models as Row[];
const aliases = table.aliases as [provider: string, alias: string, name: string][];

/**
 * The size of a model: EcoLogits' table by provider, then by the open model's name, then what the name itself states
 * ("llama-3.1-8b", "qwen3-30b-a3b"). Null when none of them knows.
 */
export function findParameters(provider: string, model: string): KnownParameters | null {
  const theirs = ecologitsProvider[provider] ?? provider;
  const names = [
    model,
    ...aliases
      .filter((row) => row[0] === theirs && row.includes(model))
      .flatMap(([, alias, name]) => [alias, name]),
  ];
  const row =
    rows.find((candidate) => candidate[0] === theirs && names.includes(candidate[1])) ??
    rows.find(
      (candidate) => candidate[0] === "huggingface_hub" && bareName(candidate[1]) === bareName(model),
    );
  if (row) {
    const [, , activeLow, activeHigh, totalLow, totalHigh] = row;
    const source =
      activeLow === activeHigh ? "EcoLogits 0.9.1" : "EcoLogits 0.9.1 (estimate, the maker does not say)";
    return {
      active: { low: activeLow, high: activeHigh },
      total: { low: totalLow, high: totalHigh },
      source,
    };
  }
  return statedInName(bareName(model));
}

function bareName(name: string): string {
  return (name.split("/").at(-1) ?? name).toLowerCase().replace(/:/g, "-");
}

function statedInName(name: string): KnownParameters | null {
  // "8x7b" shares layers between experts, so its size is not the product; better unknown than wrong.
  if (/\d+x\d+(\.\d+)?b/.test(name)) return null;
  const total = sizeAfter(/(?:^|[-_.])(\d+(?:\.\d+)?)(b|m)(?=$|[-_.])/, name);
  if (total === null) return null;
  const active = sizeAfter(/(?:^|[-_.])a(\d+(?:\.\d+)?)(b)(?=$|[-_.])/, name) ?? total;
  return {
    active: { low: active, high: active },
    total: { low: total, high: total },
    source: "the size in the model's name",
  };
}

function sizeAfter(pattern: RegExp, name: string): number | null {
  const found = pattern.exec(name);
  if (!found) return null;
  const value = Number(found[1]);
  return found[2] === "m" ? value / 1000 : value;
}
