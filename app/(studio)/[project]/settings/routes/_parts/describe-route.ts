import type { ModelTarget } from "#schema/models";
import type { RouteDefinition } from "#schema/routes";

const byWords: Record<RouteDefinition["choice"]["by"], string> = {
  weight: "",
  latency: ", by least latency",
  cost: ", by least cost",
  sticky: ", sticky by a key",
  condition: ", by conditions",
};

/** A route in one line: "gpt-4o (3 of 4) or mini (1 of 4), then local". */
export function routeWords(
  { targets, choice }: Pick<RouteDefinition, "targets" | "choice">,
  nameOf: (target: ModelTarget) => string,
): string {
  const orders = [...new Set(targets.map(({ order }) => order))].toSorted((a, b) => a - b);
  return orders
    .map((order) => {
      const group = targets.filter((target) => target.order === order);
      const whole = group.reduce((sum, { weight }) => sum + weight, 0);
      const hasShares = group.length > 1 && (choice.by === "weight" || choice.by === "sticky");
      const names = group.map((target) =>
        hasShares ? `${nameOf(target)} (${target.weight} of ${whole})` : nameOf(target),
      );
      return `${names.join(" or ")}${group.length > 1 ? byWords[choice.by] : ""}`;
    })
    .join(", then ");
}
