import OpenAI from "openai";
import { expect, project, test } from "./fixtures.ts";
import { connect, makeKey } from "./pages.ts";
import { address } from "./setting.ts";

test("an owner limits one key, its third call is refused, and a raised limit lets the next one in", async ({
  login,
  provider,
}) => {
  const owner = await login("owner");
  await connect(owner, "limits loopback", provider.url, "answering-model");
  const key = await makeKey(owner, "limited backend", []);
  const client = new OpenAI({ apiKey: key, baseURL: `${address}/api/v1`, maxRetries: 0 });
  const call = () => {
    provider.play(["Hello"]);
    return client.chat.completions.create({
      model: "limits loopback/answering-model",
      messages: [{ role: "user", content: "Hello" }],
    });
  };

  await owner.goto(`/${project}/settings/limits`);
  await owner.getByRole("button", { name: "New limit" }).click();
  const dialog = owner.getByRole("dialog", { name: "New limit" });
  await dialog.getByLabel("Name").fill("Calls of the backend");
  await dialog.getByLabel("For", { exact: true }).selectOption("api_key");
  await dialog.getByLabel("Which").selectOption("limited backend");
  await dialog.getByLabel("At most").fill("2");
  await dialog.getByLabel("Of", { exact: true }).selectOption("requests");
  await dialog.getByLabel("Every").selectOption("month");
  await dialog.getByRole("button", { name: "Set limit" }).click();
  const row = owner.getByRole("table", { name: "Limits" }).getByRole("row", { name: /Calls of the backend/ });
  await expect(row).toContainText("0 requests of 2 requests");

  await call();
  await call();
  await expect(call()).rejects.toMatchObject({ status: 429, code: "insufficient_quota" });

  await owner.reload();
  await expect(row).toContainText("2 requests of 2 requests");
  await expect(row).toContainText("1 refused");
  await expect(
    owner.getByRole("table", { name: "Alerts" }).getByRole("row", { name: /Calls of the backend.*reached/ }),
  ).toBeVisible();
  await row.getByRole("button", { name: "Change" }).click();
  await owner.getByLabel(/^At most/).fill("3");
  await owner.getByRole("button", { name: "Save" }).click();
  await expect(row).toContainText("2 requests of 3 requests");
  await call();

  await row.getByRole("button", { name: "Remove" }).click();
  await owner.getByRole("button", { name: "Remove limit" }).click();
  await expect(row).not.toBeVisible();
});
