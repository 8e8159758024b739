"use client";

import { History } from "lucide-react";
import Link from "next/link";
import { targetLabel } from "#client/routes";
import type { ConversationSummary } from "#schema/playground";
import { Button } from "#ui/button";
import { DropdownMenu, DropdownMenuContent, DropdownMenuItem, DropdownMenuTrigger } from "#ui/dropdown-menu";
import { RelativeTime } from "#ui/relative-time";
import type { AnswerChoice } from "./answer-choices.ts";
import { ModelMenu } from "./model-menu.client.tsx";
import { askedOf, conversationHref } from "./use-panes.ts";

type PaneBarProps = {
  choices: AnswerChoice[];
  versions: { id: string; number: number }[];
  isFull: boolean;
  onAdd: (choice: AnswerChoice, version?: number) => void;
  /** What a version is added on. */
  first: AnswerChoice | undefined;
  conversations: ConversationSummary[];
  /** The playground's own address. */
  here: string;
};

/** Earlier conversations, and one more answer to compare with: another model, or another version on what the first answers. */
export function PaneBar({ choices, first, versions, isFull, onAdd, conversations, here }: PaneBarProps) {
  return (
    <div className="flex flex-wrap items-center gap-2 border-b border-line px-4 py-3">
      <span className="text-text-3">
        {isFull ? "Four answers side by side are the most" : "Add a model or a version to compare"}
      </span>
      <span className="ml-auto flex flex-wrap gap-2">
        <Earlier conversations={conversations} here={here} />
        {versions.length > 0 && first && !isFull ? (
          <DropdownMenu>
            <DropdownMenuTrigger asChild>
              <Button size="sm">+ version</Button>
            </DropdownMenuTrigger>
            <DropdownMenuContent align="end">
              {versions.slice(0, 20).map(({ number }) => (
                <DropdownMenuItem key={number} onSelect={() => onAdd(first, number)}>
                  v{number} on {first.name}
                </DropdownMenuItem>
              ))}
            </DropdownMenuContent>
          </DropdownMenu>
        ) : null}
        {isFull ? null : (
          <ModelMenu choices={choices} label="Add a model" onChoose={onAdd}>
            <Button size="sm" aria-label="Add a model to compare">
              + model
            </Button>
          </ModelMenu>
        )}
      </span>
    </div>
  );
}

function Earlier({ conversations, here }: Pick<PaneBarProps, "conversations" | "here">) {
  if (conversations.length === 0) return null;
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button size="sm" variant="ghost">
          <History aria-hidden="true" /> Earlier
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="end" className="w-80">
        {conversations.map((conversation) => (
          <DropdownMenuItem key={conversation.id} asChild>
            <Link href={addressOf(here, conversation)} className="flex-col items-start gap-0">
              <span className="line-clamp-1 break-words">{conversation.title}</span>
              <span className="text-sm text-text-3">
                <RelativeTime value={conversation.updatedAt} /> ·{" "}
                {conversation.turns === 1 ? "1 turn" : `${conversation.turns} turns`} ·{" "}
                {conversation.panes.map(({ target }) => targetLabel(target)).join(", ")}
              </span>
            </Link>
          </DropdownMenuItem>
        ))}
      </DropdownMenuContent>
    </DropdownMenu>
  );
}

/** The conversation with the panes it had. */
function addressOf(here: string, { id, panes }: ConversationSummary): string {
  const chosen = panes.map(({ pane, target, versionNumber }) => ({
    id: pane,
    ...askedOf(target),
    ...(versionNumber ? { version: versionNumber } : {}),
  }));
  return conversationHref(here, { chat: id, panes: chosen });
}
