"use client";

import { effectNames, ruleOf, withRule } from "#components/guardrails/labels";
import { piiTypes, piiTypeTable, ruleActions, stageNames, stages } from "#constants/guardrails";
import type { PiiRule, PolicyRules, Stage } from "#schema/guardrails";
import { Card, CardFooter, CardHeader } from "#ui/card";
import { NativeSelect } from "#ui/native-select";
import { SegmentedControl } from "#ui/segmented";
import { PlainTable, TableBody, TableHead, Td, Th, Tr } from "#ui/plain-table";

type PiiMatrixProps = { rules: PolicyRules; onChange: (rules: PolicyRules) => void; isLocked: boolean };

/** For each kind of personal data: what happens at each stage. */
export function PiiMatrix({ rules, onChange, isLocked }: PiiMatrixProps) {
  return (
    <Card>
      <CardHeader
        title="Personal data and secrets"
        note="A new project starts with contact, card, bank and ID numbers, dates of birth, passwords and keys redacted before storing; names, street addresses and network addresses are left alone. In policies made before these kinds had rows, passwords and keys follow “Other secret”, the other new kinds are left alone."
      />
      <PlainTable label="What happens to each kind at each stage">
        <TableHead>
          <Th>Kind</Th>
          {stages.map((stage) => (
            <Th key={stage}>{stageNames[stage]}</Th>
          ))}
        </TableHead>
        <TableBody>
          {piiTypes.map((type) => {
            const rule = ruleOf(rules, type);
            return (
              <Tr key={type}>
                <Td mobile="title">
                  <span className="block font-medium">{piiTypeTable[type].name}</span>
                  <span className="block text-sm text-text-3">{piiTypeTable[type].hint}</span>
                </Td>
                {stages.map((stage) => (
                  <Td key={stage} label={stageNames[stage]} className="w-40">
                    <StageSelect
                      name={piiTypeTable[type].name}
                      stage={stage}
                      rule={rule}
                      onChange={(next) => onChange(withRule(rules, next))}
                    />
                  </Td>
                ))}
              </Tr>
            );
          })}
        </TableBody>
      </PlainTable>
      <CardFooter>
        <span>Redacted text reads</span>
        <SegmentedControl
          label="What redacted text reads"
          value={rules.placeholder}
          onValueChange={(placeholder) =>
            onChange({ ...rules, placeholder: placeholder as PolicyRules["placeholder"] })
          }
          items={[
            { value: "type", label: <code>{"<PERSON>"}</code>, disabled: isLocked },
            { value: "numbered", label: <code>{"<PERSON_1>"}</code>, disabled: isLocked },
            { value: "restored", label: "numbered, given back", disabled: isLocked },
          ]}
        />
        <span>{placeholderWords[rules.placeholder]}</span>
      </CardFooter>
    </Card>
  );
}

const placeholderWords: Record<PolicyRules["placeholder"], string> = {
  type: "",
  numbered: "The same text gets the same number.",
  restored:
    "The model reads <PERSON_1>; the caller reads its own text again in the answer, also in a stream. What stood there is kept in memory for that call and never stored.",
};

type StageSelectProps = { name: string; stage: Stage; rule: PiiRule; onChange: (rule: PiiRule) => void };

function StageSelect({ name, stage, rule, onChange }: StageSelectProps) {
  const actions =
    stage === "stored"
      ? ruleActions.filter((action) => action === "off" || action === "redact")
      : ruleActions;
  const change = (value: string) => {
    const action = actions.find((each) => each === value) ?? "off";
    // Storing is never refused, and what is stored is looked at anyway.
    onChange(
      stage === "stored"
        ? { ...rule, stored: action === "redact" ? "redact" : "off" }
        : { ...rule, [stage]: action },
    );
  };
  return (
    <NativeSelect
      aria-label={`${name}, ${stageNames[stage].toLowerCase()}`}
      value={rule[stage]}
      onChange={(event) => change(event.target.value)}
      className={rule[stage] === "off" ? "text-text-3" : "font-medium"}
    >
      {actions.map((action) => (
        <option key={action} value={action}>
          {effectNames[action]}
        </option>
      ))}
    </NativeSelect>
  );
}
