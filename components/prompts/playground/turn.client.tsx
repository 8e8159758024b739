"use client";

import { type ReactNode, useState } from "react";
import { Form, FormField, SubmitButton } from "#components/form/form.client";
import { useActionForm } from "#components/form/use-action-form.client";
import type { PlaygroundMessage, ReplyInput } from "#schema/playground";
import { Button } from "#ui/button";
import { Textarea } from "#ui/textarea";
import { Files, Sources } from "./files-and-sources.tsx";
import { dataOf, filesOf, runWords, saysNothing, textOf } from "./message-view.ts";
import { ToolCall } from "./tool-call.client.tsx";

type UserTurnProps = {
  message: PlaygroundMessage;
  /** Sends the turn again with other words; null while that cannot be. */
  onEdit: ((text: string) => void) | null;
};

/** What a person said; a reply can be edited, which takes back what came after it. */
export function UserTurn({ message, onEdit }: UserTurnProps) {
  const [isEditing, setEditing] = useState(false);
  const run = dataOf(message, "run");
  if (run) return <p className="line-clamp-2 text-sm break-words text-text-3">{runWords(run)}</p>;
  if (isEditing && onEdit)
    return (
      <EditForm
        message={message}
        onCancel={() => setEditing(false)}
        onSend={(text) => {
          setEditing(false);
          onEdit(text);
        }}
      />
    );
  return (
    <div className="flex items-start gap-2 rounded-md bg-sunken px-3 py-2">
      <span className="sr-only">You said:</span>
      <div className="flex min-w-0 flex-1 flex-col gap-2">
        <p className="break-words whitespace-pre-wrap">{textOf(message)}</p>
        <Files message={message} imageName="Attached image" />
      </div>
      {onEdit ? (
        <Button variant="ghost" size="sm" onClick={() => setEditing(true)}>
          Edit
        </Button>
      ) : null}
    </div>
  );
}

const schema = () => import("#schema/playground").then((room) => room.ReplyInput);

type EditFormProps = { message: PlaygroundMessage; onSend: (text: string) => void; onCancel: () => void };

function EditForm({ message, onSend, onCancel }: EditFormProps) {
  const form = useActionForm({
    action: async ({ text }: ReplyInput) => {
      onSend(text);
      return { data: null };
    },
    schema,
    values: { text: textOf(message) },
    // What was attached once was checked then.
    input: ({ text }): ReplyInput => ({ text, files: filesOf(message) as ReplyInput["files"] }),
  });
  return (
    <Form form={form} className="gap-1.5">
      <FormField
        form={form}
        name="text"
        label={<span className="sr-only">Your reply</span>}
        className="gap-0"
      >
        <Textarea rows={2} />
      </FormField>
      <span className="flex gap-2">
        <SubmitButton form={form} variant="default" size="sm">
          Send again
        </SubmitButton>
        <Button variant="ghost" size="sm" onClick={onCancel}>
          Keep it
        </Button>
      </span>
    </Form>
  );
}

type AssistantTurnProps = {
  message: PlaygroundMessage;
  isRunning: boolean;
  onToolOutput: ((tool: string, toolCallId: string, output: unknown) => void) | null;
  /** Figures and what can be done with the answer. */
  children: ReactNode;
};

/** An answer in its parts, in the order they came. */
export function AssistantTurn({ message, isRunning, onToolOutput, children }: AssistantTurnProps) {
  const refusal = dataOf(message, "generation")?.refusal;
  const text = textOf(message);
  const isSilent = !isRunning && !refusal && saysNothing(message);
  return (
    <div className="flex flex-col gap-2">
      {refusal ? <p className="text-base">Refused: {refusal}</p> : null}
      {/* Announced when it is over: a screen reader would otherwise stumble over every token. */}
      <div aria-live="polite" aria-busy={isRunning} className="flex flex-col gap-2">
        {message.parts.map((part, at) => {
          switch (part.type) {
            case "text":
              return part.text === "" ? null : (
                <p key={at} className="text-lg break-words whitespace-pre-wrap">
                  {part.text}
                  {isRunning && at === lastText(message) ? <Caret /> : null}
                </p>
              );
            case "reasoning":
              return part.text === "" ? null : (
                <details key={at} className="text-sm text-text-2" open={isRunning && text === ""}>
                  <summary className="cursor-pointer">Thinking, not a part of the answer</summary>
                  <p className="max-h-[30dvh] overflow-y-auto break-words whitespace-pre-wrap">{part.text}</p>
                </details>
              );
            case "dynamic-tool":
              return (
                <ToolCall
                  key={part.toolCallId}
                  part={part}
                  onOutput={
                    onToolOutput && !isRunning
                      ? (output) => onToolOutput(part.toolName, part.toolCallId, output)
                      : null
                  }
                />
              );
            default:
              return null;
          }
        })}
        {isRunning && text === "" ? (
          <p>
            <Caret />
          </p>
        ) : null}
        {isSilent ? <p className="text-base text-text-3">The model answered with nothing.</p> : null}
        <Files message={message} imageName="Image of the answer" />
        <Sources message={message} />
      </div>
      {children}
    </div>
  );
}

function lastText({ parts }: PlaygroundMessage): number {
  return parts.findLastIndex(({ type }) => type === "text");
}

function Caret() {
  return (
    <span
      aria-hidden="true"
      className="inline-block h-[15px] w-[7px] bg-accent align-[-2px] motion-safe:animate-pulse"
    />
  );
}
