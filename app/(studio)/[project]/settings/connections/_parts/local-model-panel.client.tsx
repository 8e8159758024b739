"use client";

import { useEffect, useState } from "react";
import { studioFetch } from "#components/form/studio-fetch";
import { useStudioAction } from "#components/form/use-studio-action.client";
import { formatBytes } from "#platform/format";
import { paths } from "#platform/paths";
import type { LocalModelStatus } from "#schema/downloads";
import { Button } from "#ui/button";
import { Card, CardBody, CardHeader } from "#ui/card";
import { Chip, type ChipTone } from "#ui/chip";
import { ProgressBar } from "#ui/progress-bar";
import { startLocalModelAction } from "../actions.ts";

type LocalModelPanelProps = { project: string; initial: LocalModelStatus; canStart: boolean };
type Shown = { tone: ChipTone; word: string; sentence: string };

const states: Record<LocalModelStatus["status"], Shown> = {
  off: {
    tone: "neutral",
    word: "switched off",
    sentence: "This installation was started without a local model.",
  },
  absent: {
    tone: "neutral",
    word: "not here",
    sentence: "It can be fetched in the background: 253 MB for the model, 85 MB for what runs it.",
  },
  waiting: { tone: "warn", word: "waiting", sentence: "It starts in a moment." },
  running: { tone: "warn", word: "downloading", sentence: "The studio works without it meanwhile." },
  verifying: {
    tone: "warn",
    word: "checking",
    sentence: "The file is compared with its published checksum.",
  },
  ready: {
    tone: "good",
    word: "ready",
    sentence: "It runs on this machine's processor: nothing leaves it and nobody meters it.",
  },
  failed: { tone: "bad", word: "stopped", sentence: "The studio works without it." },
};

const moving = new Set<LocalModelStatus["status"]>(["waiting", "running", "verifying"]);

/** How far the model that runs on this machine is, a way to retry, and its licence. */
export function LocalModelPanel({ project, initial, canStart }: LocalModelPanelProps) {
  const [status, setStatus] = useState(initial);
  const { run, isPending, failure } = useStudioAction(startLocalModelAction, setStatus, { isQuiet: true });
  const isMoving = moving.has(status.status);
  // Follows a download that happens on the server.
  useEffect(() => {
    if (!isMoving) return undefined;
    const timer = setInterval(async () => {
      // What it says next stands for what it did not say now.
      const { data } = await studioFetch<LocalModelStatus>(paths.localModel(project));
      if (data) setStatus(data);
    }, 1500);
    return () => clearInterval(timer);
  }, [isMoving, project]);
  const { tone, word, sentence } = states[status.status];
  const canRetry = canStart && ["absent", "failed"].includes(status.status);
  return (
    <Card>
      <CardHeader
        title="Local model"
        note={<code className="font-mono">{status.model}</code>}
        actions={
          <>
            <Chip tone={tone} sign={tone === "neutral" ? undefined : true}>
              {word}
            </Chip>
            {canRetry ? (
              <Button size="sm" pending={isPending} onClick={() => run({ project })}>
                {status.status === "failed" ? "Retry" : "Fetch it"}
              </Button>
            ) : null}
          </>
        }
      />
      <CardBody className="flex flex-col gap-2.5">
        <p className="max-w-180 text-text-2">
          {sentence} It is a small base model, which completes text: end a prompt where the answer shall
          begin, give examples, and name a stop.
        </p>
        {isMoving ? (
          <div className="flex max-w-120 flex-col gap-1">
            <ProgressBar
              label="Local model received"
              value={status.receivedBytes}
              max={status.totalBytes ?? 1}
            />
            <output className="num text-sm text-text-3">
              {status.step} · {formatBytes(status.receivedBytes)}
              {status.totalBytes === null ? "" : ` of ${formatBytes(status.totalBytes)}`}
            </output>
          </div>
        ) : null}
        {status.error || failure ? (
          <p role="alert" className="max-w-180 rounded-md bg-bad-weak px-3 py-2 text-bad">
            <span aria-hidden="true">✕ </span>
            {failure?.message ?? status.error}
          </p>
        ) : null}
        <details className="text-sm text-text-3">
          <summary className="cursor-default">Licence: {status.licence.name}</summary>
          <p className="mt-1 max-w-180 whitespace-pre-line">{status.licence.notice}</p>
        </details>
      </CardBody>
    </Card>
  );
}
