import {
  type EvaluatorDependencies,
  codeChecker,
  runCode,
  scoreCode,
  type Sample,
  score,
  type ScoreResult,
} from "#offline/evaluation";
import { type Answer, call, embed } from "./call.ts";
import type { Check, CheckSet, Endpoint, Plan, Test } from "./plan.ts";
import type { CheckResult } from "./results.ts";
import { evaluate } from "./sandboxed.ts";

type Answered = Extract<Answer, { output: string }>;
export type Judged = {
  output: string;
  isPassed: boolean | null;
  score: number | null;
  checks: CheckResult[];
};

/** Holds an answer against every check of its test. Throws only when `signal` fires. */
export async function judge(
  plan: Plan,
  { test, transform, answer }: { test: Test; transform: string | null; answer: Answered },
  signal: AbortSignal,
): Promise<Judged> {
  let value = answer.value;
  for (const code of [transform, test.transform]) {
    if (code === null) continue;
    const made = await transformed(code, value, test);
    if ("fault" in made)
      return { output: answer.output, isPassed: null, score: null, checks: unjudgeable(test, made.fault) };
    value = made.value;
  }
  const judgeOne = (check: Check) => judgeCheck(check, { plan, test, answer, value }, signal);
  const nodes: Node[] = [];
  for (const check of test.checks)
    nodes.push(
      "set" in check
        ? setOf(check, await Promise.all(check.set.map(judgeOne)))
        : { results: [await judgeOne(check)], weight: check.weight },
    );
  const checks = nodes.flatMap(({ results }) => results);
  const counted = nodes.map(
    (node) => node.whole ?? { ...(node.results[0] as CheckResult), weight: node.weight },
  );
  return { output: textOf(value), ...passing(counted, test.threshold), checks };
}

type Node = {
  results: CheckResult[];
  weight: number;
  whole?: { score: number | null; isPassed: boolean | null; weight: number };
};

function setOf({ threshold, weight }: CheckSet, results: CheckResult[]): Node {
  return { results, weight, whole: { ...passing(results, threshold), weight } };
}

/** The weighted mean, and whether it is enough; without a threshold everything must pass. What weighs nothing decides nothing. */
export function passing(
  given: readonly { score: number | null; isPassed: boolean | null; weight: number }[],
  threshold: number | null,
): { score: number | null; isPassed: boolean | null } {
  const counted = given.filter(({ weight }) => weight > 0);
  const isOpen = counted.some(({ score: value }) => value === null);
  const weights = counted.reduce((sum, { weight }) => sum + weight, 0);
  const mean = isOpen
    ? null
    : weights === 0
      ? 1
      : counted.reduce((sum, item) => sum + item.weight * (item.score ?? 0), 0) / weights;
  if (threshold !== null) return { score: mean, isPassed: mean === null ? null : mean >= threshold };
  if (counted.some(({ isPassed }) => isPassed === false)) return { score: mean, isPassed: false };
  return { score: mean, isPassed: isOpen || counted.some(({ isPassed }) => isPassed === null) ? null : true };
}

type Work = { plan: Plan; test: Test; answer: Answered; value: unknown };

async function judgeCheck(check: Check, work: Work, signal: AbortSignal): Promise<CheckResult> {
  const { key, name, type, weight, line } = check;
  const say = (result: Pick<CheckResult, "score" | "isPassed" | "reason">) => ({
    key,
    name,
    type,
    weight,
    line,
    ...result,
  });
  let { value } = work;
  if (check.transform !== null) {
    const made = await transformed(check.transform, value, work.test);
    if ("fault" in made) return say({ score: null, isPassed: null, reason: made.fault });
    value = made.value;
  }
  const given =
    "code" in check.how
      ? await byCode(check.how, value, work.test)
      : await byEvaluator(check.how, { ...work, value }, signal);
  return say(check.isNegated ? negated(given) : given);
}

type Given = Pick<CheckResult, "score" | "isPassed" | "reason">;

function negated({ score: value, isPassed, reason }: Given): Given {
  return { score: value === null ? null : 1 - value, isPassed: isPassed === null ? null : !isPassed, reason };
}

async function byEvaluator(
  { evaluator, reference, judge: judgeModel }: Extract<Check["how"], { evaluator: unknown }>,
  { plan, test, answer, value }: Work,
  signal: AbortSignal,
): Promise<Given> {
  const sample: Sample = {
    ...answer,
    output: textOf(value),
    reference: reference ?? test.reference,
    inputs: test.variables,
    costUsd: null,
  };
  const result = await scoreSafely(
    () => score(evaluator, sample, dependenciesOf(plan, judgeModel, signal)),
    signal,
  );
  // Of a figure of the call what counts here is whether it is within its limit.
  const isFigure = evaluator.kind === "latency" || evaluator.kind === "cost";
  const { value: given, isPassed, reasoning } = result;
  return {
    score: isFigure ? (isPassed === null ? null : Number(isPassed)) : given,
    isPassed,
    reason: isFigure && given !== null ? `${Math.round(given)} ms.` : reasoning,
  };
}

async function scoreSafely(work: () => Promise<ScoreResult>, signal: AbortSignal): Promise<ScoreResult> {
  try {
    return await work();
  } catch (error) {
    signal.throwIfAborted();
    const why = error instanceof Error ? error.message : String(error);
    return { value: null, isPassed: null, reasoning: `Could not be judged: ${why}` };
  }
}

function dependenciesOf(plan: Plan, judgeModel: Endpoint | null, signal: AbortSignal): EvaluatorDependencies {
  return {
    embed: async (texts) => {
      if (!plan.embedder) throw new Error("no embedding model is named");
      return {
        vectors: await embed(plan.embedder, [...texts], signal),
        reads: "any",
        model: plan.embedder.id,
      };
    },
    countTokens: async (text) => (await import("gpt-tokenizer")).countTokens(text),
    checkCode: (job) => codeChecker().check(job),
    runCode,
    scoreCode,
    ask: async ({ messages }) => {
      if (!judgeModel) return { failed: "no judge is named", generationId: null };
      const asked =
        judgeModel.kind === "echo"
          ? judgeModel
          : { ...judgeModel, body: { temperature: 0, ...judgeModel.body } };
      const answer = await call(asked, messages, signal);
      return "error" in answer
        ? { failed: answer.error, generationId: null }
        : { text: answer.output, generationId: "", costUsd: null };
    },
  };
}

/** What code of the configuration says of an answer: true or false, a number, or an object with pass, score and reason. */
async function byCode(
  { code, passScore }: { code: string; passScore: number | null },
  output: unknown,
  test: Test,
): Promise<Given> {
  let said: unknown;
  try {
    said = await evaluate(code, { output, context: contextOf(test) });
  } catch (error) {
    return {
      score: null,
      isPassed: null,
      reason: `The code failed: ${error instanceof Error ? error.message : String(error)}`,
    };
  }
  if (typeof said === "boolean")
    return { score: Number(said), isPassed: said, reason: said ? null : "The code says false." };
  if (typeof said === "number" && Number.isFinite(said))
    return {
      score: Math.min(1, Math.max(0, said)),
      isPassed: passScore === null ? said > 0 : said >= passScore,
      reason: `The code says ${said}.`,
    };
  if (typeof said === "object" && said !== null && "pass" in said && typeof said.pass === "boolean") {
    const value = "score" in said && typeof said.score === "number" ? said.score : Number(said.pass);
    const reason = "reason" in said && typeof said.reason === "string" ? said.reason.slice(0, 1_000) : null;
    return { score: Math.min(1, Math.max(0, value)), isPassed: said.pass, reason };
  }
  return {
    score: null,
    isPassed: null,
    reason: "The code gives neither true or false, nor a number, nor an object with pass.",
  };
}

async function transformed(
  code: string,
  output: unknown,
  test: Test,
): Promise<{ value: unknown } | { fault: string }> {
  try {
    return { value: await evaluate(code, { output, context: contextOf(test) }) };
  } catch (error) {
    return { fault: `The transform failed: ${error instanceof Error ? error.message : String(error)}` };
  }
}

function contextOf({ variables, metadata }: Test): Record<string, unknown> {
  return { vars: variables, metadata, test: { vars: variables, metadata } };
}

function unjudgeable(test: Test, reason: string): CheckResult[] {
  return test.checks
    .flatMap((check) => ("set" in check ? check.set : [check]))
    .map(({ key, name, type, weight, line }) => ({
      key,
      name,
      type,
      weight,
      line,
      score: null,
      isPassed: null,
      reason,
    }));
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "");
}
