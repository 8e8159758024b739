import { errorClasses } from "#constants/models";
import { anyError, failureWords } from "#constants/routes";
import { formatDuration } from "#platform/format";
import type { ModelTarget } from "#schema/models";
import type { RouteDefinitionInput, TargetState } from "#schema/routes";
import { Card, CardHeader } from "#ui/card";
import { Chip } from "#ui/chip";
import { choiceWords } from "./describe-choice.ts";

type RouteDiagramProps = {
  definition: RouteDefinitionInput;
  nameOf: (target: ModelTarget) => string;
  /** How the targets are doing; empty for a new route. */
  states: readonly TargetState[];
};
type Target = RouteDefinitionInput["targets"][number];

/** Where a call goes: orders from left to right, the models of each, and what leads from one to the next. */
export function RouteDiagram({ definition, nameOf, states }: RouteDiagramProps) {
  const { targets } = definition;
  const orders = [...new Set(targets.map(({ order = 0 }) => order))].toSorted((a, b) => a - b);
  return (
    <Card>
      <CardHeader title="Where a call goes" note="solid: asked; dashed: when it fails" />
      <ol
        className="flex items-stretch gap-0 overflow-x-auto p-3.5 max-sm:flex-col"
        aria-label="Where a call goes"
      >
        <li className="flex shrink-0 items-center max-sm:flex-col max-sm:items-stretch">
          <div className="rounded-md border border-line-2 px-3 py-2 font-medium">Calls</div>
        </li>
        {orders.map((order, at) => {
          const group = targets.filter((target) => (target.order ?? 0) === order);
          return (
            <li key={order} className="flex min-w-0 items-center max-sm:flex-col max-sm:items-stretch">
              <Arrow isDashed={at > 0}>
                {at === 0 ? firstWords(definition, group) : fallbackWords(definition)}
              </Arrow>
              <ul className="flex min-w-48 flex-col gap-2">
                {group.map((target) => (
                  <TargetBox
                    key={`${target.connectionId} ${target.model}`}
                    target={target}
                    name={nameOf(target)}
                    share={shareOf(definition, target, group)}
                    state={states.find(
                      (one) => one.connectionId === target.connectionId && one.model === target.model,
                    )}
                  />
                ))}
              </ul>
            </li>
          );
        })}
      </ol>
    </Card>
  );
}

function Arrow({ isDashed, children }: { isDashed: boolean; children: string }) {
  return (
    <div className="flex w-36 shrink-0 flex-col items-stretch px-2 text-center text-sm text-text-2 max-sm:w-auto max-sm:py-1.5">
      <span className="pb-1">{children}</span>
      <span aria-hidden="true" className="flex items-center max-sm:hidden">
        <span className={`flex-1 border-t ${isDashed ? "border-dashed border-text-3" : "border-accent"}`} />
        <span className={isDashed ? "text-text-3" : "text-accent"}>▸</span>
      </span>
      <span aria-hidden="true" className={`sm:hidden ${isDashed ? "text-text-3" : "text-accent"}`}>
        ▾
      </span>
    </div>
  );
}

function TargetBox({
  target,
  name,
  share,
  state,
}: {
  target: Target;
  name: string;
  share: string | null;
  state: TargetState | undefined;
}) {
  const times = [state?.firstTokenMs, state?.wholeMs].find((ms) => typeof ms === "number");
  const figures = [
    share,
    target.concurrency ? `${state?.active ?? 0} of ${target.concurrency} at one time` : null,
    typeof times === "number" ? formatDuration(times) : null,
  ].filter((figure) => figure !== null);
  return (
    <li className="rounded-md border border-line-2 bg-surface px-3 py-2">
      <div className="flex items-center gap-2">
        <span className="min-w-0 flex-1 truncate font-medium" title={name}>
          {target.name ?? target.model}
        </span>
        {state ? <TargetChip state={state} /> : null}
      </div>
      <p className="truncate text-sm text-text-2">{name}</p>
      {figures.length > 0 ? <p className="num text-sm text-text-2">{figures.join(" · ")}</p> : null}
    </li>
  );
}

/** What keeps calls from a model, or how its circuit is; nothing where the route has no breaker. */
export function TargetChip({ state }: { state: TargetState }) {
  if (!state.isOffered)
    return (
      <Chip tone="warn" sign>
        not offered
      </Chip>
    );
  return state.calls === null ? null : <StateChip state={state.state} />;
}

function StateChip({ state }: Pick<TargetState, "state">) {
  if (state === "open")
    return (
      <Chip tone="bad" sign>
        open
      </Chip>
    );
  return state === "half_open" ? (
    <Chip tone="warn" sign>
      half open
    </Chip>
  ) : (
    <Chip tone="good" sign>
      closed
    </Chip>
  );
}

function shareOf({ choice }: RouteDefinitionInput, target: Target, group: Target[]): string | null {
  const by = choice?.by ?? "weight";
  if (group.length < 2 || (by !== "weight" && by !== "sticky")) return null;
  const whole = group.reduce((sum, { weight = 1 }) => sum + weight, 0);
  return `${Math.round((100 * (target.weight ?? 1)) / whole)} %`;
}

function firstWords({ choice }: RouteDefinitionInput, group: Target[]): string {
  const by = choice?.by ?? "weight";
  if (by === "condition") return "by conditions";
  if (group.length < 2) return "every call";
  return by === "weight" ? "by weight" : choiceWords[by].name;
}

function fallbackWords({ fallbackOn = [anyError] }: RouteDefinitionInput): string {
  if (fallbackOn.includes(anyError)) return "after any failure";
  const named = errorClasses.filter((kind) => fallbackOn.includes(kind));
  const [first] = named;
  if (!first) return "when it is full or left alone";
  return named.length > 2
    ? `after ${named.length} kinds of failure`
    : `after ${named.map((kind) => failureWords[kind]).join(" or ")}`;
}
