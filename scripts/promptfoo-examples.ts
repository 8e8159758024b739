/**
 * Reads every example configuration of a copy of promptfoo's repository and runs those that are read whole against a server
 * on loopback: `node scripts/promptfoo-examples.ts FOLDER/examples`. Its figures stand in docs/measurements/promptfoo.md.
 */
import { globSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { createServer as createHttp } from "node:http";
import { basename, dirname } from "node:path";
import { readConfig } from "../cli/config/read.ts";
import { ConfigError } from "../cli/config/source.ts";
import type { Plan } from "../cli/eval/plan.ts";
import { perform } from "../cli/eval/perform.ts";
import { countsOf } from "../cli/eval/results.ts";

const folder = process.argv[2] ?? "examples";
const services = [
  "OPENAI",
  "ANTHROPIC",
  "GOOGLE",
  "MISTRAL",
  "OPENROUTER",
  "GROQ",
  "DEEPSEEK",
  "XAI",
  "PERPLEXITY",
  "TOGETHERAI",
  "FIREWORKS",
  "CEREBRAS",
  "HYPERBOLIC",
  "NSCALE",
  "COHERE",
  "AIMLAPI",
  "COMETAPI",
  "LITELLM",
  "OLLAMA",
  "LOCALAI",
  "VLLM",
];

const server = createHttp((request, response) => {
  request.resume();
  request.on("end", () => {
    response.setHeader("content-type", "application/json");
    const isEmbedding = request.url?.endsWith("/embeddings") === true;
    const message = { role: "assistant", content: '{"reason":"fine","score":4}' };
    const answer = isEmbedding
      ? { data: [{ embedding: [1, 0] }, { embedding: [0.8, 0.6] }] }
      : { choices: [{ message, finish_reason: "stop" }], usage: { prompt_tokens: 1, completion_tokens: 1 } };
    response.end(JSON.stringify(answer));
  });
});
await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
const { port } = server.address() as AddressInfo;
for (const service of services) process.env[`${service}_BASE_URL`] = `http://127.0.0.1:${port}/v1`;
for (const key of [
  "OPENAI_API_KEY",
  "ANTHROPIC_API_KEY",
  "GOOGLE_API_KEY",
  "MISTRAL_API_KEY",
  "OPENROUTER_API_KEY",
  "GROQ_API_KEY",
  "DEEPSEEK_API_KEY",
  "XAI_API_KEY",
  "PERPLEXITY_API_KEY",
  "TOGETHER_API_KEY",
  "FIREWORKS_API_KEY",
  "CEREBRAS_API_KEY",
  "HYPERBOLIC_API_KEY",
  "NSCALE_SERVICE_TOKEN",
  "COHERE_API_KEY",
  "AIML_API_KEY",
  "COMETAPI_KEY",
  "LITELLM_API_KEY",
])
  process.env[key] = "loopback";

const files = globSync(`${folder}/**/*promptfooconfig*.{yaml,yml,json,js,ts}`).toSorted();
const start = process.cwd();
const why = new Map<string, number>();
const outcome = { whole: 0, ran: 0, named: 0, broken: 0 };
const broken: string[] = [];
const named: string[] = [];

function count(message: string): void {
  const kind = message.replaceAll(/file:\/\/\S+|"[^"]*:[^"]*"|\S+\/\S+/g, "…");
  why.set(kind, (why.get(kind) ?? 0) + 1);
}

async function runWhole(file: string, plan: Plan): Promise<void> {
  outcome.whole += 1;
  const quick = { ...plan, concurrency: 16, delayMs: 0 };
  const { cases } = await perform(quick, { signal: new AbortController().signal, onCase: () => undefined });
  const { errors, all } = countsOf(cases);
  if (errors === 0 && all > 0) outcome.ran += 1;
  else
    broken.push(
      `${file}: ${errors} of ${all} calls failed: ${cases.find(({ error }) => error)?.error ?? ""}`,
    );
}

async function take(file: string): Promise<void> {
  process.chdir(dirname(file));
  try {
    const plan = await readConfig(basename(file));
    if (plan.problems.length === 0) {
      await runWhole(file, plan);
      return;
    }
    outcome.named += 1;
    for (const { line, message } of plan.problems) named.push(`${file}:${line}: ${message}`);
    for (const message of new Set(plan.problems.map((problem) => problem.message))) count(message);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    outcome.named += 1;
    for (const { message } of error.problems) count(message);
  } finally {
    process.chdir(start);
  }
}

for (const file of files) {
  try {
    await take(file);
  } catch (error) {
    outcome.broken += 1;
    broken.push(`${file}: ${error instanceof Error ? error.stack : String(error)}`);
  }
}
if (process.argv[3] === "all") console.log(named.join("\n"));
console.log(
  `${files.length} configurations: ${outcome.whole} read whole, ${outcome.ran} of them ran without an error; ${outcome.named} with something named; ${outcome.broken} broke this program`,
);
console.log(broken.join("\n"));
for (const [message, count] of [...why].toSorted((one, other) => other[1] - one[1]).slice(0, 70))
  console.log(`${count}  ${message}`);
process.exit(0);
