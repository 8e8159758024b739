"use client";

import { Plus } from "lucide-react";
import type { ReactNode } from "react";
import { formatNumber } from "#platform/format";
import { newId } from "#platform/ids";
import { messageRoles } from "#constants/prompts";
import type { PromptContent, PromptMessage, TemplateProblem } from "#schema/prompts";
import { Button } from "#ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "#ui/dropdown-menu";
import { estimateTokens, withText } from "./content-state.ts";
import { TemplateField } from "./template-field.client.tsx";

export type MessageListProps = {
  content: PromptContent;
  problems: TemplateProblem[];
  onChange: (content: PromptContent) => void;
  readOnly: boolean;
  onSave: () => void;
  onRun?: (() => void) | undefined;
  /** Without the row that adds a message; the role menus still do. */
  isCompact?: boolean;
};

/** The templates of a prompt, one under the other, each with its role and length. */
export function MessageList({
  content,
  problems,
  onChange,
  readOnly,
  onSave,
  onRun,
  isCompact = false,
}: MessageListProps) {
  const common = { content, problems, readOnly, onSave, onRun };
  const setText = (place: string, text: string) => onChange(withText(content, place, text));
  if (content.kind === "text") {
    return (
      <>
        <h2 className="sr-only">Messages</h2>
        <TemplateSection
          {...common}
          place="text"
          title="text"
          text={content.text}
          onText={(text) => setText("text", text)}
        />
      </>
    );
  }
  const setMessages = (messages: PromptMessage[]) => onChange({ ...content, messages });
  return (
    <>
      <h2 className="sr-only">Messages</h2>
      {content.messages.map((message, index) => (
        <TemplateSection
          key={message.id ?? index}
          {...common}
          place={`messages.${index}`}
          title={
            <RoleMenu
              message={message}
              readOnly={readOnly}
              onRole={(role) =>
                setMessages(content.messages.map((each, at) => (at === index ? { ...each, role } : each)))
              }
              onAdd={() =>
                setMessages(content.messages.toSpliced(index + 1, 0, emptyMessage(nextRole(message))))
              }
              onMove={(to) => setMessages(moved(content.messages, index, to))}
              place={index}
              last={content.messages.length - 1}
              onRemove={
                content.messages.length > 1
                  ? () => setMessages(content.messages.toSpliced(index, 1))
                  : undefined
              }
            />
          }
          text={message.content}
          label={`${message.role} message`}
          onText={(text) => setText(`messages.${index}`, text)}
        />
      ))}
      {readOnly || isCompact ? null : (
        <div className="border-b border-line px-4 py-1.5">
          <Button
            variant="ghost"
            size="sm"
            onClick={() =>
              setMessages([...content.messages, emptyMessage(nextRole(content.messages.at(-1)))])
            }
          >
            <Plus aria-hidden="true" />
            Message
          </Button>
        </div>
      )}
    </>
  );
}

type TemplateSectionProps = Omit<MessageListProps, "onChange" | "isCompact"> & {
  place: string;
  title: ReactNode;
  label?: string;
  text: string;
  onText: (text: string) => void;
};

function TemplateSection({
  content,
  problems,
  readOnly,
  onSave,
  onRun,
  place,
  title,
  label = "text",
  text,
  onText,
}: TemplateSectionProps) {
  const own = problems.filter((problem) => problem.place === place);
  return (
    <section className="border-b border-line px-4 py-2.5">
      <header className="mb-1 flex items-center gap-2">
        <h3>{title}</h3>
        <span
          className="num ml-auto text-sm text-text-3"
          title="Estimated; the model counts for itself when it runs"
        >
          ≈ {formatNumber(estimateTokens(text))} tokens
        </span>
      </header>
      <TemplateField
        label={label}
        value={text}
        onChange={onText}
        problems={own}
        variables={content.variables.map(({ name }) => name)}
        readOnly={readOnly}
        placeholder="Write here; {{name}} is a variable"
        onSave={onSave}
        {...(onRun ? { onSubmit: onRun } : {})}
      />
      <ProblemLines problems={own} />
    </section>
  );
}

/** The same problems the editor underlines, in words. */
export function ProblemLines({ problems }: { problems: TemplateProblem[] }) {
  if (problems.length === 0) return null;
  return (
    <ul className="mt-1.5 flex flex-col gap-0.5 text-sm">
      {problems.map(({ message, severity, from }) => (
        <li key={`${from} ${message}`} className={severity === "error" ? "text-bad" : "text-warn"}>
          <span aria-hidden="true">{severity === "error" ? "✕ " : "▲ "}</span>
          {message}
        </li>
      ))}
    </ul>
  );
}

type RoleMenuProps = {
  message: PromptMessage;
  readOnly: boolean;
  onRole: (role: PromptMessage["role"]) => void;
  onAdd: () => void;
  onMove: (to: number) => void;
  place: number;
  last: number;
  onRemove: (() => void) | undefined;
};

function RoleMenu({ message, readOnly, onRole, onAdd, onMove, place, last, onRemove }: RoleMenuProps) {
  if (readOnly) return message.role;
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <button type="button" className="rounded-sm hover:text-text" aria-label={`Role: ${message.role}`}>
          {message.role} <span aria-hidden="true">⌄</span>
        </button>
      </DropdownMenuTrigger>
      <DropdownMenuContent>
        {messageRoles.map((role) => (
          <DropdownMenuItem key={role} onSelect={() => onRole(role)}>
            {role}
          </DropdownMenuItem>
        ))}
        <DropdownMenuSeparator />
        <DropdownMenuItem onSelect={onAdd}>Add a message below</DropdownMenuItem>
        {place > 0 ? <DropdownMenuItem onSelect={() => onMove(place - 1)}>Move up</DropdownMenuItem> : null}
        {place < last ? (
          <DropdownMenuItem onSelect={() => onMove(place + 1)}>Move down</DropdownMenuItem>
        ) : null}
        {onRemove ? <DropdownMenuItem onSelect={onRemove}>Remove this message</DropdownMenuItem> : null}
      </DropdownMenuContent>
    </DropdownMenu>
  );
}

/** With its id from the start: an undo, a move or another's save must not take it for another message. */
function emptyMessage(role: PromptMessage["role"]): PromptMessage {
  return { id: newId(), role, content: "" };
}

function moved(messages: PromptMessage[], from: number, to: number): PromptMessage[] {
  return messages.toSpliced(from, 1).toSpliced(to, 0, ...messages.slice(from, from + 1));
}

function nextRole(before: PromptMessage | undefined): PromptMessage["role"] {
  return before?.role === "user" ? "assistant" : "user";
}
