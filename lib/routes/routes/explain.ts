import type { ErrorClass } from "#constants/models";
import { failureWords } from "../constants.ts";
import { asStudio, type Context, requirePermission } from "#lib/identity";
import { costUsd, getModelCard } from "#lib/models";
import { seededRandom } from "#platform/random";
import type { ModelCard } from "#schema/models";
import { type Candidate, chooseOrder } from "../choice/choose.ts";
import { mayFallBack } from "../choice/fall-back.ts";
import { stickyKeyOf } from "../choice/sticky-key.ts";
import { withSla } from "../choice/with-sla.ts";
import { healthOf } from "../health/health-of.ts";
import type { HealthSnapshot } from "../health/target-health.ts";
import {
  type ExplainedTarget,
  ExplainRouteInput,
  type RouteDefinition,
  type RouteExplanation,
  type RouteTarget,
} from "../schema.ts";
import { getRouteInProject, offeredModels } from "./internal.ts";

type Looked = {
  target: RouteTarget;
  card: ModelCard;
  health: HealthSnapshot;
  /** The project does not offer it now. */
  isGone: boolean;
  costUsd: number | null;
  latencyMs: number | null;
};

/**
 * What a route would do with a call, without making it: which target would be asked, why, and who would take over. It
 * chooses as calls do, by the health that this process has seen. Throws forbidden, not_found.
 */
export async function explainRoute(ctx: Context, input: ExplainRouteInput): Promise<RouteExplanation> {
  requirePermission(ctx, "route.read");
  const asked = ExplainRouteInput.parse(input);
  const { definition, metadata, routeId } = asked;
  if (routeId) await getRouteInProject(ctx, routeId);
  const isOffered = await offeredModels(ctx);
  const all = await Promise.all(
    definition.targets.map(async (target) => look(ctx, asked, { target, isGone: !isOffered(target) })),
  );
  const { endUser = null, apiKeyId = null } = asked;
  const stickyKey = stickyKeyOf(definition.choice, { endUser, apiKeyId, metadata });
  const random = seededRandom(asked.seed);
  const { order, reason } = chooseOrder(
    withSla(definition.choice, definition.sla).choice,
    all.map(candidateOf),
    { metadata, stickyKey },
    random,
  );
  const chosen = order.flatMap((at) => all[at] ?? []);
  const others = all.filter((one) => !chosen.includes(one));
  const { targets, outcome } = play(definition, chosen, asked.fault ?? null);
  return { reason, outcome, targets: [...targets, ...others.map(leftOut)] };
}

async function look(
  ctx: Context,
  { definition, routeId, isStream, inputTokens, maxTokens }: ReturnType<(typeof ExplainRouteInput)["parse"]>,
  { target, isGone }: Pick<Looked, "target" | "isGone">,
): Promise<Looked> {
  const card = await getModelCard(asStudio(ctx), target);
  const now = ctx.clock.now();
  const { choice, breaker = null } = definition;
  const health = routeId ? healthOf(routeId, target).snapshot(now, breaker) : unknownHealth;
  const expected = choice.by === "cost" ? choice.outputTokens : 500;
  const outputTokens = Math.min(maxTokens ?? expected, expected);
  return {
    target,
    card,
    health,
    isGone,
    costUsd: costUsd(card, { inputTokens, outputTokens }, now),
    latencyMs: withSla(choice, definition.sla).latencyOf({
      usualMs: isStream ? health.firstTokenMs : health.wholeMs,
      p95Ms: health.p95Ms,
    }),
  };
}

const unknownHealth: HealthSnapshot = {
  state: "closed",
  openUntil: null,
  calls: null,
  failures: null,
  active: 0,
  waiting: 0,
  firstTokenMs: null,
  wholeMs: null,
  p95Ms: null,
  lastErrors: [],
};

function candidateOf({ target, isGone, health, costUsd: usd, latencyMs }: Looked): Candidate {
  const { connectionId, model, name, order, weight } = target;
  return {
    key: `${connectionId} ${model}`,
    name,
    isGone,
    order,
    weight,
    latencyMs: () => latencyMs,
    active: () => health.active,
    costUsd: () => usd,
  };
}

/** Goes down the order as a call would, with its first asked target failing where a fault is set. */
function play(
  { fallbackOn, retries, limits }: RouteDefinition,
  chosen: readonly Looked[],
  fault: ErrorClass | null,
): { targets: ExplainedTarget[]; outcome: string } {
  let outcome: string | null = null;
  let hasFailed = false;
  const targets = chosen.map((looked): ExplainedTarget => {
    const { target, health } = looked;
    if (outcome !== null) {
      const isNext = fault === null || mayFallBack(fault, fallbackOn);
      return explained(
        looked,
        isNext ? "stands by" : "not asked",
        isNext ? "asked if those before it fail" : "the route names no such failure",
      );
    }
    if (looked.isGone) return explained(looked, "skipped", notOffered);
    if (health.state === "open")
      return explained(looked, "skipped", "its circuit is open: it has failed too often");
    if (fault !== null && !hasFailed) {
      hasFailed = true;
      if (!mayFallBack(fault, fallbackOn))
        outcome = `The caller is told of the ${words(fault)}: the route names no such failure.`;
      const tries =
        repeated.has(fault) && retries.attempts > 1 ? `, asked up to ${retries.attempts} times` : "";
      return explained(looked, "fails", `${words(fault)}${tries}`);
    }
    outcome = `${labelOf(looked)} answers${hasFailed ? `, after a ${words(fault)} of the one before` : ""}.`;
    const isFull = target.concurrency !== undefined && health.active >= target.concurrency;
    const probe =
      health.state === "half_open" ? "its circuit is half open: one call at a time tries it" : "asked";
    return explained(
      looked,
      "answers",
      isFull ? `full now: a call waits up to ${limits.queueMs / 1_000} s for a place` : probe,
    );
  });
  return { targets, outcome: outcome ?? noAnswer(fault, hasFailed, chosen) };
}

const notOffered = "this project does not offer it now";

function noAnswer(fault: ErrorClass | null, hasFailed: boolean, chosen: readonly Looked[]): string {
  if (chosen.every(({ isGone }) => isGone)) return "The call is refused: none of its models is offered now.";
  return hasFailed
    ? `The caller is told of the ${words(fault)}: nobody is left to take over.`
    : "The caller is told to come back later: the circuit of every target is open.";
}

/** Failures that are worth another try of the same target. */
const repeated = new Set<ErrorClass>(["rate_limit", "server_error", "network"]);

const words = (fault: ErrorClass | null) => (fault ? failureWords[fault] : "failure");

const labelOf = ({ card }: Looked) => `${card.connectionName}/${card.model}`;

function explained(looked: Looked, role: ExplainedTarget["role"], why: string): ExplainedTarget {
  const { target, costUsd: usd, latencyMs } = looked;
  const { connectionId, model } = target;
  return { connectionId, model, label: labelOf(looked), role, why, costUsd: usd, latencyMs };
}

const leftOut = (looked: Looked) =>
  looked.isGone
    ? explained(looked, "skipped", notOffered)
    : explained(looked, "not asked", "the condition names another one");
