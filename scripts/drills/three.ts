import { setTimeout as sleep } from "node:timers/promises";
import { contextForUser, createApiKey } from "#lib/identity";
import { createBudget } from "#lib/budgets";
import { createPrompt, moveLabel, saveVersion } from "#lib/prompts";
import type { prepare } from "../../bench/prepare.ts";
import { stop } from "../../bench/processes.ts";
import type { Result } from "./calls.ts";
import { type Answers, keepCalling, noAnswers } from "./clients.ts";
import { type Installation, killHard, makeInstallation, type Process } from "./installation.ts";
import { beginRun, countCases, repeatsOf, tooMany, untilDone, untilEnded } from "./runs.ts";

/** What the limited key may ask in a month, over all processes together. */
const most = 100;
/** A label that was moved is seen by every process within so long. */
const seenWithinMs = 1_000;
const names = ["Alpha", "Beta", "Gamma"];
const path = "bench/moving";

type Running = {
  kind: Process;
  url: string;
  child: Awaited<ReturnType<Installation["startProcess"]>>["child"];
};
type Filled = Awaited<ReturnType<typeof fill>>;

async function fill(made: Awaited<ReturnType<typeof prepare>>) {
  const { ctx, project, connection } = made;
  const limited = await createApiKey(ctx, { name: "limited", scopes: ["prompts:read", "generations:write"] });
  await createBudget(ctx, {
    name: "limited",
    per: "api_key",
    only: limited.id,
    measure: "requests",
    amount: most,
    period: "month",
  });
  const text = (words: string) => ({ kind: "text" as const, text: words, variables: [], settings: {} });
  const prompt = await createPrompt(ctx, { path, content: text("One") });
  const saved = await saveVersion(ctx, {
    promptId: prompt.id,
    content: text("Two"),
    message: "Two",
  });
  await moveLabel(ctx, { promptId: prompt.id, name: "live", versionId: prompt.latest.id });
  for (const name of names) await beginRun({ ...made, connection }, name);
  return {
    limitedKey: limited.secret,
    promptId: prompt.id,
    versions: [prompt.latest, saved.version],
    slug: project.slug,
  };
}

/**
 * Three processes of each kind on one PostgreSQL, under load with three runs of 300 cases; one of each is
 * killed, and the others go on. Nothing may be lost or counted twice; a limit of one key holds over all of them, and a
 * label that is moved is seen by each within a second, before the kills and after.
 */
export async function threeOfEach(server: string, kinds: readonly Process[], times: number): Promise<Result> {
  const sum = { acknowledged: 0, lost: 0, doubled: 0 };
  const faults: string[] = [];
  const notes: string[] = [];
  for (let round = 0; round < times; round += 1) {
    const at = await makeInstallation(server, { delayMs: 20, fill });
    const found = await oneRound(at as unknown as Installation, at.filled as Filled, kinds);
    for (const figure of ["acknowledged", "lost", "doubled"] as const) sum[figure] += found[figure];
    faults.push(...found.faults);
    notes.push(found.note);
    await at.remove();
  }
  return { ...sum, faults, note: notes.join("; ") };
}

async function oneRound(at: Installation, filled: Filled, kinds: readonly Process[]): Promise<Result> {
  const running: Running[] = [];
  const starting = kinds.flatMap((kind) =>
    [1, 2, 3].map(async () => ({ kind, ...(await at.startProcess(kind)) })),
  );
  running.push(...(await Promise.all(starting)));
  const serving = running.filter(({ kind }) => kind !== "worker");
  const [answers, limited] = [noAnswers(), noAnswers()];
  const over = new AbortController();
  const { signal } = over;
  const calling = serving.flatMap(({ url }) => [
    keepCalling(answers, { url, apiKey: at.made.apiKey, connections: 4, signal }),
    keepCalling(limited, { url, apiKey: filled.limitedKey, connections: 2, signal }),
  ]);
  let killed: Running[] = [];
  const delays: number[] = [];
  try {
    delays.push(...(await movesSeen(at, filled, serving)));
    await untilDone(at, 150);
    killed = kinds.flatMap((kind) => running.find((one) => one.kind === kind) ?? []);
    await Promise.all(killed.map(({ child }) => killHard(child)));
    delays.push(
      ...(await movesSeen(
        at,
        filled,
        serving.filter((one) => !killed.includes(one)),
      )),
    );
    await untilRefused(limited);
  } finally {
    over.abort();
    await Promise.all(calling);
  }
  await untilEnded(at);
  // What the killed left in their logs is taken over by those that live, or by the next to start.
  for (const { child } of running.filter((one) => !killed.includes(one))) await stop(child);
  await stop((await at.startProcess("gateway")).child);
  const both = { ...answers, acknowledged: new Set([...answers.acknowledged, ...limited.acknowledged]) };
  const calls = await at.count(both);
  const cases = await countCases(at);
  const repeated = await Promise.all(names.map((name) => repeatsOf(at, name)));
  const slowest = Math.max(...delays);
  const allowed = limited.acknowledged.size;
  return {
    acknowledged: calls.acknowledged + cases.acknowledged,
    lost: calls.lost + cases.lost,
    // Both counted the same sums.
    doubled: Math.max(calls.doubled, cases.doubled),
    faults: [
      ...cases.faults,
      ...repeated.flatMap(tooMany),
      ...(allowed > most ? [`${allowed} calls of a key that may make ${most}`] : []),
      ...(limited.refused.get(429) ? [] : ["the limit was never reached, so nothing says that it holds"]),
      ...(slowest > seenWithinMs ? [`a label that was moved was seen after ${Math.round(slowest)} ms`] : []),
    ],
    note: `${allowed} calls of a key that may make ${most}, requests got the version before a label's move up to ${Math.round(slowest)} ms after it (${delays.length} looks), model calls repeated ${repeated.join(", ")}`,
  };
}

/** The limit has been reached; a busy machine has a minute for it, and then the round says that it was not. */
async function untilRefused({ refused }: Answers): Promise<void> {
  const until = Date.now() + 60_000;
  while (!refused.get(429) && Date.now() < until) await sleep(50);
}

/** Moves the label five times and gives how long after each move a request was sent that a process still answered with the version before, in milliseconds. */
async function movesSeen(at: Installation, filled: Filled, serving: readonly Running[]): Promise<number[]> {
  const open = await at.open();
  const { ctx } = await contextForUser(open.db, {
    userId: at.made.ctx.actor.id ?? "",
    projectSlug: filled.slug,
  });
  const delays: number[] = [];
  for (let move = 0; move < 5; move += 1) {
    const to = filled.versions[(move + 1) % 2];
    if (!to) continue;
    await moveLabel(ctx, { promptId: filled.promptId, name: "live", versionId: to.id });
    const moved = performance.now();
    const seen = async ({ url }: Running) => {
      for (let stale = 0; ; await sleep(5)) {
        const sent = performance.now();
        if ((await servedBy(url, at.made.apiKey)) === to.number) return stale;
        stale = sent - moved;
      }
    };
    delays.push(...(await Promise.all(serving.map(seen))));
  }
  await open.close();
  return delays;
}

async function servedBy(url: string, apiKey: string): Promise<number> {
  const answer = await fetch(`${url}/api/v1/prompts/${path}?label=live`, {
    headers: { authorization: `Bearer ${apiKey}` },
  });
  return ((await answer.json()) as { number: number }).number;
}
