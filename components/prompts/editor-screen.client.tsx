"use client";

import dynamic from "next/dynamic";
import { useDeferredValue, useMemo } from "react";
import { diffContents, includedIn } from "#client/prompts";
import type { ModelChoice } from "#schema/models";
import type { OfferedRoute } from "#schema/routes";
import { DraftBar } from "./draft-bar.client.tsx";
import { DraftNotice } from "./draft-notice.client.tsx";
import { MessageList } from "./message-list.client.tsx";
import { SettingsForm } from "./settings-form.client.tsx";
import { useSaving, type WorkbenchActions } from "./use-saving.ts";
import { useWorkbench, type WorkbenchInput } from "./use-workbench.ts";
import { VariablesTable } from "./variables-table.client.tsx";
import { type RailBenchmark, type RailVersion, VersionsRail } from "./versions-rail.tsx";

const SaveDialog = dynamic(() => import("./save-dialog.client.tsx").then((module) => module.SaveDialog), {
  ssr: false,
});

export type EditorScreenProps = WorkbenchInput & {
  versions: RailVersion[];
  benchmark: RailBenchmark;
  models: ModelChoice[];
  routes: OfferedRoute[];
  actions: WorkbenchActions;
  signInHref: string;
};

/** The editor of a prompt: its messages, variables and settings, with its versions beside them. */
export function EditorScreen({
  versions,
  benchmark,
  models,
  routes,
  actions,
  signInHref,
  ...input
}: EditorScreenProps) {
  const { project, latest, mayEdit, branch, nextNumber } = input;
  const bench = useWorkbench(input);
  const saving = useSaving(input, bench, actions);
  const { content } = bench.desk;
  const common = { content, problems: bench.problems, onChange: bench.change, readOnly: !mayEdit };
  return (
    <div className="grid flex-1 grid-cols-[minmax(0,1fr)_252px] max-md:grid-cols-1">
      <section aria-label="Prompt" className="flex min-w-0 flex-col">
        <DraftNotice bench={bench} signInHref={signInHref} />
        <MessageList {...common} onSave={saving.open} />
        <VariablesTable {...common} />
        <SettingsForm
          key={bench.desk.baseVersionId}
          content={content}
          models={models}
          routes={routes}
          onChange={bench.change}
          readOnly={!mayEdit}
        />
        <DraftBar
          bench={bench}
          nextNumber={nextNumber}
          mayEdit={mayEdit}
          isPrimary
          onSave={saving.open}
          onDiscard={() => void saving.discard()}
        />
      </section>
      <VersionsRail
        project={project}
        promptId={latest.promptId}
        versions={versions}
        benchmark={benchmark}
        branch={branch}
        head={latest}
        draft={useDraftRow(bench, latest)}
      />
      {saving.wasAsked ? (
        <SaveDialog
          project={project}
          open={saving.isOpen}
          onOpenChange={saving.setOpen}
          content={content}
          includes={bench.desk.includes}
          latest={latest}
          branch={branch.name}
          nextNumber={nextNumber}
          baseNumber={bench.desk.baseNumber}
          problems={bench.problems}
          models={models}
          routes={routes}
          saveVersion={actions.saveVersion}
          onSaved={saving.onSaved}
        />
      ) : null}
    </div>
  );
}

/** The draft's line in the rail, worked out when typing leaves time for it. */
export function useDraftRow(
  bench: ReturnType<typeof useWorkbench>,
  latest: WorkbenchInput["latest"],
): { title: string; note: string } | null {
  const { content, includes } = useDeferredValue(bench.desk);
  const note = useMemo(() => {
    const sides = { before: latest.includes, after: includedIn(content, includes) };
    return diffContents(latest.content, content, undefined, sides).summary;
  }, [latest, content, includes]);
  return bench.isChanged ? { title: bench.isTyped ? "Draft" : "Newer includes", note } : null;
}
