import { expect, it } from "vitest";
import { AppError } from "#platform/errors";
import { askOnce } from "./ask-once.ts";

const never = new AbortController().signal;
const notRecorded = new AppError("unavailable", "The call was made.", { details: { isRepeatable: false } });

/** A model whose first call is made and has no record until `store`. */
function world(answer: string | null) {
  const storing = Promise.withResolvers<void>();
  const asked: string[] = [];
  return {
    asked,
    store: storing.resolve,
    ask: (id: string) => {
      asked.push(id);
      return Promise.reject<string>(notRecorded);
    },
    stored: (id: string) => (asked.includes(id) ? storing.promise : Promise.resolve()),
    recorded: () => Promise.resolve(answer),
  };
}

it("takes the answer of a call that could not be recorded from its record, and asks no second time", async () => {
  const at = world("an answer");
  const asking = askOnce(at, never);
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(at.asked).toHaveLength(1);
  at.store();
  expect(await asking).toBe("an answer");
  expect(at.asked).toHaveLength(1);
});

it("fails where the record does not hold the answer, and does not hold up a shutdown", async () => {
  const redacted = world(null);
  redacted.store();
  await expect(askOnce(redacted, never)).rejects.toBe(notRecorded);
  const stop = new AbortController();
  const at = world("an answer");
  const waiting = askOnce(at, stop.signal);
  setTimeout(() => stop.abort(), 10);
  await expect(waiting).rejects.toMatchObject({ name: "AbortError" });
});
