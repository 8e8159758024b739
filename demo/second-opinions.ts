import { addTasks, createQueue, decideTask, getTask, listTasks } from "#lib/review";
import type { Random } from "#platform/random";
import type { Call } from "./call.ts";
import type { Cast } from "./people.ts";
import type { Calendar, Timeline } from "./time.ts";

type Given = { calls: Call[]; calendar: Calendar; random: Random };

/** So many of a round are decided by both; the others wait for the second opinion. */
const decidedByBoth = 8;

/** Rui and Ines judge the same replies without seeing each other; where they part, a third person is asked. */
export async function* judgeTwice(
  { engineer, reviewer, lead }: Cast,
  { calls, calendar, random }: Given,
): Timeline {
  yield calendar.at(2, 17);
  const queue = await createQueue(engineer, {
    name: "Written replies, second opinions",
    guidelines:
      "Would you send it as it is? Reject a reply that promises what the policy does not say, even when the tone is right. If one sentence carries the fault and the rest is usable, edit it.",
    secondOpinionShare: 1,
    isDemo: true,
  });
  const generationIds = calls.map(({ record }) => record.id);
  await addTasks(engineer, { queueId: queue.id, generationIds, reason: "sampled" });
  const { items } = await listTasks(engineer, { queueId: queue.id, limit: 100 });
  let at = calendar.at(2, 17, 10).getTime();
  for (const [index, { id }] of items.entries()) {
    yield new Date(at);
    const decisionMs = Math.round(20_000 + 50_000 * random());
    const comment = index % 3 === 0 ? "Warm, says what happens." : "";
    await decideTask(reviewer, { taskId: id, kind: "approve", comment, decisionMs });
    at += decisionMs + 5_000;
  }
  at = calendar.at(1, 10).getTime();
  for (const [index, { id }] of items.slice(0, decidedByBoth).entries()) {
    yield new Date(at);
    const { output } = await getTask(engineer, { taskId: id });
    const decisionMs = Math.round(25_000 + 60_000 * random());
    await decideTask(lead, { taskId: id, decisionMs, ...second(index, output) });
    at += decisionMs + 5_000;
  }
}

/** What Ines says: the same of most, stricter about some. */
function second(index: number, output: string) {
  if (index === 2 || index === 5)
    return {
      kind: "reject" as const,
      reasonKey: "wrong_fact",
      comment: "It promises what the policy does not say.",
    };
  if (index === 6)
    return {
      kind: "edit" as const,
      correction: output.replace(/[^.!?]*[.!?]\s*$/, "").trim() || `${output} `,
      comment: "The last sentence goes too far.",
    };
  return { kind: "approve" as const };
}
