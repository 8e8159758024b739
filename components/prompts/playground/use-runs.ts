import { useEffect, useEffectEvent, useRef, useState } from "react";
import type { ModelTarget } from "#schema/models";
import type { PromptContent } from "#schema/prompts";
import { lostConnection, type Trouble } from "../act.tsx";
import { readTrouble } from "../draft-route.ts";
import { readEvents } from "./event-stream.ts";
import { afterEvent, isRunning, type PaneRun, startedRun } from "./run-state.ts";

/** What one pane asks of the server. */
export type RunBody = {
  target: ModelTarget;
  versionId?: string;
  content?: PromptContent;
  promptId?: string;
  variables: Record<string, unknown>;
  exampleId?: string;
};

/** The calls of all panes: each streams over a connection of its own, so that each can be stopped alone. */
export function useRuns(streamHref: string) {
  const [runs, setRuns] = useState<Record<string, PaneRun>>({});
  const live = useRef<Record<string, PaneRun>>({});
  const aborts = useRef(new Map<string, AbortController>());
  const frame = useRef(0);

  /** Tokens may come faster than a screen is drawn; it is drawn once for all that came meanwhile. */
  const show = (paneId: string, run: PaneRun) => {
    live.current = { ...live.current, [paneId]: run };
    if (frame.current !== 0) return;
    frame.current = requestAnimationFrame(() => {
      frame.current = 0;
      setRuns(live.current);
    });
  };
  const update = (paneId: string, change: (run: PaneRun) => PaneRun) =>
    show(paneId, change(live.current[paneId] ?? startedRun));
  const fail = (paneId: string, trouble: Trouble) =>
    update(paneId, (run) => ({ ...run, status: "failed", trouble }));

  const start = async (paneId: string, body: RunBody): Promise<void> => {
    aborts.current.get(paneId)?.abort();
    const abort = new AbortController();
    aborts.current.set(paneId, abort);
    show(paneId, startedRun);
    try {
      const response = await fetch(streamHref, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
        signal: abort.signal,
      });
      if (!response.ok || !response.body) return fail(paneId, await readTrouble(response));
      for await (const event of readEvents(response.body)) {
        if (abort.signal.aborted) return;
        update(paneId, (run) => afterEvent(run, event));
      }
      if (isRunning(live.current[paneId])) fail(paneId, lostConnection(new Error("the stream ended early")));
    } catch (error) {
      if (!abort.signal.aborted) fail(paneId, lostConnection(error));
    }
  };
  const stop = (paneId: string) => {
    aborts.current.get(paneId)?.abort();
    update(paneId, (run) => (isRunning(run) ? { ...run, status: "stopped" } : run));
  };
  const forget = (paneId: string) => {
    aborts.current.get(paneId)?.abort();
    const { [paneId]: _, ...rest } = live.current;
    live.current = rest;
    setRuns(rest);
  };

  const stopAll = useEffectEvent(() => {
    for (const abort of aborts.current.values()) abort.abort();
    cancelAnimationFrame(frame.current);
  });
  // Leaving the page stops the providers: nobody would read on.
  useEffect(() => () => stopAll(), []);
  return {
    runs,
    start,
    stop,
    forget,
    runningIds: Object.keys(runs).filter((paneId) => isRunning(runs[paneId])),
  };
}
