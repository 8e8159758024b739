import { currentContext } from "#app/_context";
import { may } from "#lib/identity";
import { listModels, type ModelChoice } from "#lib/models";
import { getDraft, listVersions } from "#lib/prompts";
import type { RailBenchmark, RailVersion } from "#components/prompts/versions-rail";
import type { DraftView, VersionView } from "#schema/prompts";
import { discardDraftAction, saveVersionAction } from "../actions.ts";
import { currentPrompt } from "./current-prompt.ts";
import { benchmarkView } from "./benchmark-view.ts";

export type WorkbenchProps = {
  project: string;
  latest: VersionView;
  draft: DraftView | null;
  draftBaseNumber: number | null;
  mayEdit: boolean;
  versions: RailVersion[];
  benchmark: RailBenchmark;
  models: ModelChoice[];
  actions: { saveVersion: typeof saveVersionAction; discardDraft: typeof discardDraftAction };
};

/** What the editor and the playground of a prompt need from the server. */
export async function workbenchProps(project: string, promptId: string): Promise<WorkbenchProps> {
  const prompt = await currentPrompt(project, promptId);
  const ctx = await currentContext(project);
  const [draft, versions, models, { rail, scores }] = await Promise.all([
    getDraft(ctx, { promptId }),
    listVersions(ctx, { promptId, limit: 50 }),
    listModels(ctx),
    benchmarkView(ctx, project, promptId),
  ]);
  return {
    project,
    models,
    benchmark: rail,
    latest: prompt.latest,
    draft,
    draftBaseNumber: versions.items.find(({ id }) => id === draft?.baseVersionId)?.number ?? null,
    mayEdit: may(ctx, "prompt.update") && prompt.archivedAt === null,
    versions: versions.items.map(({ id, number, message, createdAt, createdByName, labels }) => ({
      id,
      number,
      message,
      createdAt,
      createdByName,
      labels,
      score: scores.get(id) ?? null,
    })),
    actions: { saveVersion: saveVersionAction, discardDraft: discardDraftAction },
  };
}
