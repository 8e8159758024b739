import { type Candidate, chooseOrder, stickyKeyOf, withSla } from "#lib/routes";
import { costUsd } from "#lib/models";
import { endUserOf } from "#lib/observability";
import type { RouteChoice } from "#schema/routes";
import type { Guarded, Routed, RoutedTarget } from "./call.ts";
import { estimateTokens } from "./progress.ts";
import { Step } from "./step.ts";

/** Settles in which order the targets are asked, and says on the root span why. */
class ChooseOrder extends Step<Guarded, Routed> {
  readonly stepName = "route";

  protected async act(call: Guarded): Promise<Routed> {
    const { targets } = call.route;
    if (call.refusal) throw call.refusal;
    const begun = { tries: new Map<number, number>(), probes: new Map<number, () => void>() };
    if (targets.length === 1) return Object.assign(call, { order: [0], ...begun });
    const { order, reason } = choose(call);
    if (call.route.origin)
      Object.assign(call.root.span.attributes, {
        "valueloop.route.order": order.map((at) => nameOf(targets[at])),
        "valueloop.route.reason": reason,
      });
    return Object.assign(call, { order, ...begun });
  }
}

export const chooseOrderStep = new ChooseOrder();

function choose(call: Guarded) {
  const { route, input, ctx } = call;
  const metadata = input.metadata ?? null;
  const stickyKey = stickyKeyOf(route.choice, {
    endUser: endUserOf(metadata),
    apiKeyId: ctx.actor.kind === "api_key" ? ctx.actor.id : null,
    metadata,
  });
  const { choice, latencyOf } = withSla(route.choice, route.sla);
  const candidates = route.targets.map((target) => candidateOf(call, target, latencyOf));
  return chooseOrder(choice, candidates, { metadata, stickyKey }, call.random);
}

function candidateOf(
  call: Guarded,
  { card, name, order, weight, health, gone }: RoutedTarget,
  latencyOf: ReturnType<typeof withSla>["latencyOf"],
): Candidate {
  const latencyMs = () => {
    const now = call.ctx.clock.now();
    return health
      ? latencyOf({ usualMs: health.latencyMs(now, call.emit !== null), p95Ms: health.p95Ms(now) })
      : null;
  };
  return {
    isGone: gone !== undefined,
    key: `${card.connectionId} ${card.model}`,
    name,
    order,
    weight,
    latencyMs,
    active: () => health?.places.active ?? 0,
    costUsd: () => costUsd(card, expectedUsage(call, call.route.choice), call.startedAt),
  };
}

/** Four characters a token of the input, and as long an answer as the call allows or the route expects. */
function expectedUsage({ messages, settings }: Guarded, choice: RouteChoice) {
  const characters = messages.reduce((sum, { content }) => sum + content.length, 0);
  const expected = choice.by === "cost" ? choice.outputTokens : 0;
  return {
    inputTokens: estimateTokens(characters),
    outputTokens: Math.min(settings.maxTokens ?? expected, expected),
  };
}

function nameOf(target: RoutedTarget | undefined): string {
  return target ? `${target.card.connectionName}/${target.card.model}` : "";
}
