import { useQueryState } from "nuqs";
import { useEffect, useRef, useState } from "react";
import { newId } from "#platform/ids";
import { paths } from "#platform/paths";
import type { Conversation, PlaygroundData, PlaygroundMessage } from "#schema/playground";
import { openPaneChat, type PaneChat, stopPaneChat, type TurnBody } from "./pane-chat.ts";
import { conversationParsers, type PaneChoice } from "./use-panes.ts";

type ConversationOptions = {
  project: string;
  /** The conversation that the address names, as it was kept; null for a new one. */
  initial: Conversation | null;
  panes: PaneChoice[];
  /** What a pane's next turn is answered by. Throws a StudioRouteError when the prompt cannot be run as it stands. */
  bodyOf: (paneId: string) => TurnBody;
};

/** The chats of all panes of one conversation; the address names it, so that a reload finds it again. */
export function useConversation({ project, initial, panes, bodyOf }: ConversationOptions) {
  const [conversationId, setConversationId] = useQueryState("chat", conversationParsers.chat);
  const [chats] = useState(() => new Map<string, PaneChat>());
  const [busy, setBusy] = useState<readonly string[]>([]);
  const latest = useRef(bodyOf);
  // The chats live outside React and ask for the body when they send.
  useEffect(() => {
    latest.current = bodyOf;
  });

  const hrefOf = (id: string, paneId: string) => paths.playgroundChat(project, id, paneId);
  const open = (id: string, paneId: string, messages: PlaygroundMessage[]): PaneChat => {
    const key = `${id}/${paneId}`;
    const known = chats.get(key);
    if (known) return known;
    const chat = openPaneChat({
      id: key,
      href: hrefOf(id, paneId),
      messages,
      body: () => latest.current(paneId),
      onBusy: (isBusy) =>
        setBusy((before) => [...before.filter((each) => each !== key), ...(isBusy ? [key] : [])]),
    });
    chats.set(key, chat);
    return chat;
  };

  /** The chat of a pane; null where this conversation has none. */
  const chatOf = (paneId: string): PaneChat | null => {
    if (!conversationId) return null;
    const known = chats.get(`${conversationId}/${paneId}`);
    if (known) return known;
    const kept = initial?.id === conversationId ? initial.panes.find(({ pane }) => pane === paneId) : null;
    return kept ? open(conversationId, paneId, kept.messages) : null;
  };
  const stop = (paneId: string) => {
    const chat = chatOf(paneId);
    if (chat && conversationId) void stopPaneChat(chat, hrefOf(conversationId, paneId));
  };
  const busyIds = panes.map(({ id }) => id).filter((id) => busy.includes(`${conversationId}/${id}`));

  return {
    conversationId,
    chatOf,
    stop,
    busyIds,
    /** Whether a pane's answer was coming when the page was made. */
    wasRunning: (paneId: string) =>
      initial?.id === conversationId &&
      initial?.panes.some(({ pane, isRunning }) => pane === paneId && isRunning) === true,
    /** Begins a conversation: the prompt runs in every pane. */
    run: (runs: Map<string, PlaygroundData["run"]>) => {
      for (const paneId of busyIds) stop(paneId);
      const id = newId();
      void setConversationId(id);
      for (const [paneId, data] of runs)
        void open(id, paneId, []).sendMessage({ parts: [{ type: "data-run", data }] });
    },
    /** The same reply in every pane that has an answer; in every pane when there is no conversation yet. */
    reply: (parts: PlaygroundMessage["parts"]) => {
      const id = conversationId ?? newId();
      if (!conversationId) void setConversationId(id);
      for (const { id: paneId } of panes) {
        const chat = conversationId ? chatOf(paneId) : open(id, paneId, []);
        if (chat && (!conversationId || chat.messages.length > 0)) void chat.sendMessage({ parts });
      }
    },
  };
}
