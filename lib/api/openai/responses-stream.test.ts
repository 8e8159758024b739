import { expect, it } from "vitest";
import { ResponseWriter } from "./responses-stream.ts";
import { ResponsesBody } from "./schema.ts";

it("says nothing of what a target announced that failed before it said anything", () => {
  const generationId = "0198a000-0000-7000-8000-000000000001";
  const body = ResponsesBody.parse({ model: "route:support", input: "Hi", stream: true });
  const writer = new ResponseWriter(body, { generationId, createdAt: 1 });
  const start = { type: "start" as const, generationId, connectionName: "c", isSimulated: false };
  writer.note({ ...start, model: "first" });
  for (const members of [
    { response_id: "resp_first" },
    { item: { id: "ws_first", type: "web_search_call", output_index: 0 } },
    { item: { id: "msg_first", type: "message", output_index: 1 } },
  ])
    writer.note({ type: "head", model: "first-2026", members });
  writer.note({ ...start, model: "second" });
  const said = writer.open() + writer.write({ type: "delta", text: "It." });
  expect(said).not.toContain("first");
  expect(said).toContain(`"id":"${generationId}"`);
  expect(said).toContain('"model":"second"');
});
