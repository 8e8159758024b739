import type { GenerationStatus } from "#schema/observability";
import { Chip } from "#ui/chip";

const words: Record<GenerationStatus, { tone: "good" | "bad" | "neutral"; sign: string; text: string }> = {
  succeeded: { tone: "good", sign: "✓", text: "answered" },
  failed: { tone: "bad", sign: "✕", text: "failed" },
  cancelled: { tone: "neutral", sign: "–", text: "cancelled" },
};

/** How a generation ended; a failure says its kind. */
export function GenerationState({
  status,
  errorCode,
}: {
  status: GenerationStatus;
  errorCode?: string | null | undefined;
}) {
  const { tone, sign, text } = words[status];
  return (
    <Chip tone={tone} sign={sign}>
      {status === "failed" && errorCode ? errorCode.replaceAll("_", " ") : text}
    </Chip>
  );
}

/** Stands wherever a simulated call or its numbers do. */
export function SimulatedMark() {
  return (
    <Chip tone="warn" title="Made-up text: never counted in cost, carbon or quality">
      simulated
    </Chip>
  );
}
