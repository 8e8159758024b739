import type { ModelTarget } from "#schema/models";
import type { RouteDefinition } from "#schema/routes";

/** A route in one line: "gpt-4o (3 of 4) or mini (1 of 4), then local". */
export function routeWords(
  { targets }: Pick<RouteDefinition, "targets">,
  nameOf: (target: ModelTarget) => string,
): string {
  const orders = [...new Set(targets.map(({ order }) => order))].toSorted((a, b) => a - b);
  return orders
    .map((order) => {
      const group = targets.filter((target) => target.order === order);
      const whole = group.reduce((sum, { weight }) => sum + weight, 0);
      return group
        .map((target) =>
          group.length > 1 ? `${nameOf(target)} (${target.weight} of ${whole})` : nameOf(target),
        )
        .join(" or ");
    })
    .join(", then ");
}
