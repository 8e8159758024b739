import type { GuardrailFinding, GuardrailResult, Stage } from "../schema.ts";
import { actsAt } from "./apply.ts";
import type { CompiledPolicy } from "./compile.ts";
import { encodedAgain, type EncodedText, encodedText } from "./encoded.ts";
import { judgeEscaped } from "./escaped.ts";
import { judgeTexts, type JudgeTextsOptions } from "./judge.ts";
import { isChosenName, judgedNames, renamed } from "./names.ts";

/**
 * A value with personal data replaced in every string of it, and what was found; of the names of members too, except
 * where they are `kept` because others refer to them. Throws unavailable when it could not be judged: then it must not
 * be stored.
 */
export async function redactValue<Value>(
  policies: readonly CompiledPolicy[],
  value: Value,
  { signal, names }: { signal?: AbortSignal; names?: "kept" } = {},
): Promise<{ value: Value; findings: GuardrailFinding[] }> {
  const { value: redacted, results } = await judgeValue(policies, value, { stage: "stored", signal, names });
  const findings: GuardrailFinding[] = [];
  // One by one: as arguments of one call, those of a long text would overflow the stack.
  for (const result of results) for (const finding of result.findings) findings.push(finding);
  return { value: redacted, findings };
}

type JudgeOptions = JudgeTextsOptions & {
  stage: Stage;
  /** Tells strings that are no text, such as pictures or, by the key they stand under, ids. */
  passes?: (text: string, key: string) => boolean;
  names?: "kept" | undefined;
};

/**
 * Every string of a value judged as `judgeTexts` judges texts; in the value that comes back each is what its judgement
 * left of it. JSON in a string is judged by what it means as well as how it is written, text in base64 by what it
 * says, and names of members that a caller chose by `judgedNames`. Throws as `judgeTexts`.
 */
export async function judgeValue<Value>(
  policies: readonly CompiledPolicy[],
  value: Value,
  { stage, signal, restorations, isUntrusted, passes = () => false, names }: JudgeOptions,
): Promise<{ value: Value; results: GuardrailResult[] }> {
  if (!actsAt(policies, stage)) return { value, results: [] };
  // As an injection a text is judged once, as it is written.
  const options = { signal, restorations, isUntrusted };
  const judge = (texts: readonly string[]) => judgeTexts(policies, texts, stage, { signal, restorations });
  const plain: Plain = { texts: [], names: new Set() };
  if (isPlain(value, plain, { passes, names })) {
    const named = plain.names.size > 0 ? judgedNames(await judge([...plain.names]), stage) : [];
    if (named.every(({ action }) => action !== "redact")) {
      const results = await judgeTexts(policies, plain.texts, stage, options);
      const isSame = results.every(({ text }, at) => text === plain.texts[at]);
      const texts = results.map(({ text }) => text);
      return {
        value: isSame ? value : withTexts(value, (text, key) => !passes(text, key), texts),
        results: named.length > 0 ? [...named, ...results] : results,
      };
    }
  }
  const isEncoded = (text: string, key: string) => encodedText(text, key) !== null;
  const isJudged = (text: string, key: string) => !passes(text, key) && !isEncoded(text, key);
  const isJson = (text: string, key: string) => mayBeJson(text, key) && isJudged(text, key);
  const named = names === "kept" ? { value, results: [] } : await judgeNames(value, stage, judge);
  const files = await judgeFiles(named.value, isEncoded, (texts) =>
    judgeValue(policies, texts, { stage, signal, restorations, isUntrusted }),
  );
  const meant = await judgeEscaped(textsIn(files.value, isJson), judge);
  const read = withTexts(files.value, isJson, meant.texts);
  const results = await judgeTexts(policies, textsIn(read, isJudged), stage, options);
  const judged = withTexts(
    read,
    isJudged,
    results.map(({ text }) => text),
  );
  return { value: judged, results: [...named.results, ...files.results, ...meant.results, ...results] };
}

type Plain = { texts: string[]; names: Set<string> };

/**
 * Gathers the texts of a value and the names that a caller chose; false where one of the texts is to be judged by more than
 * how it is written. Most values are plain, and one walk over them is a fraction of the work of those that follow.
 */
function isPlain(
  part: unknown,
  found: Plain,
  options: { passes: Chosen; names: "kept" | undefined },
  at = "",
): boolean {
  if (typeof part === "string") {
    if (encodedText(part, at) !== null) return false;
    if (options.passes(part, at)) return true;
    found.texts.push(part);
    return !mayBeJson(part, at);
  }
  if (typeof part !== "object" || part === null) return true;
  if (Array.isArray(part)) return part.every((inner) => isPlain(inner, found, options, at));
  if (!isPlainObject(part)) return true;
  // No list of the members is made: this looks at every call's every object.
  for (const name in part) {
    if (options.names !== "kept" && isChosenName(name, at)) found.names.add(name);
    if (!isPlain((part as Record<string, unknown>)[name], found, options, name)) return false;
  }
  return true;
}

/** Arguments of a call are JSON, also where they broke off; so may be a tool's result, or any text that begins like it. */
function mayBeJson(text: string, key: string): boolean {
  return text.includes("\\") && (key === "arguments" || /^\s*[[{"]/.test(text));
}

type Judge = (texts: readonly string[]) => Promise<GuardrailResult[]>;

async function judgeNames<Value>(value: Value, stage: Stage, judge: Judge) {
  const chosen = new Set<string>();
  mapTexts(
    value,
    (text) => text,
    (members, under) => {
      for (const [name] of members) if (isChosenName(name, under)) chosen.add(name);
      return members;
    },
  );
  if (chosen.size === 0) return { value, results: [] };
  const names = [...chosen];
  const results = judgedNames(await judge(names), stage);
  if (results.every(({ action }) => action !== "redact")) return { value, results };
  const left = new Map(names.map((name, at) => [name, results[at]?.text ?? ""]));
  const changed = mapTexts(
    value,
    (text) => text,
    (members, under) =>
      Object.entries(
        renamed(members, (name) => (isChosenName(name, under) ? (left.get(name) ?? name) : name)),
      ),
  );
  return { value: changed as Value, results };
}

type JudgedTexts = { value: string[]; results: GuardrailResult[] };

async function judgeFiles<Value>(
  value: Value,
  isEncoded: Chosen,
  judge: (texts: string[]) => Promise<JudgedTexts>,
): Promise<{ value: Value; results: GuardrailResult[] }> {
  const files: EncodedText[] = [];
  mapTexts(value, (text, key) => {
    const file = encodedText(text, key);
    if (file) files.push(file);
    return text;
  });
  if (files.length === 0) return { value, results: [] };
  const judged = await judge(files.map(({ text }) => text));
  let at = -1;
  const changed = mapTexts(value, (text, key) => {
    if (!isEncoded(text, key)) return text;
    at += 1;
    const [file, after] = [files[at], judged.value[at]];
    return !file || after === undefined || after === file.text ? text : encodedAgain(file, after);
  });
  return { value: changed as Value, results: judged.results };
}

type Chosen = (text: string, key: string) => boolean;

function textsIn(value: unknown, isChosen: Chosen): string[] {
  const texts: string[] = [];
  mapTexts(value, (text, key) => {
    if (isChosen(text, key)) texts.push(text);
    return text;
  });
  return texts;
}

/** The value with its chosen strings in `textsIn`'s order replaced: the shape is the one that came in. */
function withTexts<Value>(value: Value, isChosen: Chosen, texts: readonly string[]): Value {
  if (texts.length === 0) return value;
  let place = 0;
  return mapTexts(value, (text, key) => {
    if (!isChosen(text, key)) return text;
    place += 1;
    return texts[place - 1] ?? "";
  }) as Value;
}

type Members = [string, unknown][];

/**
 * The value with every string of it changed, in one fixed order; a list's strings stand under its key. `rename` gets the
 * members of each object, and the key it stands under.
 */
function mapTexts(
  part: unknown,
  change: (text: string, key: string) => string,
  rename: (members: Members, under: string) => Members = (members) => members,
  at = "",
): unknown {
  if (typeof part === "string") return change(part, at);
  if (Array.isArray(part)) return part.map((inner) => mapTexts(inner, change, rename, at));
  if (part !== null && typeof part === "object" && isPlainObject(part))
    return Object.fromEntries(
      rename(Object.entries(part), at).map(([key, inner]) => [key, mapTexts(inner, change, rename, key)]),
    );
  return part;
}

function isPlainObject(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
