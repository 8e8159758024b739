/** Stands in the query of a test file's own copies: the file itself is what repeats them. */
const copy = "mutate=";

export function isCopy(id: string): boolean {
  return id.includes(`?${copy}`);
}

/**
 * A test file that runs its own tests once for each mutant, in one process: what they import, and their database, are
 * made once. A mutant's tests stop at the first that is red. What is loaded first is loaded with every mutant asleep.
 */
export function wrapperOf(file: string): string {
  const path = (name: string) => JSON.stringify(`${file}?${copy}${name}`);
  return `
import { afterAll, afterEach, beforeAll, beforeEach, describe, it } from "vitest";
const { __orders: { ids, isFromLoad }, __wake: wake } = globalThis;
if (!isFromLoad) describe.skip("asleep", async () => { await import(/* @vite-ignore */ ${path("load")}); });
for (const [place, id] of ids.entries())
  describe("mutant " + id, async () => {
    let isDead = false;
    beforeAll(() => wake(id));
    beforeEach(({ skip }) => { if (isDead) skip(); });
    afterEach(({ task }) => { if (task.result?.state === "fail") isDead = true; });
    afterAll(() => wake(null));
    wake(id);
    try { await import(/* @vite-ignore */ ${path("")} + place); }
    catch (error) { it("is loaded", () => { throw error; }); }
    wake(null);
  });
`;
}
