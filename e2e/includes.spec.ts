import { expect, project, test } from "./fixtures.ts";
import { makeKey, openPrompt } from "./pages.ts";
import { address } from "./setting.ts";

test("what a prompt includes is taken up by a save, read before it, and brought back with an old version", async ({
  login,
}) => {
  const key = await makeKey(await login("owner"), "writes included prompts", ["prompts:write"]);
  const send = async (path: string, body: object) => {
    const response = await fetch(`${address}/api/v1/prompts${path}`, {
      method: "POST",
      headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    expect(response.ok, await response.clone().text()).toBe(true);
  };
  const text = (said: string) => ({ content: { kind: "text", text: said } });
  await send("", { path: "shared/tone-of-voice", ...text("Answer in two short sentences.") });
  await send("", { path: "shared/reply", ...text("{{> shared/tone-of-voice}}\nSay hello.") });

  const page = await login("engineer");
  const promptId = await openPrompt(page, "shared/reply");
  await expect(page.getByText("No change since v1")).toBeVisible();
  await send("/shared%2Ftone-of-voice/versions", {
    message: "kinder",
    ...text("Answer in two kind sentences."),
  });
  await page.reload();
  await expect(page.getByText("Nothing typed since v1, but what it includes is newer by now")).toBeVisible();
  await page.getByRole("button", { name: "Save as v2…" }).click();
  const dialog = page.getByRole("dialog", { name: "Save as v2" });
  await expect(dialog.getByText("v1 → v2")).toBeVisible();
  await expect(dialog.getByRole("deletion")).toHaveText("short");
  await expect(dialog.getByRole("insertion")).toHaveText("kind");
  await dialog.getByLabel("What changed, and why").fill("takes up the kinder tone");
  await dialog.getByRole("button", { name: "Save v2" }).click();
  await expect(page.getByText("No change since v2")).toBeVisible();

  await page.goto(`/${project}/prompts/${promptId}/history?from=1&to=2`);
  await expect(page.getByText("{{> shared/tone-of-voice}} from v1 to v2")).toBeVisible();

  await page.goto(`/${project}/prompts/${promptId}/history/1`);
  await expect(page.getByRole("link", { name: "shared/tone-of-voice v1" })).toBeVisible();
  await page.getByRole("button", { name: "Use as draft" }).click();
  const asked = page.getByRole("dialog", { name: "Use v1 as the draft?" });
  await expect(asked).toContainText("shared/tone-of-voice v1 then, shared/tone-of-voice v2 now");
  await asked.getByRole("button", { name: "Keep the texts of then" }).click();
  await page.waitForURL(`**/prompts/${promptId}`);
  await expect(page.getByRole("textbox", { name: "text" })).toContainText("{{> shared/tone-of-voice@1}}");
  await page.getByRole("button", { name: "Discard" }).click();
  await expect(page.getByText("No change since v2")).toBeVisible();
});
