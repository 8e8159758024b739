import { acceptCorrection, addTasks, createQueue, decideTask, getTask, listTasks } from "#lib/review";
import { canonicalJson } from "#platform/canonical";
import { systemClock } from "#platform/clock";
import { type Random, seededRandom } from "#platform/random";
import { pick } from "./calls.ts";
import type { Call } from "./call.ts";
import { readReplies } from "./files.ts";
import type { Setting } from "./ground.ts";
import type { Cast } from "./people.ts";
import type { SeededState } from "./seeded.ts";
import { judgeTwice } from "./second-opinions.ts";
import { type Calendar, dayMs, type Timeline } from "./time.ts";

/** Days ago on which the team looked at a sample of what went out in the week before. */
const rounds = [23, 16, 9, 2];
type Check = { queueId: string; counts: Record<string, number>; leave: number };

/** Rui reads a sample of what production wrote: corrected replies become examples, the rest counts as decided. */
export async function* checkWriting(
  cast: Cast,
  state: SeededState,
  calendar: Calendar,
  setting: Setting,
): Timeline {
  const { engineer } = cast;
  yield calendar.at(24, 14, 10);
  // Named so that the triage queue stays the first: the comparison sends its cases there.
  const replies = await createQueue(engineer, {
    name: "Written replies, monthly check",
    guidelines:
      "Would you send it as it is? A reply promises nothing the paragraph does not say, answers in the customer's language and says sorry once at most. Mend it when a sentence is enough, reject it when you would begin again.",
    datasetId: setting.repliesId,
    isDemo: true,
  });
  const answers = await createQueue(engineer, {
    name: "Written summaries and answers, spot check",
    guidelines:
      "Check every number and every link against what was given. A decision on a charge names its paragraph.",
    isDemo: true,
  });
  const random = seededRandom(77);
  for (const daysAgo of rounds) {
    const isLast = daysAgo === rounds.at(-1);
    const checks: Check[] = [
      { queueId: replies.id, counts: { "support/reply": isLast ? 12 : 11 }, leave: isLast ? 5 : 0 },
      {
        queueId: answers.id,
        counts: { "kb/answer": 4, "billing/dispute": 3, "support/summary": 2 },
        leave: isLast ? 2 : 0,
      },
    ];
    yield calendar.at(daysAgo, 9, 40);
    const samples: Call[][] = [];
    for (const { queueId, counts } of checks) {
      const calls = sampleOf(state, counts, random);
      const generationIds = calls.map(({ record }) => record.id);
      await addTasks(engineer, { queueId, generationIds, reason: "sampled" });
      samples.push(calls);
    }
    for (const [place, check] of checks.entries())
      yield* decideSample(cast, samples[place] ?? [], check, {
        begin: calendar.at(daysAgo, 14 + place, 5),
        random,
      });
  }
  const calls = sampleOf(state, { "support/reply": 12 }, random);
  yield* judgeTwice(cast, { calls, calendar, random });
}

/** Some of the last week's answers of each prompt. */
function sampleOf({ calls }: SeededState, counts: Record<string, number>, random: Random): Call[] {
  const now = systemClock.now();
  const weekAgo = new Date(now.getTime() - 7 * dayMs);
  return Object.entries(counts).flatMap(([path, count]) => {
    const recent = calls.filter(
      ({ path: own, record }) =>
        own === path && record.status === "succeeded" && record.startedAt > weekAgo && record.startedAt < now,
    );
    // A round is small: left to chance, some prompts would have no weak answer in it, others nothing but.
    const weak = recent.filter(({ isGood }) => !isGood);
    const good = recent.filter(({ isGood }) => isGood);
    const weakCount = Math.min(weak.length, Math.floor(count * 0.2 + random()));
    const chosen = new Set<Call>();
    while (chosen.size < weakCount) chosen.add(pick(weak, random));
    while (chosen.size < Math.min(count, weakCount + good.length)) chosen.add(pick(good, random));
    return [...chosen].sort((a, b) => a.record.startedAt.getTime() - b.record.startedAt.getTime());
  });
}

async function* decideSample(
  { engineer, reviewer }: Cast,
  calls: Call[],
  { queueId, leave }: Check,
  { begin, random }: { begin: Date; random: Random },
): Timeline {
  yield begin;
  // A blind queue does not say which call a task came from, so it is known by its texts.
  const byText = new Map(
    calls.map((call) => {
      const { variables, output } = call.record;
      return [canonicalJson({ inputs: variables ?? {}, output }), call];
    }),
  );
  const { items } = await listTasks(engineer, { queueId, status: "open", limit: 100 });
  let from = begin;
  for (const { id } of items.slice(0, Math.max(0, items.length - leave))) {
    const decisionMs = Math.round(14_000 + 70_000 * random() ** 2);
    yield new Date(from.getTime() + decisionMs);
    const { inputs, output } = await getTask(engineer, { taskId: id });
    const call = byText.get(canonicalJson({ inputs, output }));
    if (!call) throw new Error("a task of no call");
    const decision = await decideTask(reviewer, { taskId: id, decisionMs, ...verdictOn(call, random) });
    // What the last round corrected still waits for a second person.
    if (decision.correctionStatus === "proposed" && leave === 0)
      await acceptCorrection(engineer, { decisionId: decision.id });
    from = new Date(from.getTime() + decisionMs + 3_000 + 20_000 * random());
  }
}

const knownReplies = new Set(readReplies().map(({ reply }) => reply));
const praise = ["Reads well.", "Would send it.", "Short and right.", "Good: says when."];
const rejections: Record<string, string> = {
  "support/reply": "wrong_fact",
  "kb/answer": "wrong_fact",
  "billing/dispute": "wrong_fact",
  "support/summary": "incomplete",
};

function verdictOn({ isGood, correction, sample, path, record }: Call, random: Random) {
  if (isGood || record.output === correction)
    return { kind: "approve" as const, comment: random() < 0.12 ? pick(praise, random) : "" };
  if (random() < 0.22)
    return {
      kind: "reject" as const,
      reasonKey: rejections[path] ?? "incomplete",
      comment: sample.note,
    };
  // What the dataset holds already needs no second example.
  const addExample = !knownReplies.has(sample.good);
  return { kind: "edit" as const, correction, comment: sample.note, addExample };
}
