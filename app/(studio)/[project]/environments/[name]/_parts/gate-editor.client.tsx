"use client";

import type { ReactNode } from "react";
import { FormScope } from "#components/form/form-scope.client";
import { Form, FormField, SubmitButton } from "#components/form/form.client";
import { useActionForm } from "#components/form/use-action-form.client";
import { useStudioAction } from "#components/form/use-studio-action.client";
import { conditionKinds, conditionTable, freshConditions } from "#constants/releases";
import type { Condition, ConditionKind, Gate } from "#schema/releases";
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

const schema = () => import("#schema/releases").then((room) => room.UpdateGateInput);

/** The conditions of a gate, each switched on or off with its own figures. Changing it is undone from the toast. */
export function GateEditor({ project, environment, gate, choices }: Props) {
  const restore = useStudioAction(updateGateAction);
  const form = useActionForm({
    action: updateGateAction,
    schema,
    values: { gate },
    input: (values) => ({ project, environment, gate: values.gate }),
    keep: `${project}/environments/${environment}`,
    onDone: () =>
      toastUndo(`Gate of ${environment} changed`, () => restore.run({ project, environment, gate })),
  });
  const { evidence, conditions } = form.fields.watch("gate");
  const set = (next: Condition[]) => form.change("gate.conditions", next);
  const replace = (next: Condition) =>
    set(conditions.map((condition) => (condition.kind === next.kind ? next : condition)));
  const toggle = (kind: ConditionKind, isOn: boolean) => {
    const without = conditions.filter((condition) => condition.kind !== kind);
    const added = [...without, freshConditions[kind]].toSorted(
      (left, right) => conditionKinds.indexOf(left.kind) - conditionKinds.indexOf(right.kind),
    );
    set(isOn ? added : without);
  };
  const restsOnRuns = conditions.some(({ kind }) => kind !== "approvals");
  return (
    <Form
      form={form}
      className="gap-4"
      actions={
        <div className="flex items-center gap-2">
          <SubmitButton form={form} disabled={!form.isDirty}>
            Save gate
          </SubmitButton>
          <span className="text-sm text-text-3">
            Open promotions are judged by the new gate at once. Both gates go into the audit log.
          </span>
        </div>
      }
    >
      {restsOnRuns ? (
        <section className="flex flex-col gap-2">
          <h3 className="font-medium">Evidence</h3>
          <p className="text-sm text-text-3">
            Which runs count. The version in use and the candidate are compared only where dataset, suite,
            model and settings are the same; of several runs the newest counts.
          </p>
          <div className="ml-6 grid grid-cols-3 items-start gap-3 max-xl:grid-cols-2">
            <FormScope key={form.epoch} form={form} path="gate.evidence">
              <EvidenceFields
                evidence={evidence}
                choices={choices}
                onChange={(next) => form.change("gate.evidence", next)}
              />
            </FormScope>
          </div>
        </section>
      ) : null}
      {conditionKinds.map((kind) => {
        const place = conditions.findIndex((each) => each.kind === kind);
        const condition = conditions[place];
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
                <FormScope key={form.epoch} form={form} path={`gate.conditions.${place}`}>
                  {fieldsOf(condition, replace)}
                </FormScope>
              </div>
            ) : null}
          </section>
        );
      })}
      <FormField
        form={form}
        name="gate.note"
        label="Why it is so"
        hint="Shown to everybody who has to meet this gate."
      >
        <Textarea rows={2} maxLength={500} />
      </FormField>
      {conditions.length === 0 ? (
        <p className="text-sm text-warn">
          Without conditions anybody who may promote moves this environment at once.
        </p>
      ) : null}
    </Form>
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
