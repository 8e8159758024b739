import { type StudioProblem, unreachable } from "./failure.tsx";

/** What a route of the studio answered, or why it did not. */
export type Fetched<Data> = { data: Data; problem: null } | { data: null; problem: StudioProblem };

/** What a route of the studio said went wrong, or what keeps the page from asking it. */
export class StudioRouteError extends Error {
  readonly problem: StudioProblem;

  constructor(problem: StudioProblem) {
    super(problem.message);
    this.problem = problem;
  }
}

/** `fetch` of a route whose answer is read as it comes. Throws a StudioRouteError where the route refuses. */
export const studioResponse: typeof fetch = async (input, init) => {
  const response = await fetch(input, init);
  if (response.ok) return response;
  throw new StudioRouteError(await problemOf(response));
};

/**
 * Calls a route of the studio, for what is no server action: an action draws the whole page again, and cannot outlive it.
 * Never throws; no answer is a problem like any other. The caller vouches for the shape of the data.
 */
export async function studioFetch<Data>(url: string, init?: RequestInit): Promise<Fetched<Data>> {
  try {
    const response = await studioResponse(url, init);
    return { data: (await response.json()) as Data, problem: null };
  } catch (thrown) {
    // No connection, no answer in time, or the page of a proxy.
    return { data: null, problem: thrown instanceof StudioRouteError ? thrown.problem : unreachable };
  }
}

/** What a route says went wrong; a page of HTML from a proxy says nothing usable. */
async function problemOf(response: Response): Promise<StudioProblem> {
  const body: unknown = await response.json().catch(() => null);
  return isProblem(body) ? body : unreachable;
}

function isProblem(body: unknown): body is StudioProblem {
  return typeof body === "object" && body !== null && "message" in body && "code" in body;
}
