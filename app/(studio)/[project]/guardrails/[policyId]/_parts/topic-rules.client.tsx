"use client";

import { Plus, X } from "lucide-react";
import { FieldAt } from "#components/form/form-scope.client";
import { NumberInput } from "#components/form/number-input.client";
import { effectNames } from "#components/guardrails/labels";
import { injectionEffects } from "#constants/guardrails";
import type { TopicRule } from "#schema/guardrails";
import { Button } from "#ui/button";
import { Card, CardBody, CardFooter, CardHeader } from "#ui/card";
import { Input } from "#ui/input";
import { NativeSelect } from "#ui/native-select";
import { Textarea } from "#ui/textarea";

type TopicRulesProps = { topics: readonly TopicRule[]; onChange: (topics: TopicRule[]) => void };

/** What texts may not be about, or must be about. */
export function TopicRules({ topics, onChange }: TopicRulesProps) {
  const set = (at: number, next: TopicRule) =>
    onChange(topics.map((topic, place) => (place === at ? next : topic)));
  return (
    <Card>
      <CardHeader
        title="Topics"
        note="Told by words, and by how near in meaning a text is to examples. An answer whose topic is judged is not streamed: it leaves when it is whole."
      />
      {topics.length === 0 ? (
        <CardBody>
          <p className="text-text-2">
            No topic yet: what your assistant must not talk about, or all that it may.
          </p>
        </CardBody>
      ) : null}
      {topics.map((topic, at) => (
        <TopicFields
          key={at}
          at={at}
          topic={topic}
          onChange={(next) => set(at, next)}
          onRemove={() => onChange(topics.filter((_topic, place) => place !== at))}
        />
      ))}
      <CardFooter>
        <Button
          size="sm"
          onClick={() =>
            onChange([
              ...topics,
              { name: "", kind: "deny", words: [], examples: [], action: "flag", stages: ["input"] },
            ])
          }
        >
          <Plus /> Add a topic
        </Button>
      </CardFooter>
    </Card>
  );
}

type TopicFieldsProps = {
  at: number;
  topic: TopicRule;
  onChange: (topic: TopicRule) => void;
  onRemove: () => void;
};

function TopicFields({ at, topic, onChange, onRemove }: TopicFieldsProps) {
  const path = (name: string) => `topics.${at}.${name}`;
  const setThreshold = (threshold: number | undefined) => {
    const { threshold: _, ...others } = topic;
    onChange(threshold === undefined ? others : { ...others, threshold });
  };
  return (
    <CardBody className="grid grid-cols-2 gap-4 border-t border-line max-sm:grid-cols-1">
      <FieldAt label="Topic" path={path("name")} required>
        <Input
          value={topic.name}
          maxLength={60}
          placeholder="investment advice"
          onChange={(event) => onChange({ ...topic, name: event.target.value })}
        />
      </FieldAt>
      <FieldAt label="Texts" path={path("kind")}>
        <NativeSelect
          value={topic.kind}
          onChange={(event) =>
            onChange({ ...topic, kind: event.target.value === "allow" ? "allow" : "deny" })
          }
        >
          <option value="deny">may not be about it</option>
          <option value="allow">must be about it, or another allowed topic</option>
        </NativeSelect>
      </FieldAt>
      <FieldAt label="Otherwise" path={path("action")}>
        <NativeSelect
          value={topic.action}
          onChange={(event) =>
            onChange({
              ...topic,
              action: injectionEffects.find((effect) => effect === event.target.value) ?? "flag",
            })
          }
        >
          {injectionEffects.map((effect) => (
            <option key={effect} value={effect}>
              {effectNames[effect]}
            </option>
          ))}
        </NativeSelect>
      </FieldAt>
      <FieldAt label="Where" path={path("stages")}>
        <NativeSelect
          value={topic.stages.join()}
          onChange={(event) => onChange({ ...topic, stages: stagesOf(event.target.value) })}
        >
          <option value="input">in what users and tools write</option>
          <option value="output">in answers</option>
          <option value="input,output">in both</option>
        </NativeSelect>
      </FieldAt>
      <FieldAt label="Examples" hint="texts about it, one a line, at most 30" path={path("examples")}>
        <Lines lines={topic.examples} onLines={(examples) => onChange({ ...topic, examples })} />
      </FieldAt>
      <FieldAt label="Words" hint="one a line; also in the plural" path={path("words")}>
        <Lines lines={topic.words} onLines={(words) => onChange({ ...topic, words })} />
      </FieldAt>
      <FieldAt
        label="Near enough from"
        hint="cosine to an example, 0 to 1; empty takes what was measured"
        path={path("threshold")}
      >
        <NumberInput step="any" value={topic.threshold} onValue={setThreshold} />
      </FieldAt>
      <div className="flex items-end justify-end">
        <Button variant="ghost" size="sm" onClick={onRemove}>
          <X /> Remove {topic.name || `topic ${at + 1}`}
        </Button>
      </div>
    </CardBody>
  );
}

function stagesOf(value: string): TopicRule["stages"] {
  if (value === "input,output") return ["input", "output"];
  return [value === "output" ? "output" : "input"];
}

/** A list of texts, one a line. Spaces at the ends are the schema's to take off, or none could be typed. */
function Lines({
  lines,
  onLines,
  ...props
}: {
  lines: readonly string[];
  onLines: (lines: string[]) => void;
}) {
  return (
    <Textarea
      {...props}
      rows={4}
      defaultValue={lines.join("\n")}
      onChange={(event) => onLines(event.target.value.split("\n").filter((line) => line.trim() !== ""))}
    />
  );
}
