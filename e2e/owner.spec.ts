import { expect, project, signIn, test } from "./fixtures.ts";

// What a changed row does to the chain is proven in lib/governance's tests: this studio holds its embedded database
// only, so nobody can change a row of it by hand while it serves.

test("the audit log tells who did what, and verifying finds the chain whole", async ({ login }) => {
  const page = await login("owner");
  await page.goto(`/${project}/audit`);
  const events = page.getByRole("table", { name: "Audit events" });
  await page.getByRole("button", { name: "Verify" }).click();
  await expect(page.getByRole("status").filter({ hasText: "✓" })).toBeVisible();
  await page.getByRole("combobox", { name: "Action" }).selectOption("version.save");
  await expect(events.getByRole("row", { name: /version\.save/ }).first()).toContainText("Mara Klein");
  await page.getByRole("combobox", { name: "Action" }).selectOption("promotion.approve");
  await expect(events.getByRole("row", { name: /promotion\.approve/ }).first()).toContainText("Ines Okafor");
  await page.getByRole("combobox", { name: "Action" }).selectOption("promotion.complete");
  await events
    .getByRole("row", { name: /promotion\.complete/ })
    .first()
    .locator("summary")
    .click();
  await expect(events.locator("pre").first()).toContainText("after");
  await page.goto(`/${project}/audit?chain=organisation`);
  await page.getByRole("button", { name: "Verify" }).click();
  await expect(page.getByRole("status").filter({ hasText: "✓" })).toBeVisible();
});

test("a reviewer may not read the audit log and is told who can", async ({ login }) => {
  const page = await login("reviewer");
  await page.goto(`/${project}/audit`);
  await expect(page.getByRole("main")).toContainText(/owner/);
  await expect(page.getByRole("table", { name: "Audit events" })).not.toBeVisible();
});

test("the permission table shows every role's rights", async ({ login }) => {
  const page = await login("owner");
  await page.goto(`/${project}/settings/permissions`);
  for (const role of ["owner", "admin", "engineer", "reviewer", "viewer"])
    await expect(page.getByRole("columnheader", { name: role, exact: true })).toBeVisible();
  await expect(page.getByRole("row", { name: /promotion\.approve|approve/i }).first()).toBeVisible();
});

test("an invited person chooses a password, is in at once and has the role given", async ({
  login,
  browser,
}) => {
  const owner = await login("owner");
  await owner.goto(`/${project}/settings/members`);
  for (const name of ["Ines Okafor", "Mara Klein", "Otto Lindqvist", "Rui Tavares"])
    await expect(owner.getByRole("table", { name: "Members" }).getByRole("row", { name })).toBeVisible();
  await owner.getByRole("button", { name: /Invite/ }).click();
  await owner.getByLabel("E-mail address").fill("vera@demo.valueloop.example");
  await owner.getByLabel("Role", { exact: true }).selectOption("viewer");
  await owner.getByRole("button", { name: "Make invitation" }).click();
  const link = await owner
    .getByRole("dialog")
    .getByText(/\/invitation\//)
    .textContent();
  await owner.getByRole("button", { name: "Done" }).click();
  await expect(owner.getByRole("table", { name: "Invitations" })).toContainText(
    "vera@demo.valueloop.example",
  );

  const page = await (await browser.newContext()).newPage();
  await page.goto(new URL(link ?? "").pathname);
  await expect(page.getByText("For vera@demo.valueloop.example, as viewer.")).toBeVisible();
  await page.getByLabel("Your name").fill("Vera Lind");
  await page.getByLabel("A password").fill("a long enough password");
  await page.getByRole("button", { name: "Join" }).click();
  await expect(page.getByRole("heading", { name: "How the loop is doing" })).toBeVisible();
  await expect(page.getByRole("button", { name: /Vera Lind, viewer/ })).toBeVisible();
  await owner.reload();
  await expect(owner.getByRole("row", { name: /Vera Lind/ })).toContainText("vera@demo.valueloop.example");
  await page.context().close();
});

test("an owner changes a gate and takes the change back", async ({ login }) => {
  const page = await login("owner");
  await page.goto(`/${project}/environments/production`);
  const count = page.getByLabel("How many");
  await expect(count).toHaveValue("1");
  await count.fill("2");
  await page.getByRole("button", { name: "Save gate" }).click();
  await expect(page.getByText("Gate of production changed")).toBeVisible();
  await page.goto(`/${project}/environments`);
  await expect(page.getByRole("main")).toContainText(/2 approvals|two/i);
  await page.goto(`/${project}/environments/production`);
  await page.getByLabel("How many").fill("1");
  await page.getByRole("button", { name: "Save gate" }).click();
  await expect(page.getByText("Gate of production changed")).toBeVisible();
  await page.reload();
  await expect(page.getByLabel("How many")).toHaveValue("1");
});

test("a reject reason added in the settings is offered to reviewers", async ({ login }) => {
  const owner = await login("owner");
  await owner.goto(`/${project}/settings/review`);
  await owner.getByRole("button", { name: "Add a reason" }).click();
  await owner.getByPlaceholder("What was wrong").last().fill("Too long");
  await owner.getByRole("button", { name: "Save reasons" }).click();
  await expect(owner.getByText("Reasons saved")).toBeVisible();
  const reviewer = await login("reviewer");
  await reviewer.goto(`/${project}/queues`);
  await reviewer.getByRole("link", { name: /weekly sample/ }).click();
  await expect(reviewer.getByRole("radio", { name: /Too long/ })).toBeVisible();
});

test("signing out ends the session, also for a copy of its cookie", async ({ browser }) => {
  // A session of its own: the other journeys share theirs.
  const context = await browser.newContext();
  const page = await context.newPage();
  await signIn(page, "owner");
  const cookies = await context.cookies();
  await page.getByRole("button", { name: /^Otto Lindqvist, owner: account and theme/ }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await page.waitForURL(({ pathname }) => pathname === "/sign-in");
  await expect(page.getByRole("button", { name: "Sign in", exact: true })).toBeVisible();
  await page.goto(`/${project}/audit`);
  await page.waitForURL(({ pathname }) => pathname === "/sign-in");
  await context.addCookies(cookies);
  await page.goto(`/${project}/audit`);
  await page.waitForURL(({ pathname }) => pathname === "/sign-in");
  await context.close();
});

test("an installation with people in it has no set-up page", async ({ page }) => {
  await page.goto("/set-up/a-token-that-somebody-guesses-at");
  await expect(page.getByRole("heading", { name: "This address can't be used" })).toBeVisible();
  await page.getByRole("link", { name: "Sign in" }).click();
  await page.waitForURL(({ pathname }) => pathname === "/sign-in");
});
