"use client";

import { useChat } from "@ai-sdk/react";
import Link from "next/link";
import { type ReactNode, useEffect, useRef, useState } from "react";
import type { StudioProblem } from "#components/form/failure";
import { formatDuration } from "#platform/format";
import { isRoute } from "#client/routes";
import { paths } from "#platform/paths";
import type { PlaygroundMessage } from "#schema/playground";
import { InlineError } from "#states/error-state";
import { Button } from "#ui/button";
import { Chip } from "#ui/chip";
import { CopyButton } from "#ui/copy-button";
import type { AnswerChoice } from "./answer-choices.ts";
import { FigureLine } from "./figure-line.tsx";
import { dataOf, editOf, figuresOf, textOf, problemIn, type TurnState, turnState } from "./message-view.ts";
import { ModelMenu } from "./model-menu.client.tsx";
import { type PaneChat, problemOfError } from "./pane-chat.ts";
import { type ExampleSaving, SaveExample } from "./save-example.client.tsx";
import { AssistantTurn, UserTurn } from "./turn.client.tsx";
import type { PaneChoice } from "./use-panes.ts";

type PaneProps = {
  project: string;
  pane: PaneChoice;
  /** What tells it from an answer of the same model; empty where there is none. */
  suffix: string;
  choice: AnswerChoice;
  choices: AnswerChoice[];
  signInHref: string;
  saving: ExampleSaving;
  onChoose: (choice: AnswerChoice) => void;
  onStop: () => void;
  onRemove: () => void;
};

/** One model's turns in the conversation; without a chat yet, the place where they will be. */
export function Pane({ chat, resume, ...props }: PaneProps & { chat: PaneChat | null; resume: boolean }) {
  if (chat) return <LivePane key={chat.id} {...props} chat={chat} resume={resume} />;
  return (
    <PaneFrame {...props} answeredBy={null} tools={null}>
      <p className="text-text-3">Its answer appears here.</p>
    </PaneFrame>
  );
}

function LivePane({ chat, resume, ...props }: PaneProps & { chat: PaneChat; resume: boolean }) {
  const { messages, status, error, ...act } = useChat({ chat, resume, throttle: 50 });
  const isRunning = status === "submitted" || status === "streaming";
  const state = turnState(messages, isRunning);
  const last = messages.at(-1);
  const answer = messages.findLast(({ role }) => role === "assistant");
  const lost = problemOfError(error);
  const retry = () => void act.regenerate();
  return (
    <PaneFrame
      {...props}
      answeredBy={answer ? dataOf(answer, "generation") : null}
      tools={<RunState state={lost ? "failed" : state} message={answer} onStop={props.onStop} />}
    >
      <Turns messages={messages}>
        {messages.map((message) => {
          const isNewest = message === last;
          if (message.role === "user") {
            if (messages.length <= 2 && dataOf(message, "run")) return null;
            const onEdit = isRunning ? null : (text: string) => void act.sendMessage(editOf(message, text));
            return <UserTurn key={message.id} message={message} onEdit={onEdit} />;
          }
          return (
            <AssistantTurn
              key={message.id}
              message={message}
              isRunning={isRunning && isNewest}
              onToolOutput={
                isNewest
                  ? (tool, toolCallId, output) => void act.addToolOutput({ tool, toolCallId, output })
                  : null
              }
            >
              <AnswerFoot message={message} />
              {isNewest && !isRunning ? <AnswerTools {...props} message={message} onRetry={retry} /> : null}
            </AssistantTurn>
          );
        })}
        {isRunning && last?.role !== "assistant" ? <Waiting /> : null}
        {isRunning && last?.role === "assistant" && !figuresOf(last) ? <Waiting /> : null}
        {lost ? <Problem problem={lost} signInHref={props.signInHref} /> : null}
        {!isRunning && last?.role === "user" ? <RetryButton onClick={retry} /> : null}
      </Turns>
    </PaneFrame>
  );
}

type Generation = NonNullable<ReturnType<typeof dataOf<"generation">>>;

function PaneFrame({
  pane,
  suffix,
  choice,
  choices,
  onChoose,
  onRemove,
  answeredBy,
  tools,
  children,
}: PaneProps & { answeredBy: Generation | null; tools: ReactNode; children: ReactNode }) {
  const connectionName = answeredBy?.connectionName || choice.group;
  const isSimulated = answeredBy?.connectionName ? answeredBy.isSimulated : choice.isSimulated;
  return (
    <section
      aria-label={`Answer of ${choice.name}${suffix}`}
      data-pane={pane.id}
      className="flex min-h-44 flex-1 flex-col gap-2 border-b border-line px-4 py-3"
    >
      <header className="flex flex-wrap items-center gap-2">
        <ModelMenu
          choices={choices}
          onChoose={onChoose}
          onRemove={onRemove}
          label={`Change the model ${choice.name}`}
        >
          <button
            type="button"
            className="min-w-0 truncate rounded-sm font-medium hover:underline pointer-coarse:min-h-9"
          >
            {choice.name}{" "}
            <span aria-hidden="true" className="font-normal text-text-3">
              ⌄
            </span>
          </button>
        </ModelMenu>
        {/* Of a route: which of its models answered, once one has. */}
        {isRoute(choice.target) ? (
          answeredBy?.model ? (
            <Chip>
              {answeredBy.model} ({connectionName})
            </Chip>
          ) : null
        ) : choice.group.toLowerCase() === "simulated" ? null : (
          <Chip>{connectionName}</Chip>
        )}
        <Chip>{pane.version ? `v${pane.version}` : "draft"}</Chip>
        {isSimulated ? <Chip tone="warn">simulated</Chip> : null}
        <span className="ml-auto flex flex-wrap items-center gap-1.5">{tools}</span>
      </header>
      {children}
    </section>
  );
}

/** The turns, the newest in sight: it stays there while it grows, unless somebody reads further up. */
function Turns({ messages, children }: { messages: PlaygroundMessage[]; children: ReactNode }) {
  const box = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);
  // Follows what the browser has laid out.
  useEffect(() => {
    if (isAtEnd.current) box.current?.scrollTo({ top: box.current.scrollHeight });
  }, [messages]);
  return (
    // What scrolls must be reachable by keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div
      ref={box}
      role="log"
      aria-label="Turns"
      aria-live="off"
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      onScroll={({ currentTarget: { scrollTop, clientHeight, scrollHeight } }) => {
        isAtEnd.current = scrollTop + clientHeight > scrollHeight - 40;
      }}
      className="flex max-h-[65dvh] min-h-0 flex-1 flex-col gap-3 overflow-y-auto rounded-sm focus-visible:outline-offset-4"
    >
      {children}
    </div>
  );
}

function AnswerFoot({ message }: { message: PlaygroundMessage }) {
  const figures = figuresOf(message);
  const problem = problemIn(message);
  const findings = dataOf(message, "findings");
  const generation = dataOf(message, "generation");
  return (
    <>
      {problem ? <InlineError>{problem.message}</InlineError> : null}
      {findings ? (
        <p className="text-sm text-text-2">
          Policies:{" "}
          {findings.map(({ policyName, rule, action }) => `${policyName}, ${rule}: ${action}`).join("; ")}
        </p>
      ) : null}
      {figures ? <FigureLine figures={figures} isSimulated={generation?.isSimulated ?? false} /> : null}
    </>
  );
}

function Problem({ problem, signInHref }: { problem: StudioProblem; signInHref: string }) {
  return (
    <InlineError>
      {problem.message}
      {problem.code === "unauthenticated" ? (
        <a href={signInHref} target="_blank" rel="noreferrer" className="ml-1 underline">
          Sign in in a new tab
        </a>
      ) : null}
    </InlineError>
  );
}

type RunStateProps = { state: TurnState; message: PlaygroundMessage | undefined; onStop: () => void };

function RunState({ state, message, onStop }: RunStateProps) {
  switch (state) {
    case "running":
      return (
        <Button size="sm" kbd="Esc" onClick={onStop}>
          Stop
        </Button>
      );
    case "done":
      return message && dataOf(message, "generation")?.finishReason === "length" ? (
        <Chip tone="warn" sign="✂">
          cut at the token limit
        </Chip>
      ) : (
        <Chip tone="good" sign>
          done
        </Chip>
      );
    case "tool":
      return (
        <Chip tone="warn" sign="…">
          waits for a tool
        </Chip>
      );
    case "stopped":
      return (
        <Chip tone="warn" sign="■">
          stopped
        </Chip>
      );
    case "cut_off":
      return (
        <Chip tone="warn" sign="✂">
          cut off: the studio stopped meanwhile
        </Chip>
      );
    case "failed":
      return (
        <Chip tone="bad" sign>
          failed
        </Chip>
      );
    case "idle":
      return null;
    default:
      return state satisfies never;
  }
}

type AnswerToolsProps = Pick<PaneProps, "project" | "saving"> & {
  message: PlaygroundMessage;
  onRetry: () => void;
};

/** What can be done with the newest answer: copied, kept as an example, opened as it was recorded, asked for again. */
function AnswerTools({ project, saving, message, onRetry }: AnswerToolsProps) {
  const generation = dataOf(message, "generation");
  return (
    <p className="-ml-2 flex flex-wrap items-center gap-1.5">
      <CopyButton text={textOf(message)} label="Copy the answer" />
      <RetryButton onClick={onRetry} />
      {generation?.status === "succeeded" ? (
        <SaveExample {...saving} project={project} generationId={generation.id} />
      ) : null}
      {generation ? (
        <Link
          href={paths.generation(project, generation.id)}
          className="px-2 text-sm text-text-3 hover:text-text hover:underline"
        >
          open
        </Link>
      ) : null}
    </p>
  );
}

function RetryButton({ onClick }: { onClick: () => void }) {
  return (
    <Button variant="ghost" size="sm" className="self-start" onClick={onClick}>
      Retry
    </Button>
  );
}

/** Before the first figure: a local model may have to be read from the disk first, and that takes seconds. */
function Waiting() {
  const [seconds, setSeconds] = useState(0);
  // Synchronises with the clock.
  useEffect(() => {
    const timer = setInterval(() => setSeconds((count) => count + 1), 1000);
    return () => clearInterval(timer);
  }, []);
  return (
    <p className="num text-sm text-text-3">
      waiting for the first token{seconds > 0 ? `, ${formatDuration(seconds * 1000)}` : ""}
    </p>
  );
}
