import type { RunStatus } from "#schema/evaluation";
import { Chip } from "#ui/chip";

const looks = {
  queued: { tone: "neutral", sign: "◷", text: "queued" },
  running: { tone: "info", sign: "◷", text: "running" },
  succeeded: { tone: "good", sign: "✓", text: "finished" },
  failed: { tone: "bad", sign: "✕", text: "failed" },
  cancelled: { tone: "neutral", sign: "–", text: "cancelled" },
} as const satisfies Record<RunStatus, { tone: string; sign: string; text: string }>;

/** Where a run stands. */
export function RunState({ status }: { status: RunStatus }) {
  const { tone, sign, text } = looks[status];
  return (
    <Chip tone={tone} sign={sign}>
      {text}
    </Chip>
  );
}

/** Marks of runs whose numbers are not what they seem. */
export function RunMarks({ isSimulated, isDemo }: { isSimulated: boolean; isDemo: boolean }) {
  return (
    <>
      {isSimulated ? (
        <Chip tone="warn" title="Made-up answers: never counted in cost, carbon or quality">
          simulated
        </Chip>
      ) : null}
      {isDemo ? <Chip>demo</Chip> : null}
    </>
  );
}
