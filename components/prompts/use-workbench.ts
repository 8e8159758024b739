import { useEffect, useEffectEvent, useMemo, useState } from "react";
import { resolverOf, templateProblems } from "#client/prompts";
import type { DraftView, PromptContent, Resolution, TemplateProblem, VersionView } from "#schema/prompts";
import type { StudioProblem } from "#components/form/failure";
import type { BranchState } from "./branch-picker.client.tsx";
import { hasNewerIncludes, reconcileVariables, sameContent } from "./content-state.ts";
import { putDraft } from "./draft-route.ts";

/** What the editor and the playground of one prompt share while it is being changed. */
export type Desk = {
  content: PromptContent;
  /** What its includes mean, as far as the server has said. */
  includes: readonly Resolution[];
  revision: number;
  baseVersionId: string;
  baseNumber: number;
  isDirty: boolean;
  savedAt: number | null;
};
/** Problems after which the draft is sent again by itself. */
const passing: ReadonlySet<string> = new Set(["unreachable", "unavailable"]);

export type DraftProblem = StudioProblem & { theirs: DraftView | null };

/** Outlives the page, so that going from tab to tab within the studio loses nothing that is still on its way. */
const desks = new Map<string, Desk>();
/** The request each draft is in, if any: the page one comes from may still be sending when the next one begins. */
const inFlight = new Map<string, Promise<void>>();
const autosaveMs = 1_200;

export type WorkbenchInput = {
  project: string;
  /** The newest version of the branch. */
  latest: VersionView;
  /** What its references mean now: a save would take that up. */
  standing: readonly Resolution[];
  /** What the next version of the prompt is called; numbers count through all branches. */
  nextNumber: number;
  branch: BranchState;
  draft: DraftView | null;
  /** The number of the version the draft was begun on. */
  draftBaseNumber: number | null;
  mayEdit: boolean;
};

/** Holds a prompt's draft: what is typed, its problems, and its way to the server. */
export function useWorkbench({
  project,
  latest,
  standing,
  branch: { name: branch },
  draft,
  draftBaseNumber,
  mayEdit,
}: WorkbenchInput) {
  const { promptId } = latest;
  const key = deskKey(promptId, branch);
  const [held, setDesk] = useState<Desk>(() => {
    const first = firstDesk(desks.get(key), { latest, standing, draft, draftBaseNumber });
    // On the server this map would be shared by everybody.
    if (typeof window !== "undefined") desks.set(key, first);
    return first;
  });
  const newest = { latest, standing };
  const desk = upToDate(held, newest);
  const now = () => desks.get(key) ?? held;
  const [isSaving, setSaving] = useState(false);
  const [problem, setProblem] = useState<DraftProblem | null>(null);

  const put = (next: Desk) => {
    desks.set(key, next);
    setDesk(next);
  };
  const change = (content: PromptContent) =>
    put({
      ...upToDate(now(), newest),
      content: reconcileVariables(content, latest.content, now().includes),
      isDirty: true,
    });

  const send = async (): Promise<void> => {
    const sent = now();
    const { content, baseVersionId, revision: expectedRevision } = sent;
    setSaving(true);
    const { data, problem: failed } = await putDraft(project, promptId, {
      branch,
      content,
      baseVersionId,
      expectedRevision,
    });
    setSaving(false);
    if (data) {
      // The variables of a prompt that was just included are known only now.
      const next = reconcileVariables(now().content, latest.content, data.includes);
      put({
        ...now(),
        content: next,
        includes: data.includes,
        revision: data.revision,
        isDirty: next !== sent.content,
        savedAt: Date.now(),
      });
      setProblem(null);
    } else setProblem({ ...failed, theirs: theirDraft(failed) });
  };
  /** Sends what is typed, one request at a time: each needs the revision the one before it got. */
  const flush = async (): Promise<void> => {
    // Again after each wait: of several that waited, one is the next to send.
    while (inFlight.has(key)) await inFlight.get(key);
    if (!now().isDirty || !mayEdit) return setDesk(now());
    const sending = send();
    inFlight.set(key, sending);
    await sending;
    inFlight.delete(key);
  };

  const flushLater = useEffectEvent(() => void flush());
  const isBlocked = problem !== null && !passing.has(problem.code);
  // Synchronises with the server's copy of the draft.
  useEffect(() => {
    if (!desk.isDirty || isBlocked) return;
    const timer = setTimeout(() => flushLater(), autosaveMs);
    return () => clearTimeout(timer);
  }, [desk.content, desk.isDirty, isBlocked]);
  // Leaving the page sends what is still here.
  useEffect(() => () => flushLater(), []);

  const problems = useMemo<TemplateProblem[]>(
    () => templateProblems(desk.content, resolverOf(desk.includes)),
    [desk.content, desk.includes],
  );
  const isTyped = useMemo(() => !sameContent(desk.content, latest.content), [desk.content, latest.content]);
  const isNewer = useMemo(
    () => hasNewerIncludes(desk.content, desk.includes, latest.includes),
    [desk.content, desk.includes, latest.includes],
  );
  return {
    desk,
    problems,
    /** The draft is another text than the newest version. */
    isTyped,
    /** A save would make a version: for what was typed, or for what stands in it by now. */
    isChanged: isTyped || isNewer,
    isSaving,
    problem,
    change,
    flush,
    /** Sends nothing more of what was typed and waits for what is on its way: after a discard it would make the draft again. */
    stop: async () => {
      put({ ...now(), isDirty: false });
      while (inFlight.has(key)) await inFlight.get(key);
      put({ ...now(), isDirty: false });
    },
    /** Begins again on a version: after saving it, or after throwing the draft away. */
    restart: (version: VersionView, content: PromptContent = version.content) => {
      put({
        content,
        includes: version.id === latest.id ? standing : version.includes,
        revision: 0,
        baseVersionId: version.id,
        baseNumber: version.number,
        isDirty: content !== version.content,
        savedAt: null,
      });
      setProblem(null);
    },
    /** After a conflict: writes ours over theirs, or takes theirs. */
    keepMine: () => {
      put({ ...now(), revision: problem?.theirs?.revision ?? 0, isDirty: true });
      setProblem(null);
    },
    takeTheirs: () => {
      const theirs = problem?.theirs;
      put({
        ...now(),
        content: theirs?.content ?? latest.content,
        includes: theirs?.includes ?? standing,
        revision: theirs?.revision ?? 0,
        isDirty: false,
      });
      setProblem(null);
    },
    retry: () => {
      setProblem(null);
      return flush();
    },
  };
}

export type Workbench = ReturnType<typeof useWorkbench>;

/** Each branch of a prompt has a draft of its own. */
function deskKey(promptId: string, branch: string): string {
  return `${promptId} ${branch}`;
}

function firstDesk(
  kept: Desk | undefined,
  {
    latest,
    standing,
    draft,
    draftBaseNumber,
  }: Pick<WorkbenchInput, "latest" | "standing" | "draft" | "draftBaseNumber">,
): Desk {
  if (kept && (kept.isDirty || (draft && kept.revision > draft.revision))) return kept;
  if (!draft) return freshDesk({ latest, standing });
  return {
    content: draft.content,
    includes: draft.includes,
    revision: draft.revision,
    baseVersionId: draft.baseVersionId ?? latest.id,
    baseNumber: draftBaseNumber ?? latest.number,
    isDirty: false,
    savedAt: new Date(draft.updatedAt).getTime(),
  };
}

type Newest = Pick<WorkbenchInput, "latest" | "standing">;

function freshDesk({ latest, standing }: Newest): Desk {
  return {
    content: latest.content,
    includes: standing,
    revision: 0,
    baseVersionId: latest.id,
    baseNumber: latest.number,
    isDirty: false,
    savedAt: null,
  };
}

/** Where nothing was typed yet, a version saved elsewhere takes the place of the older one. */
function upToDate(desk: Desk, newest: Newest): Desk {
  const isOlder = desk.baseNumber < newest.latest.number;
  return !desk.isDirty && desk.revision === 0 && isOlder ? freshDesk(newest) : desk;
}

function theirDraft({ code, details }: StudioProblem): DraftView | null {
  if (code !== "conflict" || typeof details !== "object" || details === null || !("theirs" in details))
    return null;
  return details.theirs as DraftView | null;
}
