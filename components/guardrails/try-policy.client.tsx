"use client";

import { useRef, useState } from "react";
import type { StudioAction } from "#components/form/failure";
import { Form, FormField, SubmitButton } from "#components/form/form.client";
import { useActionForm } from "#components/form/use-action-form.client";
import { formatCount } from "#platform/format";
import type { PolicyRules, PolicyTrial, Stage } from "#schema/guardrails";
import { Button } from "#ui/button";
import { Card, CardBody, CardFooter, CardHeader } from "#ui/card";
import { SegmentedControl } from "#ui/segmented";
import { Textarea } from "#ui/textarea";
import { HighlightedText, RedactedText } from "./highlight.tsx";

type TestInput = { text: string; stage: Stage; rules?: PolicyRules };

type TryPolicyProps = {
  project: string;
  /** The server action that judges the text; nothing it gets is stored. */
  testAction: StudioAction<TestInput, PolicyTrial>;
  /** Rules being edited; without them the project's enabled policies are tried. */
  rules?: PolicyRules;
  note: string;
};

const schema = () => import("#schema/guardrails").then((room) => room.TestPolicyInput);
const sample =
  "Hi, my name is Anna Schmidt. I was charged twice on card 4111 1111 1111 1111, please mail anna.schmidt@example.org or call +44 20 7946 0958.";

/** What is typed is tried once a person pauses. */
const pauseMs = 350;

/** Type or paste a text and see what the rules would do with it, and what they would leave alone. */
export function TryPolicy({ project, testAction, rules, note }: TryPolicyProps) {
  const [shown, setShown] = useState<{ text: string; trial: PolicyTrial } | null>(null);
  const form = useActionForm({
    action: testAction,
    schema,
    values: { text: "", stage: "stored" as Stage },
    input: (typed) => ({ project, ...typed, ...(rules ? { rules } : {}) }),
    onDone: (trial, { text }) => setShown({ text, trial }),
  });
  const text = form.fields.watch("text");
  const isEmpty = text === "";
  const waiting = useRef<ReturnType<typeof setTimeout>>(undefined);
  const trySoon = (typed: string) => {
    clearTimeout(waiting.current);
    if (typed.trim() === "") setShown(null);
    else waiting.current = setTimeout(() => form.submit(), pauseMs);
  };
  return (
    <Card>
      <CardHeader title="Try it" note={`${note}; nothing is stored`} />
      <CardBody>
        <Form
          form={form}
          className="gap-2"
          actions={
            <div className="flex flex-wrap items-center gap-2">
              <SegmentedControl
                label="When"
                value={form.fields.watch("stage")}
                onValueChange={(stage) => {
                  form.change("stage", stage as Stage);
                  trySoon(text);
                }}
                items={[
                  { value: "input", label: "sent to the model" },
                  { value: "output", label: "answered" },
                  { value: "stored", label: "stored" },
                ]}
              />
              <SubmitButton form={form} variant="default" disabled={isEmpty} kbd="⌘↵">
                Try
              </SubmitButton>
              {isEmpty ? (
                <Button
                  variant="ghost"
                  onClick={() => {
                    form.change("text", sample);
                    form.submit();
                  }}
                >
                  Use a sample
                </Button>
              ) : null}
            </div>
          }
        >
          <FormField
            form={form}
            name="text"
            label={<span className="sr-only">Text to try</span>}
            onTyped={(typed) => trySoon(typed)}
          >
            <Textarea rows={3} maxLength={50_000} placeholder="Type or paste a text" />
          </FormField>
        </Form>
      </CardBody>
      {shown ? <Trial text={shown.text} trial={shown.trial} /> : null}
    </Card>
  );
}

function Trial({ text, trial: { result, detected } }: { text: string; trial: PolicyTrial }) {
  return (
    <div role="status">
      <CardBody className="flex flex-col gap-2 border-t border-line">
        <p className="font-medium">{verdict(result)}</p>
        <HighlightedText text={text} findings={result.findings} detected={detected} />
      </CardBody>
      {result.action === "redact" ? (
        <CardBody className="border-t border-line">
          <h3 className="mb-1 text-sm text-text-2">What goes on</h3>
          <RedactedText text={result.text} />
        </CardBody>
      ) : null}
      <CardFooter>
        {detected.length === 0
          ? "No personal data or secret was seen."
          : `${formatCount(detected.length, "piece")} of personal data or secrets seen. Rules for people's names miss some.`}
      </CardFooter>
    </div>
  );
}

function verdict({ action, reason, findings }: PolicyTrial["result"]): string {
  if (action === "block") return `✕ Blocked. ${reason ?? ""}`;
  const redacted = findings.filter((finding) => finding.action === "redact").length;
  const noted = findings.length - redacted;
  const [injection] = findings.filter(({ kind }) => kind === "injection");
  const topics = findings.filter(({ kind }) => kind === "topic");
  return [
    action === "redact" ? `Redacted in ${formatCount(redacted, "place")}.` : "✓ Goes on as it is.",
    noted > 0 ? `Noted in ${formatCount(noted, "place")}.` : "",
    topics.length > 0 ? `It is ${topics.map(({ rule }) => rule).join(", and ")}.` : "",
    injection ? `It looks like a prompt injection: ${injection.rule}.` : "",
  ]
    .filter(Boolean)
    .join(" ");
}
