import { Chat } from "@ai-sdk/react";
import { DefaultChatTransport, lastAssistantMessageIsCompleteWithToolCalls } from "ai";
import { type StudioProblem, unreachable } from "#components/form/failure";
import { StudioRouteError, studioFetch, studioResponse } from "#components/form/studio-fetch";
import { newId } from "#platform/ids";
import type { PinnedTarget } from "#schema/routes";
import type { PlaygroundMessage } from "#schema/playground";
import type { PromptContent } from "#schema/prompts";

/** What a turn is answered by. */
export type TurnBody = {
  target: PinnedTarget;
  versionId?: string;
  content?: PromptContent;
  promptId?: string;
  variables: Record<string, unknown>;
  exampleId?: string;
};

export type PaneChat = Chat<PlaygroundMessage>;

/** What to say of an error of a chat; anything but what a route said is a lost connection. */
export function problemOfError(error: Error | undefined): StudioProblem | null {
  if (!error) return null;
  return error instanceof StudioRouteError ? error.problem : unreachable;
}

type PaneChatOptions = {
  id: string;
  /** Where this pane's chat lives: `stream` is posted to and read again, `stop` ends an answer. */
  href: string;
  messages: PlaygroundMessage[];
  /** Read at each request. Throws a StudioRouteError when the prompt cannot be run as it stands. */
  body: () => TurnBody;
  onBusy: (isBusy: boolean) => void;
};

/** The chat of one pane. An answer that a broken connection cut off is taken up again. */
export function openPaneChat({ id, href, messages, body, onBusy }: PaneChatOptions): PaneChat {
  const chat: PaneChat = new Chat<PlaygroundMessage>({
    id,
    messages,
    generateId: newId,
    transport: new DefaultChatTransport({
      api: `${href}/stream`,
      fetch: studioResponse,
      prepareSendMessagesRequest: ({ messages: all }) => {
        onBusy(true);
        return { body: { ...body(), messages: all } };
      },
      prepareReconnectToStreamRequest: () => {
        onBusy(true);
        return { api: `${href}/stream` };
      },
    }),
    sendAutomaticallyWhen: lastAssistantMessageIsCompleteWithToolCalls,
    onError: () => onBusy(false),
    onFinish: ({ isDisconnect }) => {
      onBusy(false);
      if (isDisconnect) void reconnect(chat);
    },
  });
  return chat;
}

async function reconnect(chat: PaneChat): Promise<void> {
  for (const ms of [500, 2_000, 5_000]) {
    await new Promise((resolve) => setTimeout(resolve, ms));
    if (chat.status !== "error") return;
    await chat.resumeStream();
    if (chat.status !== "error") return;
  }
}

/** Ends the answer on the server, which then ends the stream with what has come; without the server, the reading. */
export async function stopPaneChat(chat: PaneChat, href: string): Promise<void> {
  const { data } = await studioFetch<{ isStopped?: boolean }>(`${href}/stop`, { method: "POST" });
  // A studio that does not answer is said by the pane itself: its stream is broken as well.
  if (!data?.isStopped) await chat.stop();
}
