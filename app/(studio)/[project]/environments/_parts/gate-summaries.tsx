import { paths } from "#platform/paths";
import { conditionTable } from "#constants/releases";
import { type Environment } from "#schema/releases";
import { describeCondition, describeEvidence } from "#client/releases";
import { Card, CardHeader } from "#ui/card";
import { cn } from "#ui/cn";
import { IntentLink } from "#ui/intent-link";
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
      {environments.map(({ id, name, gate, evidenceNames }) => (
        <Card key={id}>
          <CardHeader
            title={`Gate: ${name}`}
            actions={
              isHere ? null : (
                <IntentLink
                  className="hover:text-text hover:underline"
                  href={paths.environment(project, name)}
                >
                  {mayEdit ? "Edit" : "Open"}
                </IntentLink>
              )
            }
          />
          {gate.conditions.length === 0 ? (
            <p className="p-3.5 text-text-2">No conditions: anybody who may promote moves it at once.</p>
          ) : (
            <dl className="px-3.5 py-2">
              {gate.note ? <Line term="Why it is so">{gate.note}</Line> : null}
              {gate.conditions.some(({ kind }) => kind !== "approvals") ? (
                <Line term="Evidence">{describeEvidence(gate.evidence, evidenceNames)}</Line>
              ) : null}
              {gate.conditions.map((condition) => (
                <Line key={condition.kind} term={conditionTable[condition.kind].name}>
                  {describeCondition(condition)}
                </Line>
              ))}
            </dl>
          )}
        </Card>
      ))}
    </div>
  );
}

function Line({ term, children }: { term: string; children: string }) {
  return (
    <div className="py-1.5">
      <dt className="font-medium">{term}</dt>
      <dd className="text-sm text-text-2">
        <Units>{children}</Units>
      </dd>
    </div>
  );
}
