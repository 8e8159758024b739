"use client";

import Link from "next/link";
import { type ReactNode, useState } from "react";
import { useShortcut } from "#components/shell/shortcuts.client";
import { paths } from "#platform/paths";
import type { ModelChoice } from "#schema/models";
import type { PromptContent, TemplateProblem } from "#schema/prompts";
import { EmptyState } from "#states/empty-state";
import { Button } from "#ui/button";
import { cn } from "#ui/cn";
import { MessageList } from "../message-list.client.tsx";
import { AddPane } from "./add-pane.client.tsx";
import { type DatasetChoice, ExamplePicker } from "./example-picker.client.tsx";
import { Pane } from "./pane.client.tsx";
import { isRunning } from "./run-state.ts";
import { findModel, usePanes } from "./use-panes.ts";
import { type RunBody, useRuns } from "./use-runs.ts";
import { useVariables } from "./use-variables.ts";
import { VariableForm } from "./variable-form.client.tsx";

/** What the page knows, whatever prompt is on the table. */
export type PlaygroundSetup = {
  project: string;
  models: ModelChoice[];
  datasets: DatasetChoice[];
  mayRun: boolean;
  mayConnect: boolean;
  signInHref: string;
};

export type PlaygroundProps = PlaygroundSetup & {
  /** The stored prompt on the table; null for a scratch one. */
  promptId: string | null;
  content: PromptContent;
  problems: TemplateProblem[];
  onChange: (content: PromptContent) => void;
  readOnly: boolean;
  onSave: () => void;
  versions: { id: string; number: number }[];
  notice?: ReactNode;
  /** The foot of the editor; it gets the button that runs. */
  footer: (run: ReactNode) => ReactNode;
  rail?: ReactNode;
};

/** Editor and variables on the left, the answers of up to four models beside them, each streaming for itself. */
export function Playground({
  project,
  models,
  datasets,
  mayRun,
  mayConnect,
  signInHref,
  promptId,
  content,
  problems,
  onChange,
  readOnly,
  onSave,
  versions,
  notice,
  footer,
  rail,
}: PlaygroundProps) {
  const panes = usePanes(models, content.settings.model);
  const { runs, start, stop, forget, runningIds } = useRuns(`${paths.playground(project)}/stream`);
  const variables = useVariables(promptId ?? `${project} scratch`, content);
  const [blocked, setBlocked] = useState<string | null>(null);
  const errors = problems.filter(({ severity }) => severity === "error");

  const run = (paneIds = panes.panes.map(({ id }) => id)) => {
    if (!mayRun) return;
    if (errors.length > 0) return setBlocked("Mend the template first; the places are marked.");
    const values = variables.check();
    if (!values) return setBlocked("Fill in the variables that are marked.");
    setBlocked(null);
    for (const pane of panes.panes.filter(({ id }) => paneIds.includes(id))) {
      const version = versions.find(({ number }) => number === pane.version);
      const what: Pick<RunBody, "versionId" | "content" | "promptId"> = version
        ? { versionId: version.id }
        : { content, ...(promptId ? { promptId } : {}) };
      const target = { connectionId: pane.connectionId, model: pane.model };
      void start(pane.id, {
        target,
        ...what,
        variables: values,
        ...(variables.picked ? { exampleId: variables.picked.id } : {}),
      });
    }
  };
  const stopOne = () => {
    const focused = document.activeElement?.closest<HTMLElement>("[data-pane]")?.dataset["pane"];
    const paneId = runningIds.find((id) => id === focused) ?? runningIds[0];
    if (paneId) stop(paneId);
  };
  useShortcut("mod+enter", "Run", () => run(), { enabled: mayRun });
  useShortcut("escape", "Stop", stopOne, { enabled: runningIds.length > 0, whileTyping: true });

  const runButton = mayRun ? (
    <Button variant="primary" kbd="⌘↵" disabled={panes.panes.length === 0} onClick={() => run()}>
      Run
    </Button>
  ) : null;
  return (
    <div
      className={cn(
        "grid flex-1 grid-cols-[minmax(0,5fr)_minmax(0,6fr)] max-md:grid-cols-1",
        rail && "lg:grid-cols-[minmax(0,5fr)_minmax(0,6fr)_252px]",
      )}
    >
      <section aria-label="Prompt" className="flex min-w-0 flex-col border-r border-line max-md:border-r-0">
        {notice}
        <MessageList
          content={content}
          problems={problems}
          onChange={onChange}
          readOnly={readOnly}
          onSave={onSave}
          onRun={() => run()}
          isCompact
        />
        <header className="flex items-center gap-2 px-4 pt-2.5">
          <h3>Variables</h3>
          <span className="ml-auto">
            <ExamplePicker
              examplesHref={`${paths.playground(project)}/examples`}
              datasets={datasets}
              names={content.variables.map(({ name }) => name)}
              picked={variables.picked}
              onPick={variables.fill}
            />
          </span>
        </header>
        <VariableForm
          variables={content.variables}
          values={variables.values}
          issues={variables.issues}
          onChange={variables.set}
        />
        {variables.picked && variables.picked.reference !== null ? (
          <p className="px-4 pb-2.5 text-sm text-text-2">
            Reference:{" "}
            <span className="font-mono">
              {typeof variables.picked.reference === "string"
                ? variables.picked.reference
                : JSON.stringify(variables.picked.reference)}
            </span>
          </p>
        ) : null}
        {blocked ? (
          <p role="alert" className="px-4 pb-2.5 text-sm text-bad">
            <span aria-hidden="true">✕ </span>
            {blocked}
          </p>
        ) : null}
        {footer(runButton)}
      </section>
      <section aria-label="Answers" className="flex min-w-0 flex-col max-md:border-t max-md:border-line">
        {panes.panes.map((pane) => {
          const model = findModel(models, pane);
          return model ? (
            <Pane
              key={pane.id}
              project={project}
              pane={pane}
              model={model}
              models={models}
              run={runs[pane.id]}
              signInHref={signInHref}
              onModel={(next) => {
                forget(pane.id);
                panes.change(pane.id, next);
              }}
              onStop={() => stop(pane.id)}
              onRemove={() => {
                forget(pane.id);
                panes.remove(pane.id);
              }}
            />
          ) : null;
        })}
        {models.length === 0 ? <NoModels project={project} mayConnect={mayConnect} /> : null}
        {models.length > 0 && !panes.isFull ? (
          <AddPane models={models} versions={versions} onAdd={panes.add} />
        ) : null}
        <span role="status" className="sr-only">
          {Object.values(runs).some(isRunning) ? `${runningIds.length} running` : ""}
        </span>
      </section>
      {rail ? <div className="max-lg:col-span-full max-lg:border-t max-lg:border-line">{rail}</div> : null}
    </div>
  );
}

function NoModels({ project, mayConnect }: { project: string; mayConnect: boolean }) {
  return (
    <EmptyState
      title="No model is connected"
      action={
        mayConnect ? (
          <Link href={paths.connections(project)} className="text-accent underline">
            Connect a model
          </Link>
        ) : null
      }
    >
      The playground streams a prompt to the models of this project's connections, and there is none yet.
      {mayConnect ? "" : " An owner or admin can connect one."}
    </EmptyState>
  );
}
