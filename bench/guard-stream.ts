/**
 * How many characters of a stream wait while policies look at it.
 *
 *     node bench/guard-stream.ts [--write]
 *
 * Texts without personal data (`pii-clean.jsonl`), in pieces of four characters as models send them. For each
 * character: how many more had to come until it left. `--write` puts the table into docs/measurements/guardrails.md.
 */
import { readFileSync } from "node:fs";
import { quantile } from "#statistics";
import { PolicyRules, type PolicyRulesInput } from "#schema/guardrails";
import { compilePolicy } from "../lib/guardrails/policies/compile.ts";
import { createStreamGuard } from "../lib/guardrails/policies/stream.ts";
import { printTables } from "./page.ts";

const prose = readFileSync(new URL("../lib/guardrails/testdata/pii-clean.jsonl", import.meta.url), "utf8")
  .trim()
  .split("\n")
  .map((line) => (JSON.parse(line) as { text: string }).text)
  .join(" ");
/** Answers of some length. */
const texts = prose.match(/[^]{1,4000}/g) ?? [];
const pieceCharacters = 4;

const kinds = (["EMAIL_ADDRESS", "PHONE_NUMBER", "CREDIT_CARD", "API_KEY"] as const).map((type) => ({
  type,
  output: "redact" as const,
}));
const output = ["output" as const];
const term = (words: string) => ({ term: words, action: "redact" as const, stages: output });
const pattern = (name: string, expression: string) => ({
  name,
  pattern: expression,
  action: "redact" as const,
  stages: output,
});
const policies: Record<string, PolicyRulesInput> = {
  "personal data": { pii: kinds },
  "and forty terms of one to three words": {
    pii: kinds,
    blocklist: Array.from({ length: 40 }, (_, at) =>
      term(["Zephyr", "Project Titan", "the other firm"][at % 3] + ` ${at}`),
    ),
  },
  "and a pattern without white space": { pii: kinds, patterns: [pattern("Order", "ORD-\\d{6}")] },
  "and a pattern that can hold white space": { pii: kinds, patterns: [pattern("Note", "ref: \\d{6}")] },
};

const rows = Object.entries(policies).map(([name, rules]) => {
  const policy = compilePolicy({ id: "p", name, version: { number: 1, rules: PolicyRules.parse(rules) } });
  const waits: number[] = [];
  for (const text of texts) {
    const guard = createStreamGuard([policy]);
    let left = 0;
    const leave = (said: string, come: number) => {
      // A redacted text is as good as gone; these texts hold next to none.
      for (const end = Math.min(text.length, left + said.length); left < end; left += 1)
        waits.push(come - left - 1);
    };
    for (let at = 0; at < text.length; at += pieceCharacters) {
      const come = Math.min(text.length, at + pieceCharacters);
      leave(guard.push(text.slice(at, come)).text, come);
    }
    leave(guard.end().text, text.length);
  }
  const sorted = waits.toSorted((a, b) => a - b);
  const of = (share: number) => Math.round(quantile(sorted, share));
  return `| ${name} | ${of(0.5)} | ${of(0.95)} | ${of(1)} |`;
});
const table = [
  "| policies look for | half wait at most | 95 % | all |",
  "| --- | --- | --- | --- |",
  ...rows,
].join("\n");
await printTables("guardrails", { held: table }, process.argv.includes("--write"));
