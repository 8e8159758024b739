"use client";

import { Plus, X } from "lucide-react";
import { type ComponentProps, type ReactNode, useId } from "react";
import { useProblemAt } from "#components/form/form-scope.client";
import { effectNames } from "#components/guardrails/labels";
import { maxPatternLength, ruleEffects, stages } from "#constants/guardrails";
import type { BlocklistRule, PatternRule, RuleEffect, Stage } from "#schema/guardrails";
import { Button } from "#ui/button";
import { Card, CardBody, CardFooter, CardHeader } from "#ui/card";
import { Checkbox } from "#ui/checkbox";
import { Input } from "#ui/input";
import { NativeSelect } from "#ui/native-select";

type BlocklistRulesProps = {
  rules: BlocklistRule[];
  onChange: (rules: BlocklistRule[]) => void;
};

/** Terms that must not pass, whatever their case. */
export function BlocklistRules({ rules, onChange }: BlocklistRulesProps) {
  const add = () =>
    onChange([...rules, { term: "", wholeWord: true, action: "block", stages: ["input", "output"] }]);
  return (
    <RuleList
      title="Blocklist"
      empty="No term yet: competitor names, code names, words that must never be said."
      addLabel="Add a term"
      onAdd={add}
    >
      {rules.map((rule, at) => (
        <RuleRow
          key={at}
          name={rule.term || `term ${at + 1}`}
          rule={rule}
          onChange={(next) => onChange(replaced(rules, at, next))}
          onRemove={() => onChange(rules.filter((_rule, place) => place !== at))}
        >
          <NamedInput
            label={`Term ${at + 1}`}
            path={`blocklist.${at}.term`}
            className="min-w-40 flex-1"
            value={rule.term}
            maxLength={200}
            placeholder="Term"
            onChange={(event) => onChange(replaced(rules, at, { ...rule, term: event.target.value }))}
          />
          <Tick
            label="whole word"
            isOn={rule.wholeWord}
            onChange={(wholeWord) => onChange(replaced(rules, at, { ...rule, wholeWord }))}
          />
        </RuleRow>
      ))}
    </RuleList>
  );
}

type PatternRulesProps = {
  rules: PatternRule[];
  onChange: (rules: PatternRule[]) => void;
};

/** Regular expressions of RE2, whose time is linear whatever the text. */
export function PatternRules({ rules, onChange }: PatternRulesProps) {
  const add = () =>
    onChange([...rules, { name: "", pattern: "", action: "redact", stages: ["input", "output", "stored"] }]);
  return (
    <RuleList
      title="Patterns"
      note="RE2"
      empty="No pattern yet: order numbers, customer ids, internal addresses."
      addLabel="Add a pattern"
      onAdd={add}
    >
      {rules.map((rule, at) => (
        <RuleRow
          key={at}
          name={rule.name || `pattern ${at + 1}`}
          rule={rule}
          onChange={(next) => onChange(replaced(rules, at, next))}
          onRemove={() => onChange(rules.filter((_rule, place) => place !== at))}
        >
          <NamedInput
            label={`Name of pattern ${at + 1}`}
            path={`patterns.${at}.name`}
            className="w-44 max-sm:w-full"
            value={rule.name}
            maxLength={60}
            placeholder="Order number"
            onChange={(event) => onChange(replaced(rules, at, { ...rule, name: event.target.value }))}
          />
          <NamedInput
            label={`Pattern ${at + 1}`}
            path={`patterns.${at}.pattern`}
            isCode
            className="min-w-52 flex-1"
            value={rule.pattern}
            maxLength={maxPatternLength}
            placeholder="ORD-\d{6}"
            onChange={(event) => onChange(replaced(rules, at, { ...rule, pattern: event.target.value }))}
          />
        </RuleRow>
      ))}
    </RuleList>
  );
}

type RuleListProps = {
  title: string;
  note?: string;
  empty: string;
  addLabel: string;
  onAdd: () => void;
  children: ReactNode[];
};

function RuleList({ title, note, empty, addLabel, onAdd, children }: RuleListProps) {
  return (
    <Card>
      <CardHeader title={title} note={note} />
      {children.length === 0 ? <CardBody className="text-text-2">{empty}</CardBody> : <ul>{children}</ul>}
      <CardFooter>
        <Button size="sm" onClick={onAdd}>
          <Plus aria-hidden="true" />
          {addLabel}
        </Button>
      </CardFooter>
    </Card>
  );
}

type Matching = { action: RuleEffect; stages: Stage[] };
type RuleRowProps<Rule extends Matching> = {
  name: string;
  rule: Rule;
  onChange: (rule: Rule) => void;
  onRemove: () => void;
  children: ReactNode;
};

/** A rule with what both kinds have: what happens, when, and the way to take it out. */
function RuleRow<Rule extends Matching>({ name, rule, onChange, onRemove, children }: RuleRowProps<Rule>) {
  return (
    <li className="flex flex-wrap items-start gap-2 border-b border-line px-3.5 py-2 last:border-b-0">
      {children}
      <div className="w-36">
        <NativeSelect
          aria-label={`What happens with ${name}`}
          value={rule.action}
          onChange={(event) =>
            onChange({
              ...rule,
              action: ruleEffects.find((effect) => effect === event.target.value) ?? "redact",
            })
          }
        >
          {ruleEffects.map((effect) => (
            <option key={effect} value={effect}>
              {effectNames[effect]}
            </option>
          ))}
        </NativeSelect>
      </div>
      <span className="flex min-h-7 items-center gap-3">
        {stages.map((stage) => (
          <Tick
            key={stage}
            label={stageWords[stage]}
            isOn={rule.stages.includes(stage)}
            onChange={(isOn) =>
              onChange({
                ...rule,
                stages: stages.filter((each) => (each === stage ? isOn : rule.stages.includes(each))),
              })
            }
          />
        ))}
      </span>
      <Button variant="ghost" icon aria-label={`Remove ${name}`} onClick={onRemove} className="ml-auto">
        <X aria-hidden="true" />
      </Button>
    </li>
  );
}

type NamedInputProps = ComponentProps<typeof Input> & {
  label: string;
  /** Where it lies in the rules. */
  path: string;
  isCode?: boolean;
};

/** A control in a row of controls: its name is for screen readers, what is wrong stands under it. */
function NamedInput({ label, path, isCode = false, className, ...props }: NamedInputProps) {
  const noteId = useId();
  const error = useProblemAt(path);
  return (
    <div className={className}>
      <Input
        aria-label={label}
        className={isCode ? "font-mono" : undefined}
        spellCheck={!isCode}
        {...(error ? { "aria-invalid": true, "aria-describedby": noteId } : {})}
        {...props}
      />
      {error ? (
        <p id={noteId} role="alert" className="mt-1 text-sm text-bad">
          <span aria-hidden="true">✕ </span>
          {error}
        </p>
      ) : null}
    </div>
  );
}

const stageWords: Record<Stage, string> = { input: "sent", output: "answered", stored: "stored" };

function Tick({
  label,
  isOn,
  onChange,
}: {
  label: string;
  isOn: boolean;
  onChange: (isOn: boolean) => void;
}) {
  return (
    <label className="flex min-h-7 items-center gap-1.5 whitespace-nowrap text-text-2">
      <Checkbox checked={isOn} onCheckedChange={(checked) => onChange(checked === true)} />
      {label}
    </label>
  );
}

const replaced = <Rule,>(rules: Rule[], at: number, rule: Rule): Rule[] =>
  rules.map((other, place) => (place === at ? rule : other));
