"use client";

import { permissionTable } from "#constants/identity";
import { formatNumber } from "#platform/format";
import { pairsNeeded } from "#statistics";
import type { ConditionKind, ConditionOf } from "#schema/releases";
import { Checkbox } from "#ui/checkbox";
import { Field } from "#ui/field";
import { NativeSelect } from "#ui/native-select";
import { Figure, Percent } from "./figure.client.tsx";

type Props<Kind extends ConditionKind> = {
  condition: ConditionOf<Kind>;
  onChange: (next: ConditionOf<Kind>) => void;
};

/** Against what, and how sure. */
export function SuitePassedFields({ condition, onChange }: Props<"suite_passed">) {
  return (
    <>
      <Field label="Primary metric">
        <NativeSelect
          value={condition.requires}
          onChange={(event) =>
            onChange({ ...condition, requires: event.target.value === "better" ? "better" : "not_worse" })
          }
        >
          <option value="not_worse">not worse</option>
          <option value="better">better</option>
        </NativeSelect>
      </Field>
      {condition.requires === "not_worse" ? (
        <Percent
          path="margin"
          label="May lose at most"
          value={condition.margin}
          onChange={(margin) => onChange({ ...condition, margin: margin ?? 0 })}
          hint={casesFor(condition.margin)}
        />
      ) : null}
      <Percent
        path="minimum"
        label="Lower bound at least"
        value={condition.minimum}
        onChange={(minimum) => onChange({ ...condition, minimum })}
        hint="empty: not asked"
      />
      <Field label="Thresholds of the suite">
        <NativeSelect
          value={condition.thresholds}
          onChange={(event) => onChange({ ...condition, thresholds: thresholdOf(event.target.value) })}
        >
          <option value="confident">met with 95 % confidence</option>
          <option value="measured">met as measured</option>
          <option value="ignored">not asked</option>
        </NativeSelect>
      </Field>
    </>
  );
}

/** How many cases people must have seen, and how many of them be content. */
export function ReviewedShareFields({ condition, onChange }: Props<"reviewed_share">) {
  return (
    <>
      <Percent
        path="share"
        label="Share"
        value={condition.share}
        onChange={(share) => onChange({ ...condition, share: share ?? 0 })}
      />
      <Field label="Of">
        <NativeSelect
          value={condition.of}
          onChange={(event) =>
            onChange({ ...condition, of: event.target.value === "run" ? "run" : "changed" })
          }
        >
          <option value="changed">changed cases</option>
          <option value="run">all cases</option>
        </NativeSelect>
      </Field>
      <Percent
        path="approvalRate"
        label="Approved at least"
        value={condition.approvalRate}
        onChange={(approvalRate) => onChange({ ...condition, approvalRate: approvalRate ?? 0 })}
      />
    </>
  );
}

/** The limits; an empty one is not asked. */
export function BudgetFields({ condition, onChange }: Props<"budget">) {
  return (
    <>
      <Figure
        path="costPer1000Usd"
        label="Cost / 1,000 in $"
        value={condition.costPer1000Usd}
        onChange={(costPer1000Usd) => onChange({ ...condition, costPer1000Usd })}
      />
      <Figure
        path="latencyP95Ms"
        label="Latency p95 in ms"
        value={condition.latencyP95Ms}
        onChange={(latencyP95Ms) => onChange({ ...condition, latencyP95Ms })}
      />
      <Percent
        path="errorRate"
        label="Errors at most"
        value={condition.errorRate}
        onChange={(errorRate) => onChange({ ...condition, errorRate })}
      />
      <Figure
        path="carbonGramsPer1000"
        label="gCO₂e / 1,000"
        value={condition.carbonGramsPer1000}
        onChange={(carbonGramsPer1000) => onChange({ ...condition, carbonGramsPer1000 })}
      />
    </>
  );
}

/** Only who may approve at all can be counted. */
const roles = permissionTable["promotion.approve"];

/** How many other people, and in which roles. */
export function ApprovalsFields({ condition, onChange }: Props<"approvals">) {
  return (
    <>
      <Figure
        path="count"
        label="How many"
        value={condition.count}
        onChange={(count) => onChange({ ...condition, count: count ?? 1 })}
      />
      <fieldset className="col-span-2 flex flex-wrap items-center gap-3 self-end sm:h-7 max-xl:col-span-full">
        <legend className="sr-only">Roles that may approve</legend>
        {roles.map((role) => (
          <Field key={role} inline label={role}>
            <Checkbox
              checked={condition.roles.includes(role)}
              onCheckedChange={(checked) =>
                onChange({
                  ...condition,
                  roles: roles.filter((each) =>
                    each === role ? checked === true : condition.roles.includes(each),
                  ),
                })
              }
            />
          </Field>
        ))}
      </fieldset>
    </>
  );
}

/** What the margin costs in cases, where it is chosen. */
function casesFor(margin: number): string {
  const cases = pairsNeeded({ margin });
  return Number.isFinite(cases)
    ? `takes ${formatNumber(cases)} cases or more`
    : "no number of cases shows it";
}

function thresholdOf(value: string): ConditionOf<"suite_passed">["thresholds"] {
  return value === "measured" || value === "ignored" ? value : "confident";
}
