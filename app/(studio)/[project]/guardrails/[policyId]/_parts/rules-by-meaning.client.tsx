"use client";

import type { PolicyRules } from "#schema/guardrails";
import type { ModelChoice } from "#schema/models";
import { InjectionRules } from "./injection-rules.client.tsx";
import { JsonRuleFields } from "./json-rule.client.tsx";
import { ScanBounds, withScan } from "./scan-bounds.client.tsx";
import { TopicRules } from "./topic-rules.client.tsx";

type RulesByMeaningProps = {
  rules: PolicyRules;
  queues: readonly { id: string; name: string }[];
  models: readonly ModelChoice[];
  onChange: (rules: PolicyRules) => void;
};

/** Rules about whole texts: what they try, what they are about, their form and their length. */
export function RulesByMeaning({ rules, queues, models, onChange }: RulesByMeaningProps) {
  return (
    <>
      <InjectionRules rules={rules} queues={queues} models={models} onChange={onChange} />
      <TopicRules
        topics={rules.topics ?? []}
        onChange={(topics) => onChange(withMember(rules, "topics", topics.length > 0 ? topics : undefined))}
      />
      <JsonRuleFields rule={rules.json} onChange={(json) => onChange(withMember(rules, "json", json))} />
      <ScanBounds scan={rules.scan} onChange={(scan) => onChange(withScan(rules, scan))} />
    </>
  );
}

/** The rules with a member that may be left out: one that holds nothing is. */
function withMember<Name extends "topics" | "json">(
  rules: PolicyRules,
  name: Name,
  value: PolicyRules[Name],
): PolicyRules {
  const { [name]: _, ...others } = rules;
  return (value === undefined ? others : { ...others, [name]: value }) as PolicyRules;
}
