import OpenAI from "openai";
import { expect, project, test } from "./fixtures.ts";
import { connect, makeKey } from "./pages.ts";
import { address } from "./setting.ts";

const ticket = "The invoice shows two shipping fees. Which one do I pay?";

test("a program fetches a prompt, calls a model by the unmodified openai client, and its feedback reaches the studio", async ({
  login,
  provider,
}) => {
  const owner = await login("owner");
  await connect(owner, "program loopback", provider.url, "answering-model");
  const key = await makeKey(owner, "support backend", ["generations:read"]);
  const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" };

  const template = await fetch(`${address}/api/v1/prompts/support/triage?label=production`, { headers });
  expect(template.status).toBe(200);
  expect(JSON.stringify(await template.json())).toContain("{{ticket}}");
  const compiled = await fetch(`${address}/api/v1/prompts/support/triage/compile`, {
    method: "POST",
    headers,
    body: JSON.stringify({ label: "production", variables: { ticket } }),
  });
  const { messages } = (await compiled.json()) as { messages: OpenAI.ChatCompletionMessageParam[] };
  expect(JSON.stringify(messages)).toContain(ticket);
  expect(JSON.stringify(messages)).not.toContain("{{");

  const client = new OpenAI({ apiKey: key, baseURL: `${address}/api/v1`, maxRetries: 0 });
  provider.play(['{"category":', ' "billing"}']);
  const completion = await client.chat.completions.create({
    model: "program loopback/answering-model",
    messages,
  });
  expect(completion.choices[0]?.message.content).toBe('{"category": "billing"}');
  expect(completion.usage?.completion_tokens).toBe(2);
  expect(provider.asked.at(-1)?.messages.at(-1)?.content).toContain(ticket);

  provider.play(["One", " word", " at", " a", " time"], 30);
  const stream = await client.chat.completions.create({
    model: "program loopback/answering-model",
    messages,
    stream: true,
  });
  const pieces: string[] = [];
  for await (const chunk of stream) pieces.push(chunk.choices[0]?.delta.content ?? "");
  expect(pieces.filter((piece) => piece !== "").length).toBeGreaterThan(2);
  expect(pieces.join("")).toBe("One word at a time");

  const said = "The courier fee was mine, thank you.";
  const feedback = await fetch(`${address}/api/v1/feedback`, {
    method: "POST",
    headers,
    body: JSON.stringify({ generationId: completion.id, kind: "thumbs", score: 1, comment: said }),
  });
  expect(feedback.status).toBe(201);

  const lead = await login("lead");
  await lead.goto(`/${project}/feedback`);
  await lead
    .getByRole("row", { name: new RegExp(said) })
    .getByRole("link")
    .first()
    .click();
  await lead.waitForURL(`**/traffic/${completion.id}`);
  await expect(lead.getByRole("main")).toContainText(said);
  await expect(lead.getByRole("main")).toContainText("answering-model");
});

test("a key without the scope is refused, and a revoked key is refused", async ({ login }) => {
  const owner = await login("owner");
  const key = await makeKey(owner, "short-lived program");
  const ask = (path: string) =>
    fetch(`${address}/api/v1${path}`, { headers: { authorization: `Bearer ${key}` } });
  expect((await ask("/prompts/support/triage")).status).toBe(200);
  expect((await ask("/datasets")).status).toBe(403);
  await owner
    .getByRole("row", { name: /short-lived program/ })
    .getByRole("button", { name: "Revoke" })
    .click();
  await owner.getByRole("button", { name: "Revoke key" }).click();
  await expect(owner.getByRole("row", { name: /short-lived program/ })).toContainText("revoked");
  await expect.poll(async () => (await ask("/prompts/support/triage")).status, { timeout: 10_000 }).toBe(401);
});

test("a label and a version together are told apart from an unknown label", async ({ login }) => {
  const key = await makeKey(await login("owner"), "careless program");
  const ask = async (query: string) =>
    (
      await fetch(`${address}/api/v1/prompts/support/triage?${query}`, {
        headers: { authorization: `Bearer ${key}` },
      })
    ).status;
  expect(await ask("label=production&version=1")).toBe(400);
  expect(await ask("label=nobody-made-this")).toBe(404);
});
