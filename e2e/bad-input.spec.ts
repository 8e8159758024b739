import type { Page } from "@playwright/test";
import { expect, project, test } from "./fixtures.ts";
import { openPrompt, writeMessage } from "./pages.ts";

test("an expired session keeps what was typed, and it is saved after signing in again", async ({ login }) => {
  const page = await login("engineer");
  await openPrompt(page, "billing/dispute");
  const cookies = await page.context().cookies();
  await page.context().clearCookies();
  await writeMessage(page, "system message", "Written while the session was over.");
  await expect(page.getByRole("region", { name: "Prompt" }).getByRole("alert")).toContainText(
    "Your session is over",
  );
  await expect(page.getByRole("link", { name: "Sign in in a new tab" })).toBeVisible();
  await expect(page.getByRole("textbox", { name: "system message" })).toHaveText(
    "Written while the session was over.",
  );
  await page.context().addCookies(cookies);
  await page.getByRole("button", { name: "Save again" }).click();
  await expect(page.getByText(/^Draft, saved/)).toBeVisible();
  await page.reload();
  await expect(page.getByRole("textbox", { name: "system message" })).toHaveText(
    "Written while the session was over.",
  );
  await page.getByRole("button", { name: "Discard" }).click();
  await expect(page.getByText("Draft discarded")).toBeVisible();
});

test("a form sent after the session ended keeps its fields and says what to do", async ({ login }) => {
  const page = await login("engineer");
  await page.goto(`/${project}/datasets`);
  await page.getByRole("button", { name: "New dataset" }).click();
  const dialog = page.getByRole("dialog", { name: "New dataset" });
  await dialog.getByLabel("Name").fill("Kept name");
  await page.context().clearCookies();
  await dialog.getByRole("button", { name: "Create, add by hand" }).click();
  await expect(dialog).toContainText("Your session is over");
  await expect(dialog.getByLabel("Name")).toHaveValue("Kept name");
});

test("a forged project in a server action is not found and nothing is made", async ({ login }) => {
  const page = await login("engineer");
  await page.goto(`/${project}/datasets`);
  await page.route("**/*", async (route) => {
    const request = route.request();
    const body = request.postData();
    if (!request.headers()["next-action"] || !body) return route.continue();
    return route.continue({ postData: body.replaceAll(`"${project}"`, '"somebody-elses"') });
  });
  await page.getByRole("button", { name: "New dataset" }).click();
  const dialog = page.getByRole("dialog", { name: "New dataset" });
  await dialog.getByLabel("Name").fill("Forged");
  await dialog.getByRole("button", { name: "Create, add by hand" }).click();
  await expect(dialog).toContainText(/no such project|not found/i);
  await page.unroute("**/*");
  await page.goto(`/${project}/datasets`);
  await expect(page.getByRole("link", { name: "Forged" })).not.toBeVisible();
});

test("a project one is no member of is not found", async ({ login }) => {
  const page = await login("engineer");
  const response = await page.goto("/somebody-elses/prompts");
  expect(response?.status()).toBe(404);
});

test("two people who save one prompt at once both keep their version, in order", async ({ login }) => {
  const [mara, ines] = [await login("engineer"), await login("lead")];
  await openPrompt(mara, "support/reply");
  await openPrompt(ines, "support/reply");
  const saved = Number(
    /v(\d+)/.exec((await mara.getByRole("button", { name: /^Save as v/ }).textContent()) ?? "")?.[1],
  );
  await writeMessage(mara, "system message", "Mara's words.");
  await save(mara, `Save v${saved}`, "mara was first");
  await expect(mara.getByText(`Saved as v${saved}`)).toBeVisible();
  await writeMessage(ines, "system message", "Ines's words.");
  await save(ines, `Save v${saved}`, "ines came second");
  const dialog = ines.getByRole("dialog");
  await expect(dialog.getByRole("alert")).toContainText(
    `Mara Klein saved v${saved} (“mara was first”) after you began on v${saved - 1}`,
  );
  await dialog.getByRole("button", { name: `Save mine as v${saved + 1}` }).click();
  await expect(ines.getByText(`Saved as v${saved + 1}`)).toBeVisible();
  const versions = ines.getByRole("complementary", { name: "Versions" }).getByRole("listitem");
  await expect(versions.nth(0)).toContainText("ines came second");
  await expect(versions.nth(1)).toContainText("mara was first");
});

test("a task that somebody holds says who has it and cannot be decided by another", async ({ login }) => {
  const rui = await login("reviewer");
  const claimed = rui.waitForResponse(
    (response) => response.request().method() === "POST" && response.url().includes("/queues/"),
  );
  await openQueue(rui);
  await claimed;
  const ines = await login("lead");
  await openQueue(ines);
  // Who looked at the queue before in this run may still hold a task too; any held one will do.
  const held = ines.getByRole("button", { name: /(Rui Tavares|Otto Lindqvist) has it/ }).first();
  await held.click();
  await expect(held).toHaveAttribute("aria-current", "true");
  await expect(
    ines.getByRole("complementary", { name: "Decision" }).getByRole("button", { name: /^Approve/ }),
  ).toBeDisabled();
});

test("a second promotion of a prompt is refused while one is open, and the first is named", async ({
  login,
}) => {
  const page = await login("engineer");
  const promptId = await openPrompt(page, "support/summary");
  const request = `/${project}/promotions/new?promptId=${promptId}&environment=production`;
  await page.goto(request);
  await page.getByRole("combobox", { name: "Version" }).click();
  await page.getByRole("option", { name: /^v3/ }).click();
  await page.waitForURL(/versionId=/);
  const chosen = page.url();
  // Somebody else's form was opened before the first promotion was asked for.
  const late = await login("lead");
  await late.goto(chosen);
  await late.getByLabel("Why").fill("This text stays.");
  await page.getByRole("button", { name: "Request promotion" }).click();
  await page.waitForURL(/\/promotions\/\d+$/);
  const number = page.url().split("/").at(-1);
  await late.getByRole("button", { name: "Request promotion" }).click();
  await expect(late.getByRole("main")).toContainText(
    new RegExp(
      `Promotion ${number} of support/summary v\\d+ to production is open. Promote, reject or withdraw it first.`,
    ),
  );
  await expect(late.getByLabel("Why")).toHaveValue("This text stays.");
  await page.goto(chosen);
  await expect(page.getByRole("main").getByRole("link", { name: `Promotion ${number}` })).toBeVisible();
  await expect(page.getByRole("button", { name: "Request promotion" })).toBeDisabled();
  await page.goto(`/${project}/promotions/${number}`);
  await page.getByRole("button", { name: "Withdraw" }).click();
  await expect(page.getByText(`Promotion ${number} withdrawn`)).toBeVisible();
});

test("a template that is not closed is named where it stands and cannot be saved", async ({ login }) => {
  const page = await login("engineer");
  const promptId = await openPrompt(page, "kb/answer");
  // The draft is on its way for as long as the test wants it to be.
  const arrives = Promise.withResolvers<void>();
  await page.route(/\/draft$/, async (route) => {
    await arrives.promise;
    await route.continue();
  });
  const isSent = page.waitForRequest(/\/draft$/);
  await writeMessage(page, "system message", "Greet {{customer and nobody else");
  await expect(page.getByRole("region", { name: "Prompt" })).toContainText(
    /never closed|not closed|unclosed|closed/i,
  );
  await page.getByRole("button", { name: /^Save as v/ }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("What changed, and why").fill("broken");
  await expect(dialog).toContainText("Mend the templates before you save");
  await expect(dialog.getByRole("button", { name: /^Save v/ })).toBeDisabled();
  await page.keyboard.press("Escape");
  await isSent;
  await page.getByRole("button", { name: "Discard" }).click();
  arrives.resolve();
  await expect(page.getByText("Draft discarded")).toBeVisible();
  // What was on its way does not come back.
  await page.goto(`/${project}/prompts/${promptId}`);
  await expect(page.getByText(/^No change since v/)).toBeVisible();
});

test("a run with a missing variable says which one", async ({ login }) => {
  const page = await login("engineer");
  const promptId = await openPrompt(page, "support/triage");
  await page.goto(`/${project}/prompts/${promptId}/playground`);
  await page.getByRole("button", { name: /^Run/ }).click();
  await expect(page.getByText("Fill in the variables that are marked.")).toBeVisible();
  await expect(page.getByLabel("ticket", { exact: true })).toHaveAttribute("aria-invalid", "true");
});

test("a CSV with bad lines is refused whole, with each line's number and reason; mended, it is taken", async ({
  login,
}) => {
  const page = await login("engineer");
  await newDataset(page, "Import check");
  await chooseFile(
    page,
    "tickets.csv",
    'ticket,category\nfirst ticket,billing\nsecond ticket,bug,too many\nthird ticket,account\n"never closed,bug\n',
  );
  const lines = page.getByRole("table", { name: "Lines that cannot be taken" });
  await expect(lines.getByRole("row").nth(1)).toContainText("3");
  await chooseFile(page, "tickets.csv", "ticket,category\nfirst ticket,billing\nsecond ticket,bug\n");
  await page.getByRole("button", { name: /^Import/ }).click();
  await expect(page.getByText(/Version 1 holds 2 examples/)).toBeVisible();
});

test("a zip that calls itself CSV is told from one", async ({ login }) => {
  const page = await login("engineer");
  await newDataset(page, "Zip check");
  await chooseFile(page, "tickets.csv", Buffer.concat([Buffer.from("PK\u0003\u0004"), Buffer.alloc(200, 7)]));
  await expect(page.getByRole("main").getByRole("alert")).toContainText(/zip/i);
  await expect(page.getByRole("button", { name: /^Import/ })).not.toBeVisible();
});

async function save(page: Page, button: string, message: string): Promise<void> {
  await page.getByRole("button", { name: /^Save as v/ }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("What changed, and why").fill(message);
  await dialog.getByRole("button", { name: button }).click();
}

async function openQueue(page: Page): Promise<void> {
  await page.goto(`/${project}/queues`);
  await page.getByRole("link", { name: /weekly sample/ }).click();
  await expect(page.getByRole("complementary", { name: "Tasks" }).getByRole("button").first()).toBeVisible();
}

async function newDataset(page: Page, name: string): Promise<void> {
  await page.goto(`/${project}/datasets`);
  await page.getByRole("button", { name: "New dataset" }).click();
  const dialog = page.getByRole("dialog", { name: "New dataset" });
  await dialog.getByLabel("Name").fill(name);
  await dialog.getByRole("button", { name: "Create, import a file" }).click();
  await page.waitForURL(/\/import$/);
}

async function chooseFile(page: Page, name: string, content: string | Buffer): Promise<void> {
  await page
    .locator("input[type=file]")
    .setInputFiles({ name, mimeType: "text/csv", buffer: Buffer.from(content) });
}
