import { orNotFound } from "#app/_not-found";
import { currentContext } from "#app/_context";
import { may } from "#lib/identity";
import { listModels, type ModelChoice } from "#lib/models";
import { listOfferedRoutes } from "#lib/routes";
import type { OfferedRoute } from "#schema/routes";
import { getBranchHead, getDraft, listBranches, listVersions, resolveIncludes } from "#lib/prompts";
import { lineageOf } from "#client/prompts";
import { mainBranch } from "#constants/prompts";
import type { BranchState } from "#components/prompts/branch-picker.client";
import type { RailBenchmark, RailVersion } from "#components/prompts/versions-rail";
import type { DraftView, Resolution, VersionView } from "#schema/prompts";
import {
  archiveBranchAction,
  createBranchAction,
  discardDraftAction,
  saveVersionAction,
} from "../actions.ts";
import { currentPrompt } from "./current-prompt.ts";
import { benchmarkView } from "./benchmark-view.ts";

export type WorkbenchProps = {
  project: string;
  /** The newest version of the branch that is shown. */
  latest: VersionView;
  /** What its references mean now. */
  standing: Resolution[];
  nextNumber: number;
  branch: BranchState;
  draft: DraftView | null;
  draftBaseNumber: number | null;
  mayEdit: boolean;
  versions: RailVersion[];
  benchmark: RailBenchmark;
  models: ModelChoice[];
  routes: OfferedRoute[];
  actions: { saveVersion: typeof saveVersionAction; discardDraft: typeof discardDraftAction };
};

/** What the editor and the playground of a prompt need from the server: of main, or of the branch the address names. */
export async function workbenchProps(
  project: string,
  promptId: string,
  name: string,
): Promise<WorkbenchProps> {
  const prompt = await currentPrompt(project, promptId);
  const ctx = await currentContext(project);
  const latest =
    name === mainBranch
      ? prompt.latest
      : await getBranchHead(ctx, { promptId, branch: name }).catch(orNotFound);
  const [draft, standing, versions, open, models, routes, { rail, scores }] = await Promise.all([
    getDraft(ctx, { promptId, branch: name }),
    resolveIncludes(ctx, {
      content: latest.content,
      within: { id: promptId, path: prompt.path },
      kept: latest.includes,
    }),
    listVersions(ctx, { promptId, limit: 100 }),
    listBranches(ctx, { promptId }),
    listModels(ctx),
    listOfferedRoutes(ctx),
    benchmarkView(ctx, project, promptId),
  ]);
  return {
    project,
    models,
    routes,
    benchmark: rail,
    latest,
    standing,
    nextNumber: (versions.items[0]?.number ?? latest.number) + 1,
    branch: {
      name,
      open: open.map(({ name: each, head }) => ({ name: each, headNumber: head.number })),
      mayChange: may(ctx, "branch.create") && prompt.archivedAt === null,
      create: createBranchAction,
      archive: archiveBranchAction,
    },
    draft,
    draftBaseNumber: versions.items.find(({ id }) => id === draft?.baseVersionId)?.number ?? null,
    mayEdit:
      may(ctx, "prompt.update") && prompt.archivedAt === null && open.some((branch) => branch.name === name),
    versions: lineageOf(versions.items, latest.id).map(
      ({ id, number, branch, message, createdAt, createdByName, labels }) => ({
        id,
        number,
        branch,
        message,
        createdAt,
        createdByName,
        labels,
        score: scores.get(id) ?? null,
      }),
    ),
    actions: { saveVersion: saveVersionAction, discardDraft: discardDraftAction },
  };
}
