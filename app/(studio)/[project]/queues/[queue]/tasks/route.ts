import { z } from "zod";
import { studioRoute } from "#app/_route";
import type { Context } from "#lib/identity";
import {
  claimTask,
  decideTask,
  releaseTask,
  skipTask,
  undoDecision,
  upcomingTasks,
  waitingAmong,
} from "#lib/review";
import { DecideTaskInput, TaskInput, UndoDecisionInput } from "#schema/review";
import { AppError } from "#platform/errors";
import { namesOfDatasets } from "../_parts/dataset-names.ts";

type Params = { project: string; queue: string };

const noStore = { headers: { "cache-control": "no-store" } };

/** Tasks in full that the workplace is about to need, with the names of the datasets they feed; or which of the ones named by `waiting` still wait. */
export const GET = studioRoute<Params>("queue.upcoming", async ({ ctx, query, params }) => {
  const { waiting: asked, ids = "" } = query;
  if (asked !== undefined) {
    const waiting = await waitingAmong(ctx, {
      queueId: params.queue,
      taskIds: asked.split(",").filter(Boolean),
    });
    return Response.json(waiting, noStore);
  }
  const taskIds = ids.split(",").filter(Boolean);
  const tasks = await upcomingTasks(ctx, { queueId: params.queue, taskIds, limit: 50 });
  return Response.json({ tasks, datasetNames: await namesOfDatasets(ctx, tasks) }, noStore);
});

/** Whose workplace it came from: what waited there for a connection is theirs, whoever has signed in meanwhile. */
const Sender = z.object({ by: z.uuid() });
const Act = z.discriminatedUnion("act", [
  z.object({ act: z.literal("claim"), input: TaskInput }),
  z.object({ act: z.literal("release"), input: TaskInput }),
  z.object({ act: z.literal("decide"), input: DecideTaskInput }),
  z.object({ act: z.literal("skip"), input: TaskInput }),
  z.object({ act: z.literal("undo"), input: UndoDecisionInput }),
]);

/**
 * One act of a reviewer. A route and not a server action: a request of its own gets through when the page goes
 * away, waits behind no other, and does not draw the page again under a reviewer's hands.
 */
export const POST = studioRoute<Params>("queue.act", async ({ ctx, json }) => {
  const sent = await json();
  if (Sender.parse(sent).by !== ctx.actor.id)
    throw new AppError(
      "unauthenticated",
      `This page is another person's, and now ${ctx.actor.name} is signed in. Sign in as whoever worked here to send what waits, or load the page again.`,
    );
  const value = await perform(ctx, Act.parse(sent));
  return Response.json(value ?? null, noStore);
});

function perform(ctx: Context, { act, input }: z.output<typeof Act>): Promise<unknown> {
  switch (act) {
    case "claim":
      return claimTask(ctx, input);
    case "release":
      return releaseTask(ctx, input);
    case "decide":
      return decideTask(ctx, input);
    case "skip":
      return skipTask(ctx, input);
    case "undo":
      return undoDecision(ctx, input);
    default:
      return act satisfies never;
  }
}
