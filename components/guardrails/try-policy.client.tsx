"use client";

import { useState } from "react";
import { type ActionFailure, failureOf } from "#components/form/failure";
import { formatCount } from "#platform/format";
import type { PolicyRules, PolicyTrial, Stage } from "#schema/guardrails";
import { InlineError } from "#states/error-state";
import { Button } from "#ui/button";
import { Card, CardBody, CardFooter, CardHeader } from "#ui/card";
import { SegmentedControl } from "#ui/segmented";
import { Textarea } from "#ui/textarea";
import { HighlightedText, RedactedText } from "./highlight.tsx";

type TestInput = { project: string; text: string; stage: Stage; rules?: PolicyRules };
type TestResult = Parameters<typeof failureOf>[0] & { data?: PolicyTrial | undefined };

type TryPolicyProps = {
  project: string;
  /** The server action that judges the text; nothing it gets is stored. */
  testAction: (input: TestInput) => Promise<TestResult | undefined>;
  /** Rules being edited; without them the project's enabled policies are tried. */
  rules?: PolicyRules;
  note: string;
};

const sample =
  "Hi, my name is Anna Schmidt. I was charged twice on card 4111 1111 1111 1111, please mail anna.schmidt@example.org or call +44 20 7946 0958.";

/** Paste a text and see what the rules would do with it, and what they would leave alone. */
export function TryPolicy({ project, testAction, rules, note }: TryPolicyProps) {
  const [text, setText] = useState("");
  const [stage, setStage] = useState<Stage>("stored");
  const [shown, setShown] = useState<{ text: string; trial: PolicyTrial } | null>(null);
  const [failure, setFailure] = useState<ActionFailure | null>(null);
  const [isPending, setPending] = useState(false);
  const judge = async (tried: string) => {
    setPending(true);
    const result = await testAction({ project, text: tried, stage, ...(rules ? { rules } : {}) }).catch(
      () => undefined,
    );
    setPending(false);
    setFailure(failureOf(result));
    setShown(result?.data ? { text: tried, trial: result.data } : null);
  };
  return (
    <Card>
      <CardHeader title="Try it" note={`${note}; nothing is stored`} />
      <CardBody className="flex flex-col gap-2">
        <Textarea
          aria-label="Text to try"
          rows={3}
          value={text}
          maxLength={50_000}
          placeholder="Paste a text"
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === "Enter" && (event.metaKey || event.ctrlKey) && text) void judge(text);
          }}
        />
        <div className="flex flex-wrap items-center gap-2">
          <SegmentedControl
            label="When"
            value={stage}
            onValueChange={(value) => setStage(value as Stage)}
            items={[
              { value: "input", label: "sent to the model" },
              { value: "output", label: "answered" },
              { value: "stored", label: "stored" },
            ]}
          />
          <Button pending={isPending} disabled={text === ""} kbd="⌘↵" onClick={() => void judge(text)}>
            Try
          </Button>
          {text === "" ? (
            <Button
              variant="ghost"
              onClick={() => {
                setText(sample);
                void judge(sample);
              }}
            >
              Use a sample
            </Button>
          ) : null}
        </div>
        {failure ? <InlineError>{failure.message}</InlineError> : null}
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
  if (action === "redact") return `Redacted in ${formatCount(findings.length, "place")}.`;
  return "✓ Goes on as it is.";
}
