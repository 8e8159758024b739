import { randomUUID } from "node:crypto";
import { ConfigError } from "../config/source.ts";
import { scoresOf } from "./metrics.ts";
import type { CaseResult, Results } from "./results.ts";

type Posted = { number: number; id: string };

/**
 * Posts a run's results to a studio, a run for each column, with the key in VALUELOOP_API_KEY. `id` makes it safe to
 * post again. Throws ConfigError for a missing key or a bad address, and an Error with the studio's own words.
 */
export async function postResults(
  results: Results,
  server: string,
  id: string | undefined,
): Promise<Posted[]> {
  const key = process.env["VALUELOOP_API_KEY"];
  if (!key) throw wrong("--server needs an API key of the project in the variable VALUELOOP_API_KEY.");
  if (!/^https?:\/\//.test(server))
    throw wrong(`--server is an address like https://studio.example.com, not "${server}".`);
  const own = id ?? randomUUID();
  const posted: Posted[] = [];
  for (const place of results.columns.keys()) {
    const body = bodyOf(results, place, `${own}/${place + 1}`);
    if (body.cases.length > 0)
      posted.push(await post(`${server.replace(/\/+$/, "")}/api/v1/runs/external`, key, body));
  }
  return posted;
}

/** A column as the studio's API takes it (docs/guide/cli.md). */
export function bodyOf({ name, cases, columns, durationMs }: Results, place: number, id: string) {
  const { prompt = "", provider = "" } = columns[place] ?? {};
  return {
    id,
    program: name.slice(0, 80),
    version: prompt.slice(0, 120),
    model: provider.slice(0, 200),
    primaryMetric: "Passed",
    durationMs,
    cases: cases.filter(({ column }) => column === place).map(caseOf),
  };
}

function caseOf({
  variables,
  reference,
  metadata,
  output,
  error,
  latencyMs,
  inputTokens,
  outputTokens,
  ...item
}: CaseResult) {
  return {
    // A case without variables still asks something.
    inputs:
      Object.keys(variables).length > 0 ? variables : { case: item.description || String(item.test + 1) },
    reference,
    metadata,
    output: error === null ? (output ?? "") : null,
    error: error === null ? null : error.slice(0, 2_000),
    latencyMs,
    inputTokens,
    outputTokens,
    isPassed: item.isPassed,
    scores: error === null ? postedScores(item) : [],
  };
}

function postedScores({ isPassed, checks }: Pick<CaseResult, "isPassed" | "checks">) {
  const metrics = [...scoresOf(checks).values()].map(({ name, value, isPassed: passed, reason }) => ({
    name: name.slice(0, 60),
    value,
    isPassed: passed,
    reasoning: reason?.slice(0, 4_000) ?? null,
  }));
  return [{ name: "Passed", value: isPassed === null ? null : Number(isPassed), isPassed }, ...metrics];
}

async function post(url: string, key: string, body: unknown): Promise<Posted> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${key}` },
    body: JSON.stringify(body),
    redirect: "error",
  });
  const text = await response.text();
  if (response.ok) return JSON.parse(text) as Posted;
  throw new Error(`The studio did not take the results: HTTP ${response.status}: ${text.slice(0, 500)}`);
}

function wrong(message: string): ConfigError {
  return new ConfigError([{ file: "valueloop eval", line: null, message }]);
}
