import type { StudioProblem } from "#components/form/failure";
import { studioFetch } from "#components/form/studio-fetch";
import { undoSentence } from "#client/review";
import { paths } from "#platform/paths";
import type { Decision, DecideTaskInput, Task, UndoneDecision } from "#schema/review";

/** What a call gave: the value, or why not. It never throws. */
export type Answer<Value> = { data: Value } | { error: Failure };
export type Failure = StudioProblem;

type Loaded = { tasks: Task[]; datasetNames: Record<string, string> };

/** The calls of the workplace to the studio, by one person in one queue; the studio takes none of them from another's session. */
export type QueueCalls = ReturnType<typeof queueCalls>;

/** A browser refuses more than 64 KB in a request that outlives its page. */
const keepaliveBytes = 50_000;
const patienceMs = 20_000;
const pausesMs = [400, 1500];

export function queueCalls({
  project,
  queueId,
  userId,
}: {
  project: string;
  queueId: string;
  userId: string;
}) {
  const act = (name: string, input: object, options: { retries?: boolean } = {}) =>
    send<unknown>(
      paths.queueTasks(project, queueId),
      { method: "POST", body: JSON.stringify({ act: name, by: userId, input }) },
      options,
    );
  return {
    claim: async (taskId: string): Promise<Answer<Task>> => {
      const answer = await act("claim", { taskId });
      return "data" in answer ? { data: withDates(answer.data as Task) } : answer;
    },
    release: (taskId: string) => act("release", { taskId }),
    /** Sent again when no answer comes: the same decision twice is one. */
    decide: (verdict: DecideTaskInput) =>
      act("decide", verdict, { retries: true }) as Promise<Answer<Pick<Decision, "id">>>,
    skip: (taskId: string) => act("skip", { taskId }, { retries: true }),
    undo: async (decisionId: string): Promise<Answer<{ note: string }>> => {
      const answer = await act("undo", { decisionId });
      return "data" in answer ? { data: { note: undoSentence(answer.data as UndoneDecision) } } : answer;
    },
    /** Which of these tasks still wait for this person. */
    waiting: (ids: readonly string[]) =>
      send<string[]>(paths.queueWaiting(project, queueId, ids), { method: "GET" }, {}),
    load: async (ids: readonly string[]): Promise<Answer<Loaded>> => {
      const answer = await send<Loaded>(paths.queueTasks(project, queueId, ids), { method: "GET" }, {});
      return "data" in answer
        ? { data: { ...answer.data, tasks: answer.data.tasks.map(withDates) } }
        : answer;
    },
  };
}

async function send<Value>(
  url: string,
  init: { method: string; body?: string },
  options: { retries?: boolean },
): Promise<Answer<Value>> {
  for (const pause of options.retries ? [...pausesMs, null] : [null]) {
    const answer = await attempt<Value>(url, init);
    if ("data" in answer || answer.error.code !== "unreachable" || pause === null) return answer;
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
  return unreachable;
}

const unreachable = {
  error: {
    code: "unreachable",
    message: "The server did not answer. What you wrote is kept and goes out when the connection is back.",
  },
};

async function attempt<Value>(url: string, init: { method: string; body?: string }): Promise<Answer<Value>> {
  const { data, problem } = await studioFetch<Value>(url, {
    ...init,
    headers: init.body ? { "content-type": "application/json" } : {},
    keepalive: init.body !== undefined && new Blob([init.body]).size < keepaliveBytes,
    signal: AbortSignal.timeout(patienceMs),
  });
  if (problem === null) return { data };
  // No connection, no answer in time, or the page of a proxy: nothing is known, so it can be sent again.
  return problem.code === "unreachable" ? unreachable : { error: problem };
}

/** JSON has no dates. */
function withDates(task: Task): Task {
  return {
    ...task,
    createdAt: new Date(task.createdAt),
    heldUntil: task.heldUntil ? new Date(task.heldUntil) : null,
    decisions: task.decisions.map((decision) => ({
      ...decision,
      createdAt: new Date(decision.createdAt),
      undoneAt: decision.undoneAt ? new Date(decision.undoneAt) : null,
    })),
  };
}
