"use client";

import { type AnyForm, FormField } from "#components/form/form.client";
import type { BudgetMeasure, BudgetPeriod, BudgetSubject } from "#constants/budgets";
import { Checkbox } from "#ui/checkbox";
import { Input } from "#ui/input";
import { NativeSelect } from "#ui/native-select";

/** A limit as it stands in the fields; of one that is there, whom it counts, what and when stays. */
export type LimitValues = {
  name: string;
  amount: string;
  kind: "hard" | "soft";
  alertPercent: string;
  refusesUnknown: boolean;
  per: BudgetSubject;
  metadataKey: string;
  only: string;
  measure: BudgetMeasure;
  period: BudgetPeriod;
};

export const measureWords: Record<BudgetMeasure, string> = {
  requests: "requests",
  tokens: "tokens, input and output",
  usd: "US dollars",
  grams: "grams of CO₂e",
};

/** Of the fields, what can be changed later too. */
export function limitInput({ name, amount, kind, alertPercent, refusesUnknown }: LimitValues) {
  return {
    name,
    amount: numberOf(amount),
    isHard: kind === "hard",
    alertShare: numberOf(alertPercent) / 100,
    refusesUnknown: kind === "hard" && refusesUnknown,
  };
}

const numberOf = (text: string) => (text.trim() === "" ? Number.NaN : Number(text));

/** What happens when a limit is used up, and when it is said. */
export function LimitActs({ form }: { form: AnyForm<LimitValues> }) {
  const [kind, measure] = form.fields.watch(["kind", "measure"]);
  return (
    <>
      <div className="grid grid-cols-2 gap-3 max-sm:grid-cols-1">
        <FormField form={form} name="kind" label="When it is used up">
          <NativeSelect>
            <option value="hard">refuse further calls</option>
            <option value="soft">only say so</option>
          </NativeSelect>
        </FormField>
        <FormField
          form={form}
          name="alertPercent"
          label="Say so from, in %"
          hint="Here, in the audit log, and in a header of each answer."
        >
          <Input inputMode="decimal" />
        </FormField>
      </div>
      {kind === "hard" && (measure === "usd" || measure === "grams") ? (
        <FormField
          form={form}
          name="refusesUnknown"
          as="checked"
          inline
          label={
            measure === "usd"
              ? "Also refuse models whose price is not known"
              : "Also refuse models whose emissions are not known"
          }
        >
          <Checkbox />
        </FormField>
      ) : null}
    </>
  );
}
