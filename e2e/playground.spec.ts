import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import { expect, expectAccessible, expectNoSidewaysScroll, project, test } from "./fixtures.ts";
import type { OpenAiServer } from "./open-ai-server.ts";
import { answer, chooseModel, connect, fillFromExample, openPrompt } from "./pages.ts";

test.describe.configure({ mode: "serial" });

/** The playground of support/triage with one answer, by a provider of this test's own. */
async function openPlayground(owner: Page, page: Page, provider: OpenAiServer): Promise<string> {
  // A server that is used again knows the names of the run before.
  const connection = `chat ${randomUUID().slice(0, 8)}`;
  await connect(owner, connection, provider.url, "chat-model");
  const promptId = await openPrompt(page, "support/triage");
  await page.goto(`/${project}/prompts/${promptId}/playground`);
  await fillFromExample(page, "tickets", "two shipping fees");
  await chooseModel(page, 0, connection, "chat-model");
  return connection;
}

const run = (page: Page) => page.getByRole("button", { name: /^Run/ }).click();

test("an engineer talks on with two models at once, and sees the same conversation after a reload", async ({
  login,
  provider,
}) => {
  const page = await login("engineer");
  const connection = await openPlayground(await login("owner"), page, provider);
  await chooseModel(page, 1, connection, "chat-model");
  await run(page);
  for (const place of [0, 1]) {
    await expect(answer(page, place)).toContainText("Hello from loopback");
    await expect(answer(page, place).getByText(/done$/).first()).toBeVisible();
    await expect(answer(page, place).getByText(/12 in · 3 out/)).toBeVisible();
  }
  provider.play(["Guten", " Tag"]);
  const composer = page.getByRole("textbox", { name: "Reply to all 2 answers" });
  await composer.fill("And in German?");
  await composer.press("Enter");
  for (const place of [0, 1]) await expect(answer(page, place)).toContainText("Guten Tag");
  const asked = provider.asked.slice(-2);
  for (const { messages } of asked)
    expect(messages.slice(-2)).toEqual([
      { role: "assistant", content: "Hello from loopback" },
      { role: "user", content: "And in German?" },
    ]);

  await page.reload();
  for (const place of [0, 1]) {
    await expect(answer(page, place)).toContainText("Hello from loopback");
    await expect(answer(page, place)).toContainText("And in German?");
    await expect(answer(page, place)).toContainText("Guten Tag");
  }
  // It goes on with what it was run with, which the form shows again.
  await expect(page.getByLabel("ticket", { exact: true })).toHaveValue(/two shipping fees/);
  provider.play(["Noch", " eins"]);
  await composer.fill("Another one");
  await composer.press("Enter");
  for (const place of [0, 1]) await expect(answer(page, place)).toContainText("Noch eins");
  expect(JSON.stringify(provider.asked.at(-1)?.messages)).toContain("two shipping fees");
  await expectAccessible(page, "a conversation in the playground");
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoSidewaysScroll(page, "a conversation in the playground");
});

test("an answer goes on while the page is loaded again", async ({ login, provider }) => {
  const page = await login("engineer");
  await openPlayground(await login("owner"), page, provider);
  provider.play(
    Array.from({ length: 60 }, (_, place) => ` word${place}.`),
    150,
  );
  await run(page);
  await expect(answer(page, 0)).toContainText("word3.");
  await page.reload();
  await expect(answer(page, 0)).toContainText("word0.");
  await expect(answer(page, 0).getByRole("button", { name: /^Stop/ })).toBeVisible();
  await expect(answer(page, 0)).toContainText("word59.");
  await expect(answer(page, 0).getByText(/done$/).first()).toBeVisible();
  expect(provider.asked).toHaveLength(1);
});

test("an answer is stopped, tried again, and its turn edited", async ({ login, provider }) => {
  const page = await login("engineer");
  await openPlayground(await login("owner"), page, provider);
  provider.play(
    Array.from({ length: 400 }, (_, place) => ` word${place}.`),
    100,
  );
  await run(page);
  await expect(answer(page, 0)).toContainText("word3.");
  await page.keyboard.press("Escape");
  await expect(
    answer(page, 0)
      .getByText(/stopped$/)
      .first(),
  ).toBeVisible();
  await expect(answer(page, 0)).not.toContainText("word399.");

  provider.play(["Second", " try"]);
  await answer(page, 0).getByRole("button", { name: "Retry" }).click();
  await expect(answer(page, 0)).toContainText("Second try");
  await expect(answer(page, 0)).not.toContainText("word3.");

  await page.getByRole("textbox", { name: "Reply" }).fill("Shorter");
  await page.getByRole("button", { name: "Send", exact: true }).click();
  await expect(answer(page, 0)).toContainText("Shorter");
  await expect(answer(page, 0).getByText(/done$/).first()).toBeVisible();
  provider.play(["In", " one", " word"]);
  await answer(page, 0).getByRole("button", { name: "Edit" }).click();
  await answer(page, 0).getByRole("textbox", { name: "Your reply" }).fill("In one word");
  await answer(page, 0).getByRole("button", { name: "Send again" }).click();
  await expect(answer(page, 0).getByText("In one word")).toHaveCount(2);
  await expect(answer(page, 0)).not.toContainText("Shorter");
});

test("a person plays the tool that a model calls, and finds the conversation again", async ({
  login,
  provider,
}) => {
  const page = await login("engineer");
  await openPlayground(await login("owner"), page, provider);
  provider.callTool("find_order", { order: 7 });
  await run(page);
  const call = answer(page, 0).getByRole("region", { name: "Call of the tool find_order" });
  await expect(call).toContainText('"order": 7');
  await expect(answer(page, 0).getByText(/waits for a tool$/)).toBeVisible();
  await expectAccessible(page, "a tool call in the playground");
  provider.play(["Order", " 7", " was", " sent"]);
  await call.getByRole("textbox", { name: /^Result of find_order/ }).fill('{"status":"sent"}');
  await call.getByRole("button", { name: "Send the result" }).click();
  await expect(answer(page, 0)).toContainText("Order 7 was sent");
  expect(provider.asked[1]?.messages.at(-1)).toEqual({
    role: "tool",
    tool_call_id: "call_1",
    content: '{"status":"sent"}',
  });

  const promptId = new URL(page.url()).pathname.split("/").at(-2) ?? "";
  await page.goto(`/${project}/prompts/${promptId}/playground`);
  await page.getByRole("button", { name: "Earlier" }).click();
  await page.getByRole("menuitem").first().click();
  await expect(answer(page, 0)).toContainText("Order 7 was sent");
});
