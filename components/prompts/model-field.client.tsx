import { choiceLabel } from "#client/models";
import { isRoute, keyOfTarget, routeLabel } from "#client/routes";
import type { ModelChoice } from "#schema/models";
import type { ModelOrRoute, OfferedRoute, AskedRoute } from "#schema/routes";
import { Field } from "#ui/field";
import { NativeSelect } from "#ui/native-select";

export type ModelFieldProps = {
  label: string;
  hint: string;
  models: readonly ModelChoice[];
  routes: readonly OfferedRoute[];
  value: ModelOrRoute | undefined;
  /** What no choice means. */
  none: string;
  onChange: (model: ModelOrRoute | undefined) => void;
  readOnly?: boolean;
};

/** Chooses a model by its connection, or a route and its version; what is not offered any more stays readable and can be replaced. */
export function ModelField({
  label,
  hint,
  models,
  routes,
  value,
  none,
  onChange,
  readOnly = false,
}: ModelFieldProps) {
  const route = value && isRoute(value) ? value : undefined;
  const offered = routes.find(({ routeId }) => routeId === route?.routeId);
  const isOffered =
    value === undefined ||
    offered !== undefined ||
    models.some((choice) => keyOfTarget(choice) === keyOfTarget(value));
  return (
    <div className="grid grid-cols-2 gap-3 max-sm:grid-cols-1">
      <Field label={label} hint={hint} className={route ? "" : "col-span-full"}>
        <NativeSelect
          disabled={readOnly}
          value={route && offered ? route.routeId : keyOfTarget(value)}
          onChange={(event) => onChange(chosenOf(event.target.value, models, routes))}
        >
          <option value="">{none}</option>
          {value && !isOffered ? (
            <option value={keyOfTarget(value)}>
              {isRoute(value) ? "a route" : value.model}, not offered now
            </option>
          ) : null}
          <optgroup label="Models">
            {models.map((choice) => (
              <option key={keyOfTarget(choice)} value={keyOfTarget(choice)}>
                {choiceLabel(choice)}
              </option>
            ))}
          </optgroup>
          {routes.length > 0 ? (
            <optgroup label="Routes">
              {routes.map(({ routeId, name, models: asked }) => (
                <option key={routeId} value={routeId}>
                  {name} ({asked.join(", ")})
                </option>
              ))}
            </optgroup>
          ) : null}
        </NativeSelect>
      </Field>
      {route && offered ? (
        <VersionField route={route} newest={offered.version} onChange={onChange} readOnly={readOnly} />
      ) : null}
    </div>
  );
}

type VersionFieldProps = {
  route: AskedRoute;
  newest: number;
  onChange: (route: AskedRoute) => void;
  readOnly: boolean;
};

/** Which version of the route: a save keeps a number, so that a later one of the route changes nothing by itself. */
function VersionField({ route, newest, onChange, readOnly }: VersionFieldProps) {
  const numbers = Array.from({ length: newest }, (_none, at) => newest - at);
  return (
    <Field
      label="Version of the route"
      hint={
        route.version !== "newest" && route.version < newest
          ? `v${newest} is the newest`
          : "A saved version keeps its number"
      }
    >
      <NativeSelect
        disabled={readOnly}
        value={String(route.version)}
        onChange={(event) =>
          onChange({
            routeId: route.routeId,
            version: event.target.value === "newest" ? "newest" : Number(event.target.value),
          })
        }
      >
        <option value="newest">the newest when saved, v{newest} now</option>
        {numbers.map((number) => (
          <option key={number} value={number}>
            v{number}
          </option>
        ))}
      </NativeSelect>
    </Field>
  );
}

function chosenOf(
  key: string,
  models: readonly ModelChoice[],
  routes: readonly OfferedRoute[],
): ModelOrRoute | undefined {
  const route = routes.find(({ routeId }) => routeId === key);
  if (route) return { routeId: route.routeId, version: "newest" };
  const model = models.find((choice) => keyOfTarget(choice) === key);
  return model && { connectionId: model.connectionId, model: model.model };
}

/** How the models and routes of two lists are called, for a diff. */
export function namesOf(
  models: readonly ModelChoice[],
  routes: readonly OfferedRoute[],
): (target: ModelOrRoute) => string {
  return (target) => {
    if (!isRoute(target))
      return (
        models.find((choice) => keyOfTarget(choice) === keyOfTarget(target))?.label ??
        `${target.model} (not offered now)`
      );
    const route = routes.find(({ routeId }) => routeId === target.routeId);
    return route ? routeLabel({ name: route.name, version: target.version }) : "a route (not offered now)";
  };
}
