"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import { useRef, useState } from "react";
import { StudioRouteError } from "#components/form/studio-fetch";
import { formatDuration, formatEstimated, formatMoney, formatTokens } from "#platform/format";
import { paths } from "#platform/paths";
import type { ConnectionTestEvent } from "#schema/generation";
import { Button } from "#ui/button";
import { Card, CardBody, CardHeader } from "#ui/card";
import { OptionSelect } from "#ui/select";
import { readTest } from "./read-test.ts";

type TestPanelProps = { project: string; connectionId: string; models: string[]; lastError: string | null };
type Done = Extract<ConnectionTestEvent, { type: "done" }>;
type Outcome = Extract<ConnectionTestEvent, { type: "done" | "error" }>;

/** Asks a model for one sentence and shows the reply as it comes, with its time to first token. */
export function TestPanel({ project, connectionId, models, lastError }: TestPanelProps) {
  const router = useRouter();
  const [model, setModel] = useState(models[0]);
  const [text, setText] = useState("");
  const [firstTokenMs, setFirstTokenMs] = useState<number | null>(null);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const [isRunning, setRunning] = useState(false);
  const abort = useRef<AbortController | null>(null);

  const receive = (event: ConnectionTestEvent) => {
    if (event.type === "delta") {
      setText((before) => before + event.text);
      setFirstTokenMs(event.timeToFirstTokenMs);
    } else if (event.type !== "start") {
      setOutcome(event);
    }
  };

  const start = async () => {
    const controller = new AbortController();
    abort.current = controller;
    setText("");
    setFirstTokenMs(null);
    setOutcome(null);
    setRunning(true);
    try {
      await readTest(paths.connectionTest(project, connectionId), { model }, controller.signal, receive);
    } catch (thrown) {
      const message = controller.signal.aborted
        ? "You stopped the test."
        : thrown instanceof StudioRouteError
          ? thrown.message
          : "The test broke off. Try again.";
      setOutcome({ type: "error", code: "cancelled", message });
    } finally {
      setRunning(false);
      router.refresh();
    }
  };

  return (
    <Card>
      <CardHeader
        title="Test"
        note="asks for one short answer"
        actions={
          models.length === 0 ? null : (
            <>
              {models.length > 1 ? (
                <OptionSelect
                  aria-label="Model to ask"
                  className="w-56 max-sm:w-36"
                  value={model}
                  onValueChange={setModel}
                  options={models.map((name) => ({ value: name, label: name }))}
                />
              ) : (
                <code className="font-mono">{model}</code>
              )}
              {isRunning ? (
                <Button onClick={() => abort.current?.abort()}>Stop</Button>
              ) : (
                <Button variant="primary" onClick={() => void start()}>
                  Test connection
                </Button>
              )}
            </>
          )
        }
      />
      <CardBody className="flex flex-col gap-2">
        {models.length === 0 ? (
          <p className="text-text-2">Add a model below; a test asks one of them.</p>
        ) : null}
        <output className="block min-h-6 text-lg whitespace-pre-wrap">
          {text}
          {isRunning && text === "" ? (
            <span className="text-text-3">Waiting for the first token…</span>
          ) : null}
        </output>
        {outcome?.type === "error" ? <Failure>{outcome.message}</Failure> : null}
        {!outcome && !isRunning && lastError ? <Failure>{lastError}</Failure> : null}
        {firstTokenMs === null ? null : (
          <p className="num text-sm text-text-2">
            first token after {formatDuration(firstTokenMs)}
            {outcome?.type === "done" ? (
              <>
                {` · whole reply after ${formatDuration(outcome.generation.latencyMs)} · ${tokensOf(outcome.generation)} · ${formatMoney(outcome.generation.costUsd)} · `}
                <Link
                  href={paths.generation(project, outcome.generation.id)}
                  className="text-accent hover:underline"
                >
                  the call
                </Link>
              </>
            ) : null}
          </p>
        )}
      </CardBody>
    </Card>
  );
}

function tokensOf({ inputTokens, outputTokens, isUsageEstimated }: Done["generation"]): string {
  return formatEstimated(
    `${formatTokens(inputTokens)} in, ${formatTokens(outputTokens)} out`,
    isUsageEstimated,
  );
}

function Failure({ children }: { children: string }) {
  return (
    <p role="alert" className="max-w-180 rounded-md bg-bad-weak px-3 py-2 text-bad">
      <span aria-hidden="true">✕ </span>
      {children}
    </p>
  );
}
