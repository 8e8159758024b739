"use client";

import { type ReactNode, useState } from "react";
import { useVerb } from "#components/releases/use-verb.client";
import { conditionKinds, conditionTable, freshConditions } from "#constants/releases";
import type { Condition, ConditionKind, EvidenceDemand, Gate } from "#schema/releases";
import { InlineError } from "#states/error-state";
import { Button } from "#ui/button";
import { Checkbox } from "#ui/checkbox";
import { Field } from "#ui/field";
import { Textarea } from "#ui/textarea";
import { toastUndo } from "#ui/toaster";
import { updateGateAction } from "../../actions.ts";
import {
  ApprovalsFields,
  BudgetFields,
  ReviewedShareFields,
  SuitePassedFields,
} from "./condition-fields.client.tsx";
import { type EvidenceChoices, EvidenceFields } from "./evidence-fields.client.tsx";

type Props = { project: string; environment: string; gate: Gate; choices: EvidenceChoices };

/** The conditions of a gate, each switched on or off with its own figures. Changing it is undone from the toast. */
export function GateEditor({ project, environment, gate, choices }: Props) {
  const [evidence, setEvidence] = useState<EvidenceDemand>(gate.evidence);
  const [note, setNote] = useState(gate.note);
  const [conditions, setConditions] = useState<Condition[]>(gate.conditions);
  const [invalid, setInvalid] = useState<string | null>(null);
  const restore = useVerb(updateGateAction);
  const save = useVerb(updateGateAction, () =>
    toastUndo(`Gate of ${environment} changed`, () => restore.run({ project, environment, gate })),
  );
  const replace = (next: Condition) =>
    setConditions(conditions.map((condition) => (condition.kind === next.kind ? next : condition)));
  const toggle = (kind: ConditionKind, isOn: boolean) => {
    const without = conditions.filter((condition) => condition.kind !== kind);
    const added = [...without, freshConditions[kind]].toSorted(
      (left, right) => conditionKinds.indexOf(left.kind) - conditionKinds.indexOf(right.kind),
    );
    setConditions(isOn ? added : without);
  };
  const submit = async () => {
    // The rules of a gate are checked by zod, which the page itself need not load.
    const schema = await import("#schema/releases");
    const parsed = schema.Gate.safeParse({ evidence, note, conditions });
    setInvalid(parsed.success ? null : (parsed.error.issues[0]?.message ?? "The gate is not valid."));
    if (parsed.success) save.run({ project, environment, gate: parsed.data });
  };
  const isChanged = JSON.stringify({ evidence, note, conditions }) !== JSON.stringify(gate);
  const restsOnRuns = conditions.some(({ kind }) => kind !== "approvals");
  return (
    <div className="flex flex-col gap-4">
      {restsOnRuns ? (
        <section className="flex flex-col gap-2">
          <h3 className="font-medium">Evidence</h3>
          <p className="text-sm text-text-3">
            Which runs count. The version in use and the candidate are compared only where dataset, suite,
            model and settings are the same; of several runs the newest counts.
          </p>
          <div className="ml-6 grid grid-cols-3 items-start gap-3 max-xl:grid-cols-2">
            <EvidenceFields evidence={evidence} choices={choices} onChange={setEvidence} />
          </div>
        </section>
      ) : null}
      {conditionKinds.map((kind) => {
        const condition = conditions.find((each) => each.kind === kind);
        return (
          <section key={kind} className="flex flex-col gap-2">
            <Field
              inline
              label={<span className="font-medium">{conditionTable[kind].name}</span>}
              hint={conditionTable[kind].about}
            >
              <Checkbox
                checked={condition !== undefined}
                onCheckedChange={(checked) => toggle(kind, checked === true)}
              />
            </Field>
            {condition ? (
              <div className="ml-6 grid grid-cols-3 items-start gap-3 max-xl:grid-cols-2">
                {fieldsOf(condition, replace)}
              </div>
            ) : null}
          </section>
        );
      })}
      <Field label="Why it is so" hint="Shown to everybody who has to meet this gate.">
        <Textarea rows={2} value={note} maxLength={500} onChange={(event) => setNote(event.target.value)} />
      </Field>
      {conditions.length === 0 ? (
        <p className="text-sm text-warn">
          Without conditions anybody who may promote moves this environment at once.
        </p>
      ) : null}
      {(invalid ?? save.problem) ? <InlineError>{invalid ?? save.problem}</InlineError> : null}
      <div className="flex items-center gap-2">
        <Button variant="primary" disabled={!isChanged} pending={save.pending} onClick={() => void submit()}>
          Save gate
        </Button>
        <span className="text-sm text-text-3">
          Open promotions are judged by the new gate at once. Both gates go into the audit log.
        </span>
      </div>
    </div>
  );
}

function fieldsOf(condition: Condition, replace: (next: Condition) => void): ReactNode {
  switch (condition.kind) {
    case "suite_passed":
      return <SuitePassedFields condition={condition} onChange={replace} />;
    case "reviewed_share":
      return <ReviewedShareFields condition={condition} onChange={replace} />;
    case "budget":
      return <BudgetFields condition={condition} onChange={replace} />;
    case "approvals":
      return <ApprovalsFields condition={condition} onChange={replace} />;
    case "no_safety_failure":
      return null;
    default:
      return condition satisfies never;
  }
}
