"use client";

import dynamic from "next/dynamic";
import { DraftBar } from "../draft-bar.client.tsx";
import { DraftNotice } from "../draft-notice.client.tsx";
import { useDraftRow } from "../editor-screen.client.tsx";
import { useSaving, type WorkbenchActions } from "../use-saving.ts";
import { useWorkbench, type WorkbenchInput } from "../use-workbench.ts";
import { type RailBenchmark, type RailVersion, VersionsRail } from "../versions-rail.tsx";
import { Playground, type PlaygroundSetup } from "./playground.client.tsx";

const SaveDialog = dynamic(() => import("../save-dialog.client.tsx").then((module) => module.SaveDialog), {
  ssr: false,
});

export type PromptPlaygroundProps = WorkbenchInput &
  PlaygroundSetup & { versions: RailVersion[]; benchmark: RailBenchmark; actions: WorkbenchActions };

/** The playground of a stored prompt: its draft, streamed; saved as the next version when it is good. */
export function PromptPlayground({
  versions,
  benchmark,
  actions,
  models,
  routes,
  datasets,
  mayRun,
  mayConnect,
  signInHref,
  here,
  conversation,
  conversations,
  addExample,
  ...input
}: PromptPlaygroundProps) {
  const { project, latest, mayEdit, branch, nextNumber } = input;
  const bench = useWorkbench(input);
  const saving = useSaving(input, bench, actions);
  const draftRow = useDraftRow(bench, latest);
  return (
    <>
      <Playground
        {...{ project, models, routes, datasets, mayRun, mayConnect, signInHref }}
        {...{ here, conversation, conversations, addExample }}
        promptId={latest.promptId}
        content={bench.desk.content}
        problems={bench.problems}
        onChange={bench.change}
        readOnly={!mayEdit}
        onSave={saving.open}
        versions={versions}
        notice={<DraftNotice bench={bench} signInHref={signInHref} />}
        footer={(run) => (
          <DraftBar
            bench={bench}
            nextNumber={nextNumber}
            mayEdit={mayEdit}
            isPrimary={false}
            onSave={saving.open}
            onDiscard={() => void saving.discard()}
          >
            {run}
          </DraftBar>
        )}
        rail={
          <VersionsRail
            project={project}
            promptId={latest.promptId}
            versions={versions}
            benchmark={benchmark}
            branch={branch}
            head={latest}
            draft={draftRow}
          />
        }
      />
      {saving.wasAsked ? (
        <SaveDialog
          project={project}
          open={saving.isOpen}
          onOpenChange={saving.setOpen}
          content={bench.desk.content}
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
    </>
  );
}
