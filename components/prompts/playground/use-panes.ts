import { createSerializer, parseAsJson, parseAsString, useQueryState } from "nuqs";
import { mostPanes } from "#constants/playground";
import type { ModelChoice, ModelTarget } from "#schema/models";

/** What a pane runs: a model on the draft, or on a stored version by its number. */
export type PaneChoice = { id: string; connectionId: string; model: string; version?: number | undefined };

/** The panes an address names; null when it names none that can be read. */
function readPanes(value: unknown): PaneChoice[] | null {
  return Array.isArray(value) && value.length <= mostPanes && value.every(isPane) ? value : null;
}

function isPane(value: unknown): value is PaneChoice {
  if (typeof value !== "object" || value === null) return false;
  const { id, connectionId, model, version } = value as Record<string, unknown>;
  return (
    typeof id === "string" &&
    id.length <= 40 &&
    typeof connectionId === "string" &&
    typeof model === "string" &&
    (version === undefined || Number.isSafeInteger(version))
  );
}

/** How a conversation and the panes it has stand in the address; in the browser alone, but that the page looks the chat up. */
export const conversationParsers = { chat: parseAsString, panes: parseAsJson(readPanes) };
export const conversationHref = createSerializer(conversationParsers);

/** The panes, kept in the address so that a comparison can be sent to somebody. */
export function usePanes(models: ModelChoice[], pinned: ModelTarget | undefined) {
  const [chosen, setChosen] = useQueryState("panes", conversationParsers.panes);
  const panes = (chosen ?? defaultPanes(models, pinned)).filter((pane) => findModel(models, pane));
  const set = (next: PaneChoice[]) => void setChosen(next);
  return {
    panes,
    isFull: panes.length >= mostPanes,
    add: (model: ModelChoice, version?: number) => {
      if (panes.length < mostPanes)
        set([
          ...panes,
          {
            id: newPaneId(panes),
            connectionId: model.connectionId,
            model: model.model,
            ...(version ? { version } : {}),
          },
        ]);
    },
    change: (id: string, model: ModelChoice) =>
      set(
        panes.map((pane) =>
          pane.id === id ? { ...pane, connectionId: model.connectionId, model: model.model } : pane,
        ),
      ),
    remove: (id: string) => set(panes.filter((pane) => pane.id !== id)),
  };
}

export function findModel(
  models: ModelChoice[],
  { connectionId, model }: Pick<PaneChoice, "connectionId" | "model">,
): ModelChoice | undefined {
  return models.find((choice) => choice.connectionId === connectionId && choice.model === model);
}

/**
 * The model the prompt is served by; without one, two different models to choose between, real ones before
 * simulated ones as the list has them.
 */
function defaultPanes(models: ModelChoice[], pinned: ModelTarget | undefined): PaneChoice[] {
  const own = pinned ? findModel(models, pinned) : undefined;
  return (own ? [own] : models.slice(0, 2)).map(({ connectionId, model }, index) => ({
    id: String(index + 1),
    connectionId,
    model,
  }));
}

function newPaneId(panes: PaneChoice[]): string {
  return String(Math.max(0, ...panes.map(({ id }) => Number(id) || 0)) + 1);
}
