import { isRoute, isSameTarget, targetLabel } from "#client/routes";
import type { ModelChoice } from "#schema/models";
import type { ModelOrRoute, OfferedRoute, PinnedTarget } from "#schema/routes";

/** What an answer can come from: a connection's model, or a route in its newest version. */
export type AnswerChoice = {
  target: PinnedTarget;
  name: string;
  /** The connection, or "Routes". */
  group: string;
  isSimulated: boolean;
};

/** Models first, as the list has them, then routes. */
export function answerChoices(
  models: readonly ModelChoice[],
  routes: readonly OfferedRoute[],
): AnswerChoice[] {
  return [
    ...models.map(({ connectionId, model, connectionName, isSimulated }) => ({
      target: { connectionId, model },
      name: model,
      group: connectionName,
      isSimulated,
    })),
    ...routes.map(({ routeId, version, name, isSimulated }) => ({
      target: { routeId, version },
      name: targetLabel({ routeId, version, name }),
      group: "Routes",
      isSimulated,
    })),
  ];
}

/** The choice that is meant; a route also in a version before its newest. */
export function choiceOf(choices: readonly AnswerChoice[], wanted: ModelOrRoute): AnswerChoice | undefined {
  const exact = choices.find(({ target }) => isSameTarget(target, wanted));
  if (exact || !isRoute(wanted)) return exact;
  const route = choices.find(({ target }) => isRoute(target) && target.routeId === wanted.routeId);
  if (!route || !isRoute(route.target) || wanted.version === "newest") return route;
  if (wanted.version > route.target.version) return undefined;
  return {
    ...route,
    target: { routeId: wanted.routeId, version: wanted.version },
    name: route.name.replace(/@\d+$/, `@${wanted.version}`),
  };
}
