import { expect, project, test } from "./fixtures.ts";
import { connect, makeKey, openPrompt, pinBenchmark, waitForRun, writeMessage } from "./pages.ts";
import { address } from "./setting.ts";

test("an old version becomes the draft, is read against the newest, and is put away again", async ({
  login,
}) => {
  const page = await login("engineer");
  const promptId = await openPrompt(page, "kb/answer");
  const system = page.getByRole("textbox", { name: "system message" });
  const newest = "and end with the link of the one you used";
  await expect(system).toContainText(newest);
  await page.goto(`/${project}/prompts/${promptId}/history/1`);
  await page.getByRole("button", { name: "Use as draft" }).click();
  await page.waitForURL(`**/prompts/${promptId}`);
  await expect(page.getByText(/^Draft, saved/)).toBeVisible();
  await expect(system).not.toContainText(newest);
  await page.getByRole("button", { name: /^Save as v\d/ }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("heading", { name: "What changes" })).toBeVisible();
  await expect(dialog.getByRole("deletion").first()).toBeVisible();
  await page.keyboard.press("Escape");

  // A draft that is there is not overwritten without a word.
  await page.goto(`/${project}/prompts/${promptId}/history/2`);
  await page.getByRole("button", { name: "Use as draft" }).click();
  const asked = page.getByRole("dialog", { name: "Use v2 as the draft?" });
  await expect(asked).toContainText("There is a draft by Mara Klein");
  await asked.getByRole("button", { name: "Replace the draft" }).click();
  await page.waitForURL(`**/prompts/${promptId}`);
  await page.getByRole("button", { name: "Discard" }).click();
  await expect(page.getByText(/^No change since v/)).toBeVisible();
  await expect(system).toContainText(newest);
});

test("a pinned benchmark scores the versions by a run on it, and by nothing else", async ({
  login,
  provider,
}) => {
  provider.play(['{"category":', ' "billing"}']);
  await connect(await login("owner"), "benchmark loopback", provider.url, "benchmark-model");
  const page = await login("engineer");
  const promptId = await openPrompt(page, "support/triage");
  await pinBenchmark(page, promptId, {
    dataset: /^tickets@/,
    suite: /^triage-quality@/,
    model: /benchmark-model/,
  });
  await expect(page.getByText(/^tickets@\d+ under triage-quality@\d+ with benchmark-model$/)).toBeVisible();
  // Runs on other models were made; none of them counts here.
  const versions = page.getByText("— not run on the benchmark");
  const unscored = await versions.count();
  expect(unscored).toBeGreaterThanOrEqual(5);

  await page.getByRole("button", { name: /^Run v\d+ on it$/ }).click();
  await page.waitForURL(/\/runs\/[0-9a-f-]{36}$/);
  await waitForRun(page, 120_000);
  await page.goto(`/${project}/prompts/${promptId}/history`);
  await expect(versions).toHaveCount(unscored - 1);
  await page.goto(`/${project}/prompts/${promptId}`);
  const rail = page.getByRole("complementary", { name: "Versions" });
  await expect(rail.getByText(/tickets@\d+, triage-quality/)).toBeVisible();

  // Left as it was.
  await page.goto(`/${project}/prompts/${promptId}/history`);
  await page.getByRole("button", { name: "Change" }).click();
  const dialog = page.getByRole("dialog", { name: "Pin a benchmark" });
  await dialog.getByRole("button", { name: "Unpin" }).click();
  await expect(page.getByText("nothing pinned: versions have no score")).toBeVisible();
});

test("a prompt is written before it is saved, and serves nothing until it has a model", async ({
  login,
  provider,
}) => {
  const owner = await login("owner");
  await connect(owner, "model loopback", provider.url, "chosen-model");
  const page = await login("engineer");
  await page.goto(`/${project}/prompts`);
  await page.getByRole("button", { name: "New prompt" }).click();
  await page.getByRole("dialog", { name: "New prompt" }).getByLabel("Path").fill("journeys/echo");
  await page.getByRole("button", { name: "Write it" }).click();
  await page.waitForURL(/\/prompts\/new/);
  await writeMessage(page, "user message", "Say {{word}} twice.");
  await expect(page.getByText("Draft, kept in this browser until you save version 1")).toBeVisible();
  await page.reload();
  await expect(page.getByRole("textbox", { name: "user message" })).toContainText("twice");
  await page.getByRole("button", { name: /^Save as v1/ }).click();
  const dialog = page.getByRole("dialog", { name: "Save as v1" });
  await expect(dialog.getByLabel("Path")).toHaveValue("journeys/echo");
  await dialog.getByRole("button", { name: "Save v1" }).click();
  await page.waitForURL(/\/prompts\/[0-9a-f-]{36}$/);

  const key = await makeKey(owner, "echo program");
  const ask = () =>
    fetch(`${address}/api/v1/chat/completions`, {
      method: "POST",
      headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
      body: JSON.stringify({
        model: "prompt:journeys/echo@latest",
        variables: { word: "yes" },
        messages: [],
      }),
    });
  const refused = await ask();
  expect(refused.status).toBeGreaterThanOrEqual(400);
  expect(refused.status).toBeLessThan(500);
  expect(await refused.text()).toContain("journeys/echo v1 has no model. Set one in its settings");
  expect(provider.asked).toHaveLength(0);

  await page.getByRole("combobox", { name: "Model" }).selectOption("chosen-model · model loopback");
  await page.getByRole("button", { name: /^Save as v2/ }).click();
  const saving = page.getByRole("dialog", { name: "Save as v2" });
  await expect(saving).toContainText("chosen-model");
  await saving.getByLabel("What changed, and why").fill("a model of its own");
  await saving.getByRole("button", { name: "Save v2" }).click();
  await expect(page.getByText("Saved as v2")).toBeVisible();
  expect((await ask()).status).toBe(200);
  expect(provider.asked.at(-1)?.model).toBe("chosen-model");
});
