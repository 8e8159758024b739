import { LRUCache } from "lru-cache";
import { languageOf } from "#lib/meaning";
import { currentEmbeddingModel, embedTexts } from "#lib/models";
import { builtInEmbeddingModels } from "#constants/models";
import { type CompiledPolicy, hasWordOf, topicFound } from "#lib/guardrails";
import type { GuardrailResult, TopicRule } from "#schema/guardrails";
import type { Context } from "#lib/identity";
import { once } from "#platform/runtime";
import { isAboutTopic } from "./topic-threshold.ts";

type TopicStage = TopicRule["stages"][number];

/** A text is compared in parts of this length, the first so many of them: what a long one is about stands early in it. */
const partCharacters = 600;
const mostParts = 32;
/** "Yes, please" is about nothing: so few words are on no topic, and off none. */
const fewestWords = 4;

/** True where a policy judges what texts of a stage are about: then an answer leaves when it is whole. */
export function hasTopics(policies: readonly CompiledPolicy[], stage: TopicStage): boolean {
  return policies.some(({ topics }) => topics.some(({ stages }) => stages.includes(stage)));
}

type Judging = { policies: readonly CompiledPolicy[]; stage: TopicStage; signal?: AbortSignal | undefined };

/**
 * What the topics of policies say of texts: those that are about a denied one, and those that are about none of the
 * allowed ones. By words in every language; by meaning in those that the embedding model reads. Throws what embedding
 * throws: what could not be judged goes nowhere.
 */
export async function judgeTopics(
  ctx: Context,
  texts: readonly string[],
  { policies, stage, signal }: Judging,
): Promise<GuardrailResult[]> {
  if (!hasTopics(policies, stage)) return [];
  const results: GuardrailResult[] = [];
  for (const text of texts) {
    if ((text.match(/[\p{L}\p{N}]+/gu)?.length ?? 0) < fewestWords && !/\p{sc=Han}/u.test(text)) continue;
    const meaning = await Meaning.of(ctx, text, signal);
    for (const policy of policies) {
      const rules = policy.topics.filter(({ stages }) => stages.includes(stage));
      const about = new Set<TopicRule>();
      for (const rule of rules) if (await meaning.isAbout(rule)) about.add(rule);
      for (const rule of about)
        if (rule.kind === "deny")
          results.push(topicFound(policy, text, { about: rule.name, action: rule.action }));
      const allowed = rules.filter(({ kind }) => kind === "allow");
      const [first] = allowed;
      if (first && !allowed.some((rule) => about.has(rule)))
        results.push(topicFound(policy, text, { about: null, action: first.action }));
    }
  }
  return results;
}

/** A text as it is held against topics; its vectors are made when a topic has examples. */
class Meaning {
  readonly #ctx: Context;
  readonly #text: string;
  readonly #signal: AbortSignal | undefined;
  /** Null where the embedding model does not read the text's language. */
  readonly #model: string | null;
  #vectors: readonly number[][] | null = null;

  private constructor(ctx: Context, text: string, model: string | null, signal: AbortSignal | undefined) {
    this.#ctx = ctx;
    this.#text = text;
    this.#model = model;
    this.#signal = signal;
  }

  static async of(ctx: Context, text: string, signal: AbortSignal | undefined): Promise<Meaning> {
    const model = await currentEmbeddingModel(ctx);
    const isRead = !builtInEmbeddingModels.includes(model) || languageOf(text) === "en";
    return new Meaning(ctx, text, isRead ? model : null, signal);
  }

  async isAbout(rule: TopicRule): Promise<boolean> {
    const hasWord = hasWordOf(rule, this.#text);
    if (rule.examples.length === 0 || this.#model === null) return hasWord;
    this.#vectors ??= await this.#embed(partsOf(this.#text));
    const examples = await this.#embed(rule.examples);
    const cosine = Math.max(...this.#vectors.flatMap((one) => examples.map((other) => cosineOf(one, other))));
    return isAboutTopic({ cosine, hasWord }, { model: this.#model, threshold: rule.threshold });
  }

  async #embed(texts: readonly string[]): Promise<number[][]> {
    const known = vectors();
    const keyOf = (text: string) => `${this.#ctx.project} ${this.#model ?? ""} ${text}`;
    const missing = texts.filter((text) => !known.has(keyOf(text)));
    if (missing.length > 0) {
      const made = await embedTexts(this.#ctx, missing, { model: this.#model, signal: this.#signal });
      for (const [at, text] of missing.entries()) known.set(keyOf(text), Array.from(made.vectors[at] ?? []));
    }
    return texts.map((text) => known.get(keyOf(text)) ?? []);
  }
}

/** Vectors of examples, and of texts that come again with the next turn of their conversation. */
const vectors = () =>
  once("generation.topicVectors", () => new LRUCache<string, number[]>({ max: 4_000, ttl: 3_600_000 }));

function partsOf(text: string): string[] {
  const parts: string[] = [];
  for (let at = 0; at < text.length && parts.length < mostParts; at += partCharacters)
    parts.push(text.slice(at, at + partCharacters));
  return parts.filter((part) => part.trim() !== "");
}

function cosineOf(left: readonly number[], right: readonly number[]): number {
  let [dot, ours, theirs] = [0, 0, 0];
  for (const [at, value] of left.entries()) {
    const other = right[at] ?? 0;
    dot += value * other;
    ours += value * value;
    theirs += other * other;
  }
  return dot / (Math.sqrt(ours * theirs) || 1);
}
