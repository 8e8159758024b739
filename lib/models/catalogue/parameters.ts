import type { NumberRange } from "./schema.ts";
import table from "../data/ecologits-parameters.json" with { type: "json" };
import openModels from "../data/open-models.json" with { type: "json" };

/** How fast a provider serves a model, as EcoLogits measured it: tokens per second, seconds to the first one. */
export type Deployment = { tokensPerSecond: number | null; firstTokenSeconds: number | null };

/** How big a model is, in billions of parameters, who says so, and how it is served where its own provider serves it. */
export type KnownParameters = {
  active: NumberRange;
  total: NumberRange;
  source: string;
  deployment: Deployment | null;
};

export const parametersSource = "EcoLogits 0.11.3";

/** Our provider ids, and the vendors in a router's names, in EcoLogits' spelling. */
const ecologitsProvider: Record<string, string> = {
  google: "google_genai",
  mistral: "mistralai",
  huggingface: "huggingface_hub",
};

type Row = [
  provider: string,
  name: string,
  activeLow: number,
  activeHigh: number,
  totalLow: number,
  totalHigh: number,
  tokensPerSecond: number | null,
  firstTokenSeconds: number | null,
];
const rows = table.models as Row[];
/** Models that the present edition no longer lists: an estimate of last year is better than none. */
const earlier = table.earlier as Row[];

/**
 * The size of a model: EcoLogits' table by provider (also by the vendor in a router's "vendor/model"), the open model's
 * own name, the makers' model cards, then what the name itself states ("llama-3.1-8b", "qwen3-30b-a3b"). Null when none
 * of them knows.
 */
export function findParameters(provider: string, model: string): KnownParameters | null {
  const name = makersName(model);
  return (
    inTable(rows, parametersSource, provider, name) ??
    inTable(earlier, "EcoLogits 0.9.1", provider, name) ??
    onCard(name) ??
    statedInName(bareName(name))
  );
}

/** Clouds whose models are those of several makers. */
const clouds: readonly string[] = ["azure", "aws", "google-vertex", "vertex"];

/** The maker's own name of a model: without Google's "models/", Vertex's "@date", Bedrock's region, maker and "-v1:0". */
function makersName(model: string): string {
  return model
    .replace(/^models\//, "")
    .replace(/@(?=\w)/, "-")
    .replace(
      /^(?:(?:us|us-gov|eu|apac|jp|au|ca|global)\.)?(?:ai21|amazon|anthropic|cohere|deepseek|google|meta|mistral|openai|qwen)\.(?=\w)/,
      "",
    )
    .replace(/-v\d+(?::\d+)?$/, "");
}

function inTable(table_: Row[], edition: string, provider: string, model: string): KnownParameters | null {
  const theirs = ecologitsProvider[provider] ?? provider;
  const [vendor = "", routed] = model.toLowerCase().split("/");
  const routedBy = routed === undefined ? null : (ecologitsProvider[vendor] ?? vendor);
  const own = table_.find((row) => row[0] === theirs && spellings(model).includes(row[1].toLowerCase()));
  const row =
    own ??
    (clouds.includes(provider)
      ? table_.find(
          (row_) => row_[0] !== "huggingface_hub" && spellings(model).includes(row_[1].toLowerCase()),
        )
      : undefined) ??
    table_.find((row_) => row_[0] === routedBy && spellings(routed ?? "").includes(row_[1].toLowerCase())) ??
    table_.find((row_) => row_[0] === "huggingface_hub" && bareName(row_[1]) === bareName(model));
  if (!row) return null;
  const [, , activeLow, activeHigh, totalLow, totalHigh, tokensPerSecond, firstTokenSeconds] = row;
  return {
    active: { low: activeLow, high: activeHigh },
    total: { low: totalLow, high: totalHigh },
    source: activeLow === activeHigh ? edition : `${edition} (estimate, the maker does not say)`,
    // How fast one provider serves a model says nothing of another that serves it too.
    deployment: row === own || row[0] === routedBy ? { tokensPerSecond, firstTokenSeconds } : null,
  };
}

/** A name as it stands, without a router's variant (":free"), without its date, and with dashes for dots. */
function spellings(name: string): string[] {
  const plain = name.toLowerCase().replace(/:[\w-]+$/, "");
  const undated = plain.replace(/-(20\d{2}-?\d{2}-?\d{2}|\d{4})$/, "");
  return [
    ...new Set([
      name.toLowerCase(),
      plain,
      undated,
      plain.replaceAll(".", "-"),
      undated.replaceAll(".", "-"),
    ]),
  ];
}

function onCard(model: string): KnownParameters | null {
  const name = bareName(model);
  const card = openModels.find((row) => row.model === name || row.model === name.replace(/-latest$/, ""));
  if (!card) return null;
  const exactly = (billions: number): NumberRange => ({ low: billions, high: billions });
  return { active: exactly(card.active), total: exactly(card.total), source: card.source, deployment: null };
}

function bareName(name: string): string {
  return (name.split("/").at(-1) ?? name)
    .toLowerCase()
    .replace(/:free$/, "")
    .replace(/:/g, "-");
}

function statedInName(name: string): KnownParameters | null {
  // "8x7b" shares layers between experts, so its size is not the product; better unknown than wrong.
  if (/\d+x\d+(\.\d+)?b/.test(name)) return null;
  const total = sizeIn(name, "");
  if (total === null) return null;
  const active = sizeIn(name, "a") ?? total;
  return {
    active: { low: active, high: active },
    total: { low: total, high: total },
    source: "the size in the model's name",
    deployment: null,
  };
}

/** Below this many millions no language model is served; "1m" and "10m" in a name are the tokens it can read. */
const leastMillions = 14;
/** Makers whose models are none of millions of parameters: there it is always the context. */
const neverMillions = /^(?:gemini|claude|gpt|grok|nova)\b/;

/** The first size that a name states after `mark`, in billions. What stands beside it must not make it a context's size. */
function sizeIn(name: string, mark: string): number | null {
  const pattern = new RegExp(
    `(?<=^|[-_.])(?<!(?:context|ctx|window|tokens?)[-_.]?)${mark}(\\d+(?:\\.\\d+)?)([bm])(?=$|[-_.])(?![-_.]?(?:context|ctx|window|tokens?))`,
    "g",
  );
  for (const [, digits, unit] of name.matchAll(pattern)) {
    const value = Number(digits);
    if (value > 0 && (unit === "b" || (value >= leastMillions && !neverMillions.test(name))))
      return unit === "b" ? value : value / 1000;
  }
  return null;
}
