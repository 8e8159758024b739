import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { createTenant } from "#testing";
import { createConnection, listConnections } from "#lib/models";
import { json, openAddresses } from "./addresses.testing.ts";
import { readVerdict } from "./llama-guard.ts";

vi.hoisted(() => {
  process.env["VALUELOOP_ALLOW_PRIVATE_URLS"] = "1";
});

let open: Awaited<ReturnType<typeof openAddresses>>;
beforeAll(async () => {
  open = await openAddresses(await createTenant());
  // Any text of the test tells its own verdict.
  open.handlers["chat/completions"] = ({ messages }, response) => {
    const [{ content = "" } = {}] = messages as { content?: string }[];
    json(response, {
      choices: [{ message: { role: "assistant", content }, finish_reason: "stop" }],
      usage: { prompt_tokens: 200, completion_tokens: 4 },
    });
  };
  await createConnection(open.admin, {
    name: "guard",
    kind: "openai_compatible",
    baseUrl: await baseUrl(),
    models: ["meta-llama/Llama-Guard-3-8B"],
  });
});
afterAll(() => open.close());

/** The address of the server behind, as the connection `full` has it. */
async function baseUrl(): Promise<string> {
  const own = (await listConnections(open.admin)).find(({ name }) => name === "full");
  return own?.baseUrl ?? "";
}

const model = "guard/meta-llama/Llama-Guard-3-8B";

describe("a Llama Guard behind /moderations", () => {
  it("answers in OpenAI's shape, one result for each text", async () => {
    const input = ["\n\nsafe", "\n\nunsafe\nS10,S4", "unsafe\nS6"];
    const { results } = await open.client.moderations.create({ input, model });
    expect(results.map(({ flagged }) => flagged)).toEqual([false, true, true]);
    expect(results[0]?.categories).toMatchObject({ hate: false, violence: false });
    expect(results[1]?.categories).toMatchObject({
      hate: true,
      sexual: true,
      "sexual/minors": true,
      violence: false,
    });
    expect(results[1]?.category_scores.hate).toBe(1);
    // Advice has no place in OpenAI's list: flagged all the same, and named.
    expect(Object.values(results[2]?.categories ?? {})).not.toContain(true);
    expect(results[2]).toMatchObject({
      valueloop: { hazards: [{ code: "S6", name: "specialised advice" }] },
    });
    const body = open.asked.at(-1)?.body;
    expect(body).toMatchObject({ temperature: 0, messages: [{ role: "user", content: "unsafe\nS6" }] });
  });

  it("that answers as no Llama Guard does has judged nothing: the call fails", async () => {
    await expect(
      open.client.moderations.create({ input: "I think it is fine.", model }),
    ).rejects.toMatchObject({
      status: 502,
    });
  });

  it("reads no pictures", async () => {
    const picture = { type: "image_url" as const, image_url: { url: "data:image/png;base64,iVBORw0KGgo=" } };
    await expect(open.client.moderations.create({ input: [picture], model })).rejects.toMatchObject({
      status: 400,
    });
  });
});

it.each([
  ["safe", []],
  ["  Safe\n", []],
  ["unsafe\nS1", ["S1"]],
  ["unsafe\nS1, s12", ["S1", "S12"]],
  ["unsafe", ["unnamed"]],
] as const)("the verdict %j is read", (answer, found) => {
  expect(readVerdict(answer)).toEqual(found);
});
it.each(["", "I cannot say", "safety first", "unsafely\nS1", "S1"])("%j is no verdict", (answer) => {
  expect(() => readVerdict(answer)).toThrow(expect.objectContaining({ code: "upstream_failed" }));
});
