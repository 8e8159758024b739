import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { currentContext } from "#app/_context";
import { orNotFound } from "#app/_not-found";
import { type Context, may } from "#lib/identity";
import {
  getQueue,
  getTask,
  listDecisions,
  listQueues,
  listRejectReasons,
  listTasks,
  myReviewerStats,
  queueProgress,
  upcomingTasks,
} from "#lib/review";
import { nullIfNotFound } from "#platform/errors";
import { pageAddress, parseAsId } from "#platform/list-address";
import { paths } from "#platform/paths";
import type { Task } from "#schema/review";
import { NoPermission } from "#states/no-permission";
import { nextQueueOf } from "#client/review";
import { Workplace } from "#components/review/workplace.client";
import { TopBar } from "#components/shell/page-header";
import { namesOfDatasets } from "./_parts/dataset-names.ts";

/** The task on the desk. */
const deskAddress = pageAddress({ task: parseAsId });

type PageProps = {
  params: Promise<{ project: string; queue: string }>;
  searchParams: Promise<SearchParams>;
};

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  const { project, queue } = await params;
  const ctx = await currentContext(project);
  return { title: (await getQueue(ctx, { queueId: queue }).catch(orNotFound)).name };
}

/** The reviewer's workplace: one queue, task by task. */
export default async function QueuePage({ params, searchParams }: PageProps) {
  const { project, queue: queueId } = await params;
  const ctx = await currentContext(project);
  const queue = await getQueue(ctx, { queueId }).catch(orNotFound);
  if (!may(ctx, "task.decide")) {
    return (
      <>
        <TopBar crumbs={[{ label: "Queues", href: paths.queues(project) }, { label: queue.name }]} />
        <NoPermission what="Deciding tasks" whoCan={["owner", "admin", "engineer", "reviewer"]} />
      </>
    );
  }
  const { task: selectedId } = deskAddress.load(await searchParams);
  const [rows, upcoming, progress, reasons, stats, lastDecision, queues] = await Promise.all([
    listTasks(ctx, { queueId, status: "open", forMe: true, limit: 200 }),
    // To begin with; the page fetches the following ones before they are needed.
    upcomingTasks(ctx, { queueId, limit: 24 }),
    queueProgress(ctx, { queueId }),
    listRejectReasons(ctx),
    myReviewerStats(ctx),
    findLastDecision(ctx, queueId),
    listQueues(ctx),
  ]);
  const tasks = await withSelected(ctx, upcoming, queueId, selectedId);
  return (
    <Workplace
      userId={ctx.actor.kind === "user" ? ctx.actor.id : ""}
      project={project}
      queue={queue}
      rows={rows.items}
      tasks={tasks}
      progress={progress}
      reasons={reasons}
      stats={stats}
      lastDecision={lastDecision}
      datasetNames={await namesOfDatasets(ctx, tasks)}
      nextQueue={nextQueueOf(queues, queueId)}
    />
  );
}

/** The address may name a task further down, or one decided before. */
async function withSelected(
  ctx: Context,
  upcoming: Task[],
  queueId: string,
  selectedId: string | null,
): Promise<Task[]> {
  if (selectedId === null || upcoming.some((task) => task.id === selectedId)) return upcoming;
  const selected = await nullIfNotFound(getTask(ctx, { taskId: selectedId }));
  return selected?.queueId === queueId ? [...upcoming, selected] : upcoming;
}

async function findLastDecision(ctx: Context, queueId: string) {
  if (ctx.actor.kind !== "user") return null;
  const [last] = (await listDecisions(ctx, { queueId, reviewerId: ctx.actor.id, limit: 1 })).items;
  return last ? { id: last.id, taskId: last.taskId, taskNumber: last.taskNumber, kind: last.kind } : null;
}
