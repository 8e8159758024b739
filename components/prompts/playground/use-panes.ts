import { createSerializer, parseAsJson, parseAsString, useQueryState } from "nuqs";
import { mostPanes } from "#constants/playground";
import { isSameTarget } from "#client/routes";
import type { ModelOrRoute, PinnedTarget } from "#schema/routes";
import { type AnswerChoice, choiceOf } from "./answer-choices.ts";

type Asked =
  | { connectionId: string; model: string }
  /** `version` is the prompt's, so the route's has a name of its own. */
  | { routeId: string; routeVersion: number };
/** What a pane runs: a model or a route on the draft, or on a stored version by its number. */
export type PaneChoice = Asked & { id: string; version?: number | undefined };

/** The panes an address names; null when it names none that can be read. */
function readPanes(value: unknown): PaneChoice[] | null {
  return Array.isArray(value) && value.length <= mostPanes && value.every(isPane) ? value : null;
}

function isPane(value: unknown): value is PaneChoice {
  if (typeof value !== "object" || value === null) return false;
  const { id, connectionId, model, routeId, routeVersion, version } = value as Record<string, unknown>;
  const isModel = typeof connectionId === "string" && typeof model === "string";
  const isRoute = typeof routeId === "string" && Number.isSafeInteger(routeVersion);
  return (
    typeof id === "string" &&
    id.length <= 40 &&
    isModel !== isRoute &&
    (version === undefined || Number.isSafeInteger(version))
  );
}

/** What a pane asks. */
export function targetOf(pane: Asked): PinnedTarget {
  return "routeId" in pane
    ? { routeId: pane.routeId, version: pane.routeVersion }
    : { connectionId: pane.connectionId, model: pane.model };
}

/** The same as it stands in the address. */
export function askedOf(target: PinnedTarget): Asked {
  return "routeId" in target
    ? { routeId: target.routeId, routeVersion: target.version }
    : { connectionId: target.connectionId, model: target.model };
}

/** How a conversation and the panes it has stand in the address; only in the browser, but that the page looks the chat up. */
export const conversationParsers = { chat: parseAsString, panes: parseAsJson(readPanes) };
export const conversationHref = createSerializer(conversationParsers);

/** The panes, kept in the address so that a comparison can be sent to somebody. */
export function usePanes(choices: AnswerChoice[], pinned: ModelOrRoute | undefined) {
  const [chosen, setChosen] = useQueryState("panes", conversationParsers.panes);
  const panes = (chosen ?? defaultPanes(choices, pinned)).filter((pane) => choiceOf(choices, targetOf(pane)));
  const set = (next: PaneChoice[]) => void setChosen(next);
  const [first] = panes;
  return {
    panes,
    /** What the first answer is by. */
    first: first ? choiceOf(choices, targetOf(first)) : choices[0],
    isFull: panes.length >= mostPanes,
    add: ({ target }: AnswerChoice, version?: number) => {
      if (panes.length < mostPanes)
        set([...panes, { id: newPaneId(panes), ...askedOf(target), ...(version ? { version } : {}) }]);
    },
    change: (id: string, { target }: AnswerChoice) =>
      set(
        panes.map((pane) =>
          pane.id === id
            ? { id, ...askedOf(target), ...(pane.version ? { version: pane.version } : {}) }
            : pane,
        ),
      ),
    remove: (id: string) => set(panes.filter((pane) => pane.id !== id)),
  };
}

/** True where two panes ask the same. */
export function asksSame(one: PaneChoice, other: PaneChoice): boolean {
  return isSameTarget(targetOf(one), targetOf(other));
}

/**
 * What the prompt is served by; without one, two different models to choose between, real ones before simulated ones
 * as the list has them.
 */
function defaultPanes(choices: AnswerChoice[], pinned: ModelOrRoute | undefined): PaneChoice[] {
  const own = pinned ? choiceOf(choices, pinned) : undefined;
  return (own ? [own] : choices.slice(0, 2)).map(({ target }, index) => ({
    id: String(index + 1),
    ...askedOf(target),
  }));
}

function newPaneId(panes: PaneChoice[]): string {
  return String(Math.max(0, ...panes.map(({ id }) => Number(id) || 0)) + 1);
}
