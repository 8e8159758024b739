"use client";

import { FieldAt } from "#components/form/form-scope.client";
import { NumberInput } from "#components/form/number-input.client";
import { scanDefaults } from "#constants/guardrails";
import type { PolicyRules, ScanBound } from "#schema/guardrails";
import { Card, CardBody, CardHeader } from "#ui/card";
import { NativeSelect } from "#ui/native-select";

type ScanBoundsProps = { scan: ScanBound | undefined; onChange: (scan: ScanBound) => void };

/** How much is checked at most, and what happens with a call beyond that. */
export function ScanBounds({ scan, onChange }: ScanBoundsProps) {
  const bound = scan ?? scanDefaults;
  return (
    <Card>
      <CardHeader title="Long texts" note="What is stored is checked whole in any case, or is not stored." />
      <CardBody className="grid grid-cols-3 gap-4 max-md:grid-cols-1">
        <FieldAt label="Checked for at most" hint="s, 1 to 120" path="scan.maxSeconds">
          <NumberInput
            step="any"
            value={bound.maxSeconds}
            onValue={(maxSeconds = scanDefaults.maxSeconds) => onChange({ ...bound, maxSeconds })}
          />
        </FieldAt>
        <FieldAt
          label="Up to"
          hint="characters of all texts of a call, 1,000 to 50,000,000"
          path="scan.maxCharacters"
        >
          <NumberInput
            step={1}
            value={bound.maxCharacters}
            onValue={(maxCharacters = scanDefaults.maxCharacters) => onChange({ ...bound, maxCharacters })}
          />
        </FieldAt>
        <FieldAt label="What is longer or slower" path="scan.otherwise">
          <NativeSelect
            value={bound.otherwise}
            onChange={(event) =>
              onChange({ ...bound, otherwise: event.target.value === "pass" ? "pass" : "refuse" })
            }
          >
            <option value="refuse">refuse the call</option>
            <option value="pass">let it pass unchecked, and note that</option>
          </NativeSelect>
        </FieldAt>
      </CardBody>
    </Card>
  );
}

/** The rules with these bounds; the usual ones are left out, so that nothing changed is no new version. */
export function withScan(rules: PolicyRules, scan: ScanBound): PolicyRules {
  const { scan: _, ...others } = rules;
  const isUsual =
    scan.maxSeconds === scanDefaults.maxSeconds &&
    scan.maxCharacters === scanDefaults.maxCharacters &&
    scan.otherwise === scanDefaults.otherwise;
  return isUsual ? others : { ...others, scan };
}
