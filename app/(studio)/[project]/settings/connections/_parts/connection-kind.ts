import { connectionPresets } from "#constants/models";
import type { ConnectionKind } from "#schema/models";

/** What a connection is, in a word or two: its provider's name where a preset says it. */
export function connectionKindName(kind: ConnectionKind, preset: string | null): string {
  if (kind === "local") return "On this machine";
  if (kind === "simulated") return "Simulated";
  const known = connectionPresets.find(({ id }) => id === preset && id !== "custom");
  if (known) return known.name;
  return kind === "openai_compatible"
    ? "OpenAI-compatible"
    : (connectionPresets.find((candidate) => candidate.kind === kind)?.name ?? kind);
}

/** Where requests go, short enough for a table. */
export function hostOf(baseUrl: string | null): string {
  return baseUrl && URL.canParse(baseUrl) ? new URL(baseUrl).host : "—";
}
