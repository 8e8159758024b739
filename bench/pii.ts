/**
 * How fast personal data is found, and how long the process stands still meanwhile.
 *
 *     node bench/pii.ts [--write]
 *
 * MB/s of CPU time (so that other programs do not count), best of five passes after a first; the stall is the longest
 * time in which nothing else was answered while a text was redacted as before storing. `--write` puts the table into
 * docs/measurements/pii.md.
 */
import { detectPii, redactForStorage } from "#lib/guardrails";
import { type PiiType, piiTypes } from "#schema/guardrails";
import { printTables } from "./page.ts";
import { compilePolicy } from "../lib/guardrails/policies/compile.ts";

const log = "2026-11-27 06:00:00 10.0.0.1 user1@example.com 030 1234567 order 7919\n";
const prose =
  "The committee will look at the second draft on Thursday and say which of the three ways it prefers. " +
  "Costs rose by 4 percent in the last quarter, mostly because freight became dearer. " +
  "Please write the summary in plain words, leave out what is said twice, and keep each paragraph short.\n\n";
const record = (at: number) =>
  `${JSON.stringify({ id: at, title: `Item ${at}`, price: at * 1.25, createdAt: "2026-03-04T05:06:07Z", note: "nothing special" })}\n`;
const texts: Record<string, string> = {
  prose: prose.repeat(3_500),
  json: Array.from({ length: 7_000 }, (_, at) => record(at)).join(""),
  "log lines": log.repeat(10_000),
  '"1234 "': "1234 ".repeat(100_000),
  letters: "a".repeat(500_000),
  dots: "a.".repeat(250_000),
  ats: "a@".repeat(250_000),
  colons: "::1".repeat(160_000),
  capitals: "Aa ".repeat(160_000),
  keys: "-----BEGIN PRIVATE KEY-----".repeat(18_000),
};
const kinds: Record<string, PiiType[]> = {
  "without names": piiTypes.filter((type) => type !== "PERSON" && type !== "URL"),
  "with names": piiTypes.filter((type) => type !== "URL"),
};

const rows = ["| text | without names | with names | stall |", "| --- | --- | --- | --- |"];
for (const [name, text] of Object.entries(texts)) {
  const speeds = Object.values(kinds).map((types) => speedOf(text, types).toFixed(1));
  const stall = await stallOf(text);
  rows.push(`| ${name} | ${speeds.join(" | ")} | ${stall.toFixed(0)} ms |`);
}
await printTables("pii", { speed: rows.join("\n") }, process.argv.includes("--write"));
process.exit(0);

function speedOf(text: string, types: PiiType[]): number {
  detectPii(text.slice(0, 200_000), { types });
  let best = Infinity;
  for (let pass = 0; pass < 5; pass += 1) {
    const before = process.cpuUsage();
    detectPii(text, { types });
    best = Math.min(best, process.cpuUsage(before).user / 1e6);
  }
  return text.length / 1e6 / best;
}

async function stallOf(text: string): Promise<number> {
  const rules = {
    pii:
      kinds["without names"]?.map((type) => ({
        type,
        input: "off" as const,
        output: "off" as const,
        stored: "redact" as const,
      })) ?? [],
    placeholder: "type" as const,
    blocklist: [],
    patterns: [],
  };
  const policies = [compilePolicy({ id: "bench", name: "bench", version: { number: 1, rules } })];
  let [longest, last, isRunning] = [0, performance.now(), true];
  const tick = () => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
    if (isRunning) setTimeout(tick, 1);
  };
  setTimeout(tick, 1);
  await redactForStorage(policies, { text });
  isRunning = false;
  return longest;
}
