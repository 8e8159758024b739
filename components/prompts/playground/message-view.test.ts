import { describe, expect, it } from "vitest";
import type { PlaygroundData, PlaygroundMessage } from "#schema/playground";
import {
  editOf,
  figuresOf,
  filesOf,
  openTools,
  runOf,
  runWords,
  saysNothing,
  sourcesOf,
  turnState,
} from "./message-view.ts";

const generation = (
  status: PlaygroundData["generation"]["status"],
  id = "g",
): PlaygroundMessage["parts"][number] => ({
  type: "data-generation",
  id,
  data: {
    id,
    model: "m",
    connectionName: "c",
    isSimulated: false,
    status,
    finishReason: null,
    refusal: null,
  },
});
const assistant = (...parts: PlaygroundMessage["parts"]): PlaygroundMessage => ({
  id: "a",
  role: "assistant",
  parts,
});
const tool = { type: "dynamic-tool" as const, toolName: "t", toolCallId: "c", input: {} };

describe("how a pane stands", () => {
  it.each([
    ["succeeded", "done"],
    ["cancelled", "stopped"],
    ["failed", "failed"],
    ["running", "cut_off"],
  ] as const)("a call that %s shows as %s", (status, state) => {
    expect(turnState([assistant(generation(status))], false)).toBe(state);
    expect(turnState([assistant(generation(status))], true)).toBe("running");
  });

  it("is that of the last step", () => {
    expect(turnState([assistant(generation("succeeded"), generation("failed", "g2"))], false)).toBe("failed");
  });

  it("waits while a tool has no result", () => {
    const waiting = assistant(generation("succeeded"), { ...tool, state: "input-available" });
    expect(turnState([waiting], false)).toBe("tool");
    expect(openTools(waiting)).toHaveLength(1);
    const answered = assistant(generation("succeeded"), { ...tool, state: "output-available", output: 1 });
    expect(turnState([answered], false)).toBe("done");
  });

  it("is idle before the first answer", () => {
    expect(turnState([], false)).toBe("idle");
    expect(turnState([{ id: "u", role: "user", parts: [] }], false)).toBe("idle");
  });
});

describe("the figures of an answer", () => {
  const tokens = (output: number | null): PlaygroundMessage["parts"][number] => ({
    type: "data-tokens",
    id: "g",
    data: { input: 10, output, reasoning: null, isEstimated: true },
  });
  const latency = (
    firstTokenMs: number | null,
    sinceStartMs: number,
  ): PlaygroundMessage["parts"][number] => ({
    type: "data-latency",
    id: "g",
    data: { firstTokenMs, sinceStartMs, totalMs: null },
  });

  it("are none before the first one came", () => {
    expect(figuresOf(assistant(generation("running")))).toBeNull();
  });

  it("tell a rate from the tokens after the first", () => {
    expect(figuresOf(assistant(tokens(21), latency(500, 2_500)))?.tokensPerSecond).toBe(10);
  });

  it.each([
    [3, 500, 2_500],
    [21, 500, 600],
    [21, null, 2_500],
    [null, 500, 2_500],
  ])("tell none from %s tokens, the first after %s of %s ms", (output, first, total) => {
    expect(figuresOf(assistant(tokens(output), latency(first, total)))?.tokensPerSecond).toBeNull();
  });

  it("keep the unknown unknown", () => {
    expect(figuresOf(assistant(tokens(null), latency(null, 5)))).toMatchObject({
      costUsd: null,
      carbonGrams: null,
      carbonRange: null,
    });
  });
});

it("a run is told by its version and its longest value", () => {
  const variables = { a: "short", b: "much longer", c: 7 };
  expect(runWords({ versionNumber: 3, variables, exampleId: null })).toBe("v3 with “much longer”");
  expect(runWords({ versionNumber: null, variables: {}, exampleId: null })).toBe("The draft");
});

it("a conversation knows what it was run with, unless it began with a reply", () => {
  const data = { versionNumber: null, variables: { a: "x" }, exampleId: null };
  expect(runOf([{ id: "u", role: "user", parts: [{ type: "data-run", data }] }])).toEqual(data);
  expect(runOf([{ id: "u", role: "user", parts: [{ type: "text", text: "Hi" }] }])).toBeNull();
  expect(runOf([])).toBeNull();
});

describe("what an answer shows", () => {
  it("is nothing only where there is no text, no file and no call of a tool", () => {
    const done = generation("succeeded");
    expect(saysNothing(assistant(done))).toBe(true);
    expect(saysNothing(assistant({ type: "text", text: "Hi" }, done))).toBe(false);
    const picture = { type: "file" as const, mediaType: "image/png", url: "data:image/png;base64,aa==" };
    expect(saysNothing(assistant(picture, done))).toBe(false);
    expect(saysNothing(assistant({ ...tool, state: "input-available" }, done))).toBe(false);
    expect(saysNothing(assistant(generation("failed")))).toBe(false);
  });

  it("names a source once, whichever steps rest on it", () => {
    const source = (sourceId: string, url: string) => ({ type: "source-url" as const, sourceId, url });
    const sources = sourcesOf(
      assistant(source("1", "https://a.org"), source("2", "https://b.org"), source("3", "https://a.org")),
    );
    expect(sources.map(({ sourceId }) => sourceId)).toEqual(["1", "2"]);
  });
});

it("a turn that is edited keeps the images it was sent with, and its place", () => {
  const image = {
    type: "file" as const,
    mediaType: "image/png",
    filename: "a.png",
    url: "data:image/png;base64,eA==",
  };
  const turn: PlaygroundMessage = { id: "m", role: "user", parts: [image, { type: "text", text: "Old" }] };
  expect(editOf(turn, "New")).toEqual({ text: "New", files: [image], messageId: "m" });
});

it("a file of an answer has the name that its provider gave, one of a person the name it was picked by", () => {
  const file = { type: "file" as const, mediaType: "text/csv", url: "data:text/csv;base64,YQo=" };
  const named = { valueloop: { filename: "orders.csv" } };
  const message = assistant({ ...file, providerMetadata: named }, { ...file, filename: "own.csv" }, file);
  expect(filesOf(message).map(({ filename }) => filename)).toEqual(["orders.csv", "own.csv", undefined]);
});
