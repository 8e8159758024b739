"use client";

import Link from "next/link";
import { type ReactNode, useState } from "react";
import { StudioRouteError } from "#components/form/studio-fetch";
import { useShortcut } from "#ui/shortcuts.client";
import { paths } from "#platform/paths";
import type { ModelChoice } from "#schema/models";
import type { OfferedRoute } from "#schema/routes";
import type { Conversation, ConversationSummary } from "#schema/playground";
import type { PromptContent, TemplateProblem } from "#schema/prompts";
import { EmptyState } from "#states/empty-state";
import { Button } from "#ui/button";
import { cn } from "#ui/cn";
import { MessageList } from "../message-list.client.tsx";
import { answerChoices, choiceOf } from "./answer-choices.ts";
import { Composer } from "./composer.client.tsx";
import { type DatasetChoice, ExamplePicker } from "./example-picker.client.tsx";
import { runOf } from "./message-view.ts";
import { Pane } from "./pane.client.tsx";
import { PaneBar } from "./pane-bar.client.tsx";
import type { TurnBody } from "./pane-chat.ts";
import type { ExampleSaving } from "./save-example.client.tsx";
import { useConversation } from "./use-conversation.ts";
import { asksSame, type PaneChoice, targetOf, usePanes } from "./use-panes.ts";
import { useVariables } from "./use-variables.ts";
import { VariableForm } from "./variable-form.client.tsx";

/** What the page knows, whatever prompt is on the table. */
export type PlaygroundSetup = {
  project: string;
  models: ModelChoice[];
  routes: OfferedRoute[];
  datasets: DatasetChoice[];
  mayRun: boolean;
  mayConnect: boolean;
  signInHref: string;
  /** The playground's own address. */
  here: string;
  /** The conversation that the address names, and the ones before it. */
  conversation: Conversation | null;
  conversations: ConversationSummary[];
  addExample: ExampleSaving["addExample"];
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

/** Editor and variables on the left, a conversation with up to four models beside them, each streaming for itself. */
export function Playground(props: PlaygroundProps) {
  const { project, models, routes, datasets, mayRun, mayConnect, signInHref, conversation } = props;
  const { promptId, content, problems, onChange, readOnly, onSave, versions, notice, footer, rail } = props;
  const choices = answerChoices(models, routes);
  const panes = usePanes(choices, content.settings.model);
  const keptAs = promptId ?? `${project} scratch`;
  const variables = useVariables(keptAs, content, runOf(conversation?.panes[0]?.messages ?? [])?.variables);
  const [blocked, setBlocked] = useState<string | null>(null);
  const errors = problems.filter(({ severity }) => severity === "error");
  const saving = {
    addExample: props.addExample,
    datasets: datasets.map(({ datasetId, name }) => ({ id: datasetId, name })),
  };

  const versionOf = (pane: PaneChoice | undefined) =>
    versions.find(({ number }) => number === pane?.version) ?? null;
  /** The values of the variables, or what must be mended first. */
  const values = (): Record<string, string> => {
    const message =
      errors.length > 0
        ? "Mend the template first; the places are marked."
        : "Fill in the variables that are marked.";
    const checked = errors.length > 0 ? null : variables.check();
    if (!checked) throw new StudioRouteError({ code: "invalid_input", message });
    return checked;
  };
  const bodyOf = (paneId: string): TurnBody => {
    const pane = panes.panes.find(({ id }) => id === paneId);
    if (!pane) throw new StudioRouteError({ code: "not_found", message: "This answer's model is gone." });
    const version = versionOf(pane);
    // A conversation keeps the values it was run with, also when the form was emptied by a reload.
    const ran = runOf(chats.chatOf(paneId)?.messages ?? []);
    return {
      target: targetOf(pane),
      ...(version ? { versionId: version.id } : { content, ...(promptId ? { promptId } : {}) }),
      variables: ran?.variables ?? values(),
      ...(ran?.exampleId ? { exampleId: ran.exampleId } : {}),
    };
  };
  const chats = useConversation({ project, initial: conversation, panes: panes.panes, bodyOf });

  const run = () => {
    if (!mayRun) return;
    try {
      const filled = values();
      setBlocked(null);
      const exampleId = variables.picked?.id ?? null;
      chats.run(
        new Map(
          panes.panes.map((pane) => [
            pane.id,
            { versionNumber: versionOf(pane)?.number ?? null, variables: filled, exampleId },
          ]),
        ),
      );
    } catch (error) {
      if (!(error instanceof StudioRouteError)) throw error;
      setBlocked(error.message);
    }
  };
  const stopOne = () => {
    const focused = document.activeElement?.closest<HTMLElement>("[data-pane]")?.dataset["pane"];
    const paneId = chats.busyIds.find((id) => id === focused) ?? chats.busyIds[0];
    if (paneId) chats.stop(paneId);
  };
  useShortcut("mod+enter", "Run", run, { enabled: mayRun });
  useShortcut("escape", "Stop", stopOne, { enabled: chats.busyIds.length > 0, whileTyping: true });

  const runButton = mayRun ? (
    <Button variant="primary" kbd="⌘↵" disabled={panes.panes.length === 0} onClick={run}>
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
          onRun={run}
          isCompact
        />
        <header className="flex items-center gap-2 px-4 pt-2.5">
          <h3>Variables</h3>
          <span className="ml-auto">
            <ExamplePicker
              examplesHref={paths.playgroundExamples(project)}
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
          const choice = choiceOf(choices, targetOf(pane));
          return choice ? (
            <Pane
              key={pane.id}
              {...{ project, pane, choice, choices, signInHref, saving }}
              suffix={suffixOf(panes.panes, pane)}
              chat={chats.chatOf(pane.id)}
              resume={chats.wasRunning(pane.id)}
              onChoose={(next) => panes.change(pane.id, next)}
              onStop={() => chats.stop(pane.id)}
              onRemove={() => {
                chats.stop(pane.id);
                panes.remove(pane.id);
              }}
            />
          ) : null;
        })}
        {models.length === 0 ? <NoModels project={project} mayConnect={mayConnect} /> : null}
        {mayRun && panes.panes.length > 0 && (chats.conversationId || awaitsUser(content)) ? (
          <Composer
            paneCount={panes.panes.length}
            isBusy={chats.busyIds.length > 0}
            keep={`reply/${keptAs}`}
            onSend={chats.reply}
          />
        ) : null}
        {models.length > 0 ? (
          <PaneBar
            {...{ choices, versions, here: props.here, conversations: props.conversations }}
            isFull={panes.isFull}
            onAdd={panes.add}
            first={panes.first}
          />
        ) : null}
        <span role="status" className="sr-only">
          {chats.busyIds.length > 0 ? `${chats.busyIds.length} running` : ""}
        </span>
      </section>
      {rail ? <div className="max-lg:col-span-full max-lg:border-t max-lg:border-line">{rail}</div> : null}
    </div>
  );
}

/** Two answers of one model or route are told apart by their number. */
function suffixOf(panes: PaneChoice[], pane: PaneChoice): string {
  const same = panes.filter((other) => asksSame(other, pane));
  const place = same.indexOf(pane);
  return place > 0 ? ` (${place + 1})` : "";
}

/** A prompt whose messages end before the user says something: the conversation may begin with a reply. */
function awaitsUser(content: PromptContent): boolean {
  return content.kind === "chat" && content.messages.at(-1)?.role !== "user";
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
