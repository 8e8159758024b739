import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { currentContext } from "#app/_context";
import { getDataset } from "#lib/datasets";
import { type Context, may } from "#lib/identity";
import {
  getQueue,
  getTask,
  listDecisions,
  listRejectReasons,
  listTasks,
  myReviewerStats,
  queueProgress,
  upcomingTasks,
} from "#lib/review";
import { isAppError } from "#platform/errors";
import { isId } from "#platform/ids";
import { paths } from "#platform/paths";
import type { Task } from "#schema/review";
import { NoPermission } from "#states/no-permission";
import { TopBar } from "#components/shell/page-header";
import { QueueWorkplace } from "./_parts/queue-workplace.client.tsx";

type PageProps = {
  params: Promise<{ project: string; queue: string }>;
  searchParams: Promise<{ task?: string }>;
};

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  const { project, queue } = await params;
  if (!isId(queue)) notFound();
  return { title: (await getQueue(await currentContext(project), { queueId: queue })).name };
}

/** The reviewer's workplace: one queue, task by task. */
export default async function QueuePage({ params, searchParams }: PageProps) {
  const { project, queue: queueId } = await params;
  if (!isId(queueId)) notFound();
  const ctx = await currentContext(project);
  const queue = await getQueue(ctx, { queueId });
  if (!may(ctx, "task.decide")) {
    return (
      <>
        <TopBar crumbs={[{ label: "Queues", href: paths.queues(project) }, { label: queue.name }]} />
        <NoPermission what="Deciding tasks" whoCan={["owner", "admin", "engineer", "reviewer"]} />
      </>
    );
  }
  const { task: selectedId } = await searchParams;
  const [rows, upcoming, progress, reasons, stats, lastDecision] = await Promise.all([
    listTasks(ctx, { queueId, status: "open", forMe: true, limit: 200 }),
    // Enough that nobody outruns it: going to a task that is not here asks the server for the page again.
    upcomingTasks(ctx, { queueId, limit: 50 }),
    queueProgress(ctx, { queueId }),
    listRejectReasons(ctx),
    myReviewerStats(ctx),
    findLastDecision(ctx, queueId),
  ]);
  const tasks = await withSelected(ctx, upcoming, queueId, selectedId);
  return (
    <QueueWorkplace
      project={project}
      queue={queue}
      rows={rows.items}
      tasks={tasks}
      progress={progress}
      reasons={reasons}
      stats={stats}
      lastDecision={lastDecision}
      datasetNames={await namesOfDatasets(ctx, tasks)}
    />
  );
}

/** The address may name a task further down, or one decided before. */
async function withSelected(
  ctx: Context,
  upcoming: Task[],
  queueId: string,
  selectedId: string | undefined,
): Promise<Task[]> {
  if (!selectedId || !isId(selectedId) || upcoming.some((task) => task.id === selectedId)) return upcoming;
  const selected = await getTask(ctx, { taskId: selectedId }).catch(nullWhenNotFound);
  return selected?.queueId === queueId ? [...upcoming, selected] : upcoming;
}

async function findLastDecision(ctx: Context, queueId: string) {
  if (ctx.actor.kind !== "user") return null;
  const [last] = (await listDecisions(ctx, { queueId, reviewerId: ctx.actor.id, limit: 1 })).items;
  return last ? { id: last.id, taskId: last.taskId, taskNumber: last.taskNumber, kind: last.kind } : null;
}

async function namesOfDatasets(ctx: Context, tasks: Task[]): Promise<Record<string, string>> {
  const ids = [...new Set(tasks.flatMap((task) => task.datasetId ?? []))];
  const found = await Promise.all(
    ids.map((datasetId) => getDataset(ctx, { datasetId }).catch(nullWhenNotFound)),
  );
  return Object.fromEntries(found.flatMap((dataset) => (dataset ? [[dataset.id, dataset.name]] : [])));
}

function nullWhenNotFound(thrown: unknown): null {
  if (isAppError(thrown) && thrown.code === "not_found") return null;
  throw thrown;
}
