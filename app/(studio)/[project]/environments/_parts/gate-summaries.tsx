import { paths } from "#platform/paths";
import { conditionTable } from "#facts/releases";
import { type Environment, describeCondition } from "#schema/releases";
import { Card, CardHeader } from "#ui/card";
import { cn } from "#ui/cn";
import { NearLink } from "#ui/near-link";
import { Units } from "#ui/units";

/** What each environment demands, in words. */
export function GateSummaries({
  project,
  environments,
  mayEdit,
  isHere = false,
}: {
  project: string;
  environments: Environment[];
  mayEdit: boolean;
  /** On the environment's own page nothing more opens. */
  isHere?: boolean;
}) {
  return (
    <div className={cn("grid items-start gap-4", !isHere && "grid-cols-3 max-md:grid-cols-1")}>
      {environments.map(({ id, name, gate }) => (
        <Card key={id}>
          <CardHeader
            title={`Gate: ${name}`}
            actions={
              isHere ? null : (
                <NearLink className="hover:text-text hover:underline" href={paths.environment(project, name)}>
                  {mayEdit ? "Edit" : "Open"}
                </NearLink>
              )
            }
          />
          {gate.conditions.length === 0 ? (
            <p className="p-3.5 text-text-2">No conditions: anybody who may promote moves it at once.</p>
          ) : (
            <dl className="px-3.5 py-2">
              {gate.conditions.map((condition) => (
                <div key={condition.kind} className="py-1.5">
                  <dt className="font-medium">{conditionTable[condition.kind].name}</dt>
                  <dd className="text-sm text-text-2">
                    <Units>{describeCondition(condition)}</Units>
                  </dd>
                </div>
              ))}
            </dl>
          )}
        </Card>
      ))}
    </div>
  );
}
