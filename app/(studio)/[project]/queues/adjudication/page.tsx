import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { currentContext } from "#app/_context";
import { AdjudicationDesk } from "#components/review/adjudication/adjudication-desk.client";
import { AgreementPanel } from "#components/review/adjudication/agreement-panel";
import { nextQueueOf } from "#client/review";
import { TopBar } from "#components/shell/page-header";
import { type Context, may } from "#lib/identity";
import { findMyLastAdjudication, getDiffering, listDiffering, listQueues, queueAgreement } from "#lib/review";
import { isAppError } from "#platform/errors";
import { pageAddress, parseAsId } from "#platform/list-address";
import { paths } from "#platform/paths";
import type { DifferingTaskInFull } from "#schema/review";
import { NoPermission } from "#states/no-permission";
import { adjudicateTaskAction, undoAdjudicationAction } from "./actions.ts";

export const metadata: Metadata = { title: "Adjudication" };

/** One queue, or one task. */
const address = pageAddress({ queue: parseAsId, task: parseAsId });

type PageProps = {
  params: Promise<{ project: string }>;
  searchParams: Promise<SearchParams>;
};

/** Where a third person settles tasks whose opinions differ. */
export default async function AdjudicationPage({ params, searchParams }: PageProps) {
  const { project } = await params;
  const { queue: queueId, task: taskId } = address.load(await searchParams);
  const ctx = await currentContext(project);
  const crumbs = [{ label: "Queues", href: paths.queues(project) }, { label: "Adjudication" }];
  if (!may(ctx, "task.decide"))
    return (
      <>
        <TopBar crumbs={crumbs} />
        <NoPermission what="Settling tasks" whoCan={["owner", "admin", "engineer", "reviewer"]} />
      </>
    );
  const [rows, last, queues] = await Promise.all([
    listDiffering(ctx, queueId ? { queueId } : {}),
    findMyLastAdjudication(ctx),
    listQueues(ctx),
  ]);
  const named = rows.find(({ id }) => id === taskId) ?? rows[0];
  const task = named ? await findDiffering(ctx, named.id) : null;
  const agreementOf = task?.queueId ?? queueId ?? undefined;
  const agreement = await queueAgreement(ctx, { queueId: agreementOf });
  return (
    <AdjudicationDesk
      userId={ctx.actor.kind === "user" ? ctx.actor.id : ""}
      project={project}
      queueId={queueId}
      rows={rows}
      task={task}
      last={last}
      nextQueue={nextQueueOf(queues, null)}
      adjudicate={adjudicateTaskAction}
      undo={undoAdjudicationAction}
      agreement={
        <AgreementPanel
          agreement={agreement}
          of={agreementOf ? "in this queue" : "in all queues"}
          hrefOf={(figure) =>
            paths.agreement(project, { ...(agreementOf ? { queue: agreementOf } : {}), ...figure })
          }
        />
      }
    />
  );
}

/** Null when it was settled between the list and this. */
async function findDiffering(ctx: Context, taskId: string): Promise<DifferingTaskInFull | null> {
  try {
    return await getDiffering(ctx, { taskId });
  } catch (thrown) {
    if (isAppError(thrown) && thrown.code === "conflict") return null;
    throw thrown;
  }
}
