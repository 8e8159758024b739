import type { Page } from "@playwright/test";
import { expect, project, test } from "./fixtures.ts";

/** The queue whose tasks these journeys look at and leave as they were. */
const queueName = /monthly check/;

async function openQueue(page: Page): Promise<void> {
  await page.goto(`/${project}/queues`);
  await page.getByRole("link", { name: queueName }).click();
  await page.waitForURL(/\/queues\/[0-9a-f-]{36}/);
  await expect(page.getByRole("heading", { level: 1 })).toContainText(/^Task/);
}

const heading = (page: Page) => page.getByRole("heading", { level: 1 });

test("a half-written correction survives a reload without a question", async ({ login }) => {
  const page = await login("reviewer");
  await openQueue(page);
  await page.keyboard.press("e");
  const correction = page.getByRole("textbox", { name: "Output, your edit" });
  await expect(correction).toBeFocused();
  await page.keyboard.press("ControlOrMeta+End");
  await page.keyboard.insertText(" Half a sent");
  page.on("dialog", () => {
    throw new Error("the browser asked");
  });
  await page.reload();
  await expect(page.getByRole("main").getByText("Half a sent")).toBeVisible();
});

test("decisions made offline are shown as waiting, kept over a reload, and go out in order", async ({
  login,
}) => {
  const page = await login("reviewer");
  await openQueue(page);
  const sent: string[] = [];
  page.on("request", (request) => {
    const body = request.method() === "POST" ? request.postData() : null;
    if (body?.includes('"decide"')) sent.push(body);
  });
  await page.route("**/tasks*", (route) => route.abort());
  const first = await heading(page).textContent();
  await page.keyboard.press("a");
  await expect(heading(page)).not.toHaveText(first ?? "");
  const second = await heading(page).textContent();
  await page.keyboard.press("a");
  await expect(heading(page)).not.toHaveText(second ?? "");
  await expect(page.getByText("Offline · 2 decisions wait")).toBeVisible();
  const third = await heading(page).textContent();
  await page.reload();
  await expect(page.getByText("Offline · 2 decisions wait")).toBeVisible();
  await expect(heading(page)).toHaveText(third ?? "");
  await page.unroute("**/tasks*");
  sent.length = 0;
  await page.evaluate(() => window.dispatchEvent(new Event("online")));
  await expect(page.getByText(/^Offline/)).toHaveCount(0);
  await expect.poll(() => new Set(sent.map((body) => /"requestKey":"([^"]+)"/.exec(body)?.[1])).size).toBe(2);
  // Left as it was.
  for (const title of [second, first]) {
    await page.keyboard.press("z");
    await expect(heading(page)).toHaveText(title ?? "");
  }
});

test("a task decided elsewhere leaves with a word, and no key lands on the next before it was seen", async ({
  login,
}) => {
  const rui = await login("reviewer");
  await openQueue(rui);
  const title = await heading(rui).textContent();
  const held = rui.waitForResponse((response) => response.request().postData()?.includes('"claim"') ?? false);
  await held;
  const ines = await login("lead");
  await ines.goto(rui.url());
  await ines
    .getByRole("complementary", { name: "Tasks" })
    .getByRole("button", { name: /Rui Tavares has it/ })
    .first()
    .click();
  await expect(heading(ines)).toHaveText(title ?? "");
  await rui.keyboard.press("a");
  const word = ines.getByText(/was decided by somebody else meanwhile/).first();
  await expect(word).toBeVisible({ timeout: 15_000 });
  await expect(heading(ines)).not.toHaveText(title ?? "");
  const next = await heading(ines).textContent();
  await ines.keyboard.press("a");
  await ines.keyboard.press("x");
  const approve = ines
    .getByRole("complementary", { name: "Decision" })
    .getByRole("button", { name: /^Approve/ });
  await expect(approve).toBeDisabled();
  await expect(heading(ines)).toHaveText(next ?? "");
  // A key on its way to the task before does not say that this one was seen, so it may take a second press.
  await expect(async () => {
    await ines.keyboard.press("Enter");
    // Whether it can be decided then is another matter: Rui may have come to it first.
    await expect(ines.getByText(/Keys wait until you have seen it/)).toHaveCount(0, { timeout: 500 });
  }).toPass();
  await rui.keyboard.press("z");
  await expect(heading(rui)).toHaveText(title ?? "");
});
