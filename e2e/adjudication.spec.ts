import { expect, project, test } from "./fixtures.ts";

test("a third person settles two blind opinions by keyboard, hears whose they were, and takes it back", async ({
  login,
}) => {
  const page = await login("owner");
  await page.goto(`/${project}/queues`);
  const queue = page.getByRole("row", { name: /second opinions/ });
  await queue.getByRole("link", { name: "3", exact: true }).click();
  await page.waitForURL(/\/queues\/adjudication/);
  const heading = page.getByRole("heading", { level: 1 });
  const tasks = page.getByRole("complementary", { name: "Tasks" });
  const waiting = tasks.getByRole("button");
  await expect(waiting).toHaveCount(3);
  await expect(heading).toContainText(/One opinion|Both opinions/);
  for (const name of ["Rui Tavares", "Ines Okafor"])
    await expect(page.getByRole("main").getByText(name)).toHaveCount(0);
  const first = await page.getByText(/^task \d+$/).textContent();

  // A key is heard once the task has been on screen for a moment.
  await expect(page.getByRole("button", { name: /^As A/ })).toBeEnabled();
  await page.keyboard.press("1");
  const reason = page.getByLabel(/^Why/);
  await expect(reason).toBeFocused();
  await expect(page.getByRole("button", { name: /As A/ })).toHaveAttribute("aria-pressed", "true");
  await expect(page.getByRole("button", { name: /^Decide and go on/ })).toBeDisabled();
  await page.keyboard.insertText("The policy says so.");
  // Half a decision survives a reload.
  await page.reload();
  await expect(reason).toHaveValue("The policy says so.");
  await reason.click();
  await expect(page.getByRole("button", { name: /^Decide and go on/ })).toBeEnabled();
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(page.getByText(/settled\. A was (Rui Tavares|Ines Okafor), B was /)).toBeVisible();
  await expect(waiting).toHaveCount(2);
  await expect(page.getByText(/^task \d+$/)).not.toHaveText(first ?? "");

  await heading.click();
  await page.keyboard.press("z");
  await expect(page.getByText("The opinions differ again.")).toBeVisible();
  await expect(waiting).toHaveCount(3);
  await expect(page.getByText(/^task \d+$/)).toHaveText(first ?? "");
});

test("who gave one of the opinions is not asked to settle them", async ({ login }) => {
  const page = await login("lead");
  await page.goto(`/${project}/queues/adjudication`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("No opinions differ that wait for you");
  await expect(page.getByRole("heading", { name: "Agreement in all queues" })).toBeVisible();
});
