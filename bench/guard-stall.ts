/**
 * How long the thread that answers requests stands still while a call of 10 MB is judged.
 *
 *     node bench/guard-stall.ts [--write]
 *
 * The longest processor time of that thread between two turns of its loop, so that other programs on the machine do not
 * count; `read` is the body's JSON, `judged` what policies do with its texts on the way in, `stored` before storing.
 * `--write` puts the table into docs/measurements/guardrails.md.
 */
import { judgeValue } from "#lib/guardrails";
import { piiTypes } from "#constants/guardrails";
import { PolicyRules } from "#schema/guardrails";
import { compilePolicy } from "../lib/guardrails/policies/compile.ts";
import { printTables } from "./page.ts";

const rules = PolicyRules.parse({
  pii: piiTypes
    .filter((type) => type !== "PERSON" && type !== "URL")
    .map((type) => ({ type, input: "redact", stored: "redact" })),
  placeholder: "restored",
});
const policies = [compilePolicy({ id: "p", name: "All", version: { number: 1, rules } })];
const size = 10_000_000;
const plain = "The parcel left the depot this morning, and should be with you soon if it is not late. ";
const prose = "The parcel left the depot this morning, write to anna@example.org if it is late. ";
const fill = (unit: string) => unit.repeat(Math.ceil(size / unit.length));
const bodies: Record<string, unknown> = {
  "one message, an address in every 8,000 characters": [
    { role: "user", content: fill(plain.repeat(90) + prose) },
  ],
  "a tool's JSON, the same": [
    { role: "tool", content: JSON.stringify({ rows: fill(`${plain.repeat(90)}\n${prose}`) }) },
  ],
  "one message, an address in every sentence": [{ role: "user", content: fill(prose) }],
  "20,000 messages, the same": Array.from({ length: 20_000 }, () => ({
    role: "user",
    content: prose.repeat(6),
  })),
  "a file in base64, the same": [
    { role: "user", content: [{ type: "file", file_data: Buffer.from(fill(prose)).toString("base64") }] },
  ],
  "a tool's JSON with an address in every sentence": [
    { role: "tool", content: JSON.stringify({ rows: fill(`${prose}\n`) }) },
  ],
};

/** Milliseconds of processor time of the longest turn of the loop while `work` runs. */
async function longestTurn(work: () => unknown): Promise<number> {
  let [longest, isRunning] = [0, true];
  let last = process.threadCpuUsage();
  const tick = () => {
    const { user, system } = process.threadCpuUsage(last);
    longest = Math.max(longest, (user + system) / 1_000);
    last = process.threadCpuUsage();
    if (isRunning) setTimeout(tick, 1);
  };
  setTimeout(tick, 1);
  await new Promise((done) => setTimeout(done, 20));
  await work();
  await new Promise((done) => setTimeout(done, 5));
  isRunning = false;
  return longest;
}

await judgeValue(policies, [fill(prose).slice(0, 20_000)], { stage: "input" });
const rows = ["| 10 MB as | read | judged | stored |", "| --- | --- | --- | --- |"];
for (const [name, body] of Object.entries(bodies)) {
  const text = JSON.stringify(body);
  let read: unknown;
  const times = [
    await longestTurn(() => {
      read = JSON.parse(text);
    }),
    await longestTurn(() => judgeValue(policies, read, { stage: "input" })),
    await longestTurn(() => judgeValue(policies, read, { stage: "stored" })),
  ];
  rows.push(`| ${name} | ${times.map((ms) => `${ms.toFixed(0)} ms`).join(" | ")} |`);
}
await printTables("guardrails", { stall: rows.join("\n") }, process.argv.includes("--write"));
process.exit(0);
