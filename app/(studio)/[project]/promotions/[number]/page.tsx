import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { currentContext } from "#app/_context";
import { orNotFound } from "#app/_not-found";
import { ChainStrip } from "#components/releases/chain";
import { GateConditions } from "#components/releases/gate-conditions";
import { Page, PageHeader, TopBar } from "#components/shell/page-header";
import { type Context, may } from "#lib/identity";
import { promotionChain } from "#lib/loop";
import { getPromotion, listEnvironments, promotionChanges, promotionTimeline } from "#lib/releases";
import { formatDate, formatExact, formatHash } from "#platform/format";
import { targetLabel } from "#client/routes";
import { paths } from "#platform/paths";
import type { Environment, EvaluatedCondition, PromotionDetail } from "#schema/releases";
import { Card, CardHeader } from "#ui/card";
import { Chip } from "#ui/chip";
import { DecisionRail, type DecisionRailProps } from "./_parts/decision-rail.client.tsx";
import { RemindButton } from "./_parts/remind-button.client.tsx";
import { WhoAndWhen } from "./_parts/who-and-when.tsx";
import { diffAddress, WhatChanges } from "./_parts/what-changes.tsx";
import { WithdrawButton } from "./_parts/withdraw-button.client.tsx";

type Props = {
  params: Promise<{ project: string; number: string }>;
  searchParams: Promise<SearchParams>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Promotion ${(await params).number}` };
}

/** One promotion: why the version exists, what its gate says, what changes, and the decision. */
export default async function PromotionPage({ params, searchParams }: Props) {
  const [{ project, number }, search] = await Promise.all([params, searchParams]);
  const { view } = diffAddress.load(search);
  const ctx = await currentContext(project);
  const promotion = await getPromotion(ctx, { number }).catch(orNotFound);
  const chain = await promotionChain(ctx, { promotionId: promotion.id });
  const timeline = await promotionTimeline(ctx, { promotionId: promotion.id });
  const pointer = pointerOf(await listEnvironments(ctx), promotion);
  const changes = await promotionChanges(ctx, { promotionId: promotion.id });
  const isOpen = promotion.status === "open";
  const crumbs = [
    { label: "Environments", href: paths.environments(project) },
    { label: promotion.environmentName, href: paths.environment(project, promotion.environmentName) },
    { label: `Promotion ${promotion.number}` },
  ];
  return (
    <>
      <TopBar
        crumbs={crumbs}
        actions={
          isOpen && may(ctx, "promotion.request") ? (
            <WithdrawButton project={project} promotionId={promotion.id} number={promotion.number} />
          ) : null
        }
      />
      <Page>
        <PageHeader
          title={titleOf(promotion)}
          chips={<StateChip promotion={promotion} />}
          actions={
            pointer ? (
              <span title={formatExact(pointer.movedAt)}>
                now: v{pointer.versionNumber} since {formatDate(pointer.movedAt, ctx.clock.now())}
              </span>
            ) : (
              <span>now: nothing yet</span>
            )
          }
          note={promotion.reason || undefined}
        />
        <ChainStrip project={project} chain={chain} />
        <div className="grid grid-cols-[minmax(0,1fr)_340px] gap-4 max-md:grid-cols-1">
          <div className="flex min-w-0 flex-col gap-4">
            {promotion.kind === "promotion" ? (
              <Card>
                <CardHeader
                  title={`Gate: ${promotion.environmentName}`}
                  actions={
                    isOpen ? null : (
                      <span title={promotion.evidenceHash ?? ""}>
                        as it stood {formatDate(promotion.closedAt, ctx.clock.now())}, evidence{" "}
                        {formatHash(promotion.evidenceHash)}
                      </span>
                    )
                  }
                >
                  {promotion.gate.total > 0 ? (
                    <Chip>
                      {promotion.gate.met} of {promotion.gate.total} met
                    </Chip>
                  ) : null}
                </CardHeader>
                <GateConditions
                  project={project}
                  conditions={promotion.gate.conditions}
                  approvalAction={
                    isOpen ? <RemindButton number={promotion.number} title={titleOf(promotion)} /> : null
                  }
                />
              </Card>
            ) : null}
            <WhatChanges project={project} promotion={promotion} change={changes} view={view} />
          </div>
          <div className="flex min-w-0 flex-col gap-4">
            <DecisionRail project={project} {...railOf(ctx, promotion, pointer)} />
            <WhoAndWhen
              project={project}
              entries={timeline}
              now={ctx.clock.now()}
              promptId={promotion.promptId}
            />
          </div>
        </div>
      </Page>
    </>
  );
}

/** What the rail shows and this person may do. */
function railOf(
  ctx: Context,
  promotion: PromotionDetail,
  pointer: ReturnType<typeof pointerOf>,
): Omit<DecisionRailProps, "project"> {
  const { id, promptId, status, kind, evidenceHash, toVersionId, gate } = promotion;
  const me = ctx.actor.kind === "user" ? ctx.actor.id : null;
  const isRequester = me !== null && me === promotion.requestedBy;
  return {
    promotion: {
      id,
      promptId,
      environment: promotion.environmentName,
      from: promotion.fromVersionNumber,
      to: promotion.toVersionNumber,
      toVersionId,
      status,
      kind,
      evidenceHash,
    },
    gate: {
      status: gate.status,
      unmet: gate.conditions
        .filter((condition) => condition.status !== "met")
        .map((condition) => condition.kind),
    },
    served: pointer
      ? {
          versionId: pointer.versionId,
          versionNumber: pointer.versionNumber,
          previousNumber: pointer.previous?.versionNumber ?? null,
        }
      : null,
    may: {
      decide: status === "open" && may(ctx, "promotion.approve") && me !== null && !isRequester,
      complete: may(ctx, "promotion.complete"),
      rollback: may(ctx, "promotion.rollback"),
      isRequester,
      hasApproved: hasApproved(promotion, me),
    },
  };
}

/** An approval that the gate no longer counts, since other runs argue now, can be given again. */
function hasApproved({ approvals, gate }: PromotionDetail, me: string | null): boolean {
  const condition = gate.conditions.find(({ kind }) => kind === "approvals");
  const isGiven = approvals.some(({ userId, verdict }) => userId === me && verdict === "approve");
  return isGiven && !(condition?.status === "waiting" && !approvedBy(condition).includes(me ?? ""));
}

function approvedBy({ evidence }: EvaluatedCondition): string[] {
  // Written by judgeApprovals in this shape.
  return (evidence["approvedBy"] as { userId: string }[] | undefined)?.map(({ userId }) => userId) ?? [];
}

function titleOf({ kind, promptPath, toVersionNumber, toModel, environmentName }: PromotionDetail): string {
  const version = `v${toVersionNumber}${toModel ? ` on ${targetLabel(toModel)}` : ""}`;
  return kind === "rollback"
    ? `Roll ${promptPath} back to ${version} in ${environmentName}`
    : `Promote ${promptPath} ${version} to ${environmentName}`;
}

function StateChip({ promotion }: { promotion: PromotionDetail }) {
  if (promotion.kind === "rollback") return <Chip tone="info">rolled back</Chip>;
  if (promotion.status === "promoted")
    return (
      <Chip tone="good" sign>
        promoted
      </Chip>
    );
  if (promotion.status === "withdrawn") return <Chip>withdrawn</Chip>;
  if (promotion.status === "rejected")
    return (
      <Chip tone="bad" sign>
        rejected
      </Chip>
    );
  return (
    <Chip
      tone={promotion.gate.status === "met" ? "good" : promotion.gate.status === "waiting" ? "warn" : "bad"}
    >
      {promotion.gate.summary}
    </Chip>
  );
}

function pointerOf(environments: Environment[], { environmentId, promptId }: PromotionDetail) {
  return (
    environments
      .find(({ id }) => id === environmentId)
      ?.prompts.find((pointer) => pointer.promptId === promptId) ?? null
  );
}
