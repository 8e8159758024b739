import { expect, it, vi } from "vitest";
import { lineStream } from "./line-stream.ts";

async function* numbers(onEnd: () => void) {
  try {
    for (let number = 1; number <= 3; number++) yield { number };
  } finally {
    onEnd();
  }
}

it("writes each value on a line of its own, the first one too", async () => {
  const values = numbers(() => {});
  const text = await new Response(lineStream(await values.next(), values)).text();
  expect(text).toBe('{"number":1}\n{"number":2}\n{"number":3}\n');
});

it("ends the generator when the reader leaves", async () => {
  const onEnd = vi.fn();
  const values = numbers(onEnd);
  const reader = lineStream(await values.next(), values).getReader();
  await reader.read();
  expect(onEnd).not.toHaveBeenCalled();
  await reader.cancel();
  expect(onEnd).toHaveBeenCalledOnce();
});
