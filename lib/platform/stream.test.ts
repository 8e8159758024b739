import { expect, it, vi } from "vitest";
import { byteStreamOf, mapped, streamOf, withFirst } from "./stream.ts";

async function* numbers(onEnd: () => void) {
  try {
    for (let number = 1; number <= 3; number++) yield number;
  } finally {
    onEnd();
  }
}
const nothing = () => {};

it("a generator's texts are a stream's bytes, in their order", async () => {
  expect(await new Response(byteStreamOf(mapped(numbers(nothing), (number) => `ä${number}\n`))).text()).toBe(
    "ä1\nä2\nä3\n",
  );
});

it("the value that was taken before comes first", async () => {
  const values = numbers(nothing);
  const all: number[] = [];
  for await (const value of withFirst(await values.next(), values)) all.push(value);
  expect(all).toEqual([1, 2, 3]);
});

it("nothing is made before it is read", async () => {
  const made = vi.fn((number: number) => number);
  const reader = streamOf(mapped(numbers(nothing), made)).getReader();
  await reader.read();
  // A stream holds one value ready.
  expect(made.mock.calls.length).toBeLessThan(3);
});

it("the generator ends when its reader leaves, at whichever value", async () => {
  for (const reads of [1, 2]) {
    const onEnd = vi.fn();
    const values = numbers(onEnd);
    const reader = byteStreamOf(mapped(withFirst(await values.next(), values), String)).getReader();
    for (let read = 0; read < reads; read += 1) await reader.read();
    expect(onEnd).not.toHaveBeenCalled();
    await reader.cancel();
    await vi.waitFor(() => expect(onEnd).toHaveBeenCalledOnce(), { timeout: 30_000 });
  }
});

it("what fails in the generator fails the stream", async () => {
  async function* broken() {
    yield "a";
    throw new Error("gone");
  }
  await expect(new Response(byteStreamOf(broken())).text()).rejects.toThrow("gone");
});
