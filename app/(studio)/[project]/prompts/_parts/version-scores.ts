import type { RailVersion } from "#components/prompts/versions-rail";
import type { Context } from "#lib/identity";

/** The newest finished run's score per version id, as a person reads it. */
export async function scoresOfVersions(_ctx: Context, _project: string, _promptId: string): Promise<Map<string, RailVersion["score"]>> {
  return new Map();
}
