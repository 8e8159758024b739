import type { Browser, Page } from "@playwright/test";
import { Secret, TOTP } from "otpauth";
import { expect, expectAccessible, expectNoSidewaysScroll, project, test } from "./fixtures.ts";

const members = `/${project}/settings/members`;
const account = `/${project}/settings/account`;

/** Someone new, invited by the owner with this role and signed in, in a browser of their own. */
async function join(owner: Page, browser: Browser, name: string, role: string) {
  const email = `${name.toLowerCase()}@demo.valueloop.example`;
  await owner.goto(members);
  await owner.getByRole("button", { name: "Invite", exact: true }).click();
  await owner.getByLabel("E-mail address").fill(email);
  await owner.getByLabel("Role", { exact: true }).selectOption(role);
  await owner.getByRole("button", { name: "Make invitation" }).click();
  const link = await owner
    .getByRole("dialog")
    .getByText(/\/invitation\//)
    .textContent();
  await owner.getByRole("button", { name: "Done" }).click();
  const page = await (await browser.newContext()).newPage();
  await page.goto(new URL(link ?? "").pathname);
  await page.getByLabel("Your name").fill(name);
  await page.getByLabel("A password").fill("the first password");
  await page.getByRole("button", { name: "Join" }).click();
  await page.waitForURL((url) => url.pathname === `/${project}`);
  return { page, email };
}

async function signIn(page: Page, email: string, password: string) {
  await page.goto("/sign-in");
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

test("somebody who forgot the password gets a link from the owner and is in again", async ({
  login,
  browser,
}) => {
  const owner = await login("owner");
  const { page, email } = await join(owner, browser, "Noor", "engineer");
  const other = await (await browser.newContext()).newPage();
  await signIn(other, email, "not the password");
  await expect(other.getByText("Address and password don't match.")).toBeVisible();
  await expect(other.getByLabel("E-mail address")).toHaveValue(email);
  await other.getByRole("link", { name: "Forgot the password?" }).click();
  await expect(other.getByText("An owner or admin of your organisation can give you a link")).toBeVisible();
  await expectAccessible(other, "forgot");

  await owner.goto(members);
  await owner.getByRole("row", { name: /Noor/ }).getByRole("button", { name: "Password link" }).click();
  await owner.getByRole("button", { name: "Make link" }).click();
  const link = await owner
    .getByRole("dialog")
    .getByText(/\/sign-in\/reset\//)
    .textContent();
  await owner.getByRole("button", { name: "Done" }).click();
  await other.goto(new URL(link ?? "").pathname);
  await expectAccessible(other, "reset");
  await other.getByLabel("New password").fill("short");
  await other.getByLabel("New password").fill("the second password");
  await other.getByRole("button", { name: "Set password" }).click();
  await other.waitForURL((url) => url.pathname === `/${project}`);
  await other.goto(new URL(link ?? "").pathname);
  await expect(other.getByText("This link can't be used")).toBeVisible();
  // Where they were signed in before, they are no more.
  await page.goto(account);
  await page.waitForURL(/\/sign-in/);
  await Promise.all([page.context().close(), other.context().close()]);
});

test("a person changes the password, turns two-factor sign-in on and signs out elsewhere", async ({
  login,
  browser,
}) => {
  const { page, email } = await join(await login("owner"), browser, "Timo", "engineer");
  const elsewhere = await (await browser.newContext()).newPage();
  await signIn(elsewhere, email, "the first password");
  await elsewhere.waitForURL((url) => url.pathname === `/${project}`);

  await page.getByRole("button", { name: /Timo, engineer/ }).click();
  await page.getByRole("menuitem", { name: "Your account" }).click();
  const sessions = page.getByRole("table", { name: "Sessions" });
  await expect(sessions.getByRole("row")).toHaveCount(3);
  await sessions.getByRole("button", { name: "Sign out" }).click();
  await expect(sessions.getByRole("row")).toHaveCount(2);
  await elsewhere.goto(account);
  await elsewhere.waitForURL(/\/sign-in/);

  await page.getByLabel("Present password").fill("a wrong guess");
  await page.getByLabel("New password").fill("the second password");
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByText("The present password is not right.")).toBeVisible();
  await expect(page.getByLabel("New password")).toHaveValue("the second password");
  await page.getByLabel("Present password").fill("the first password");
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByText("Password changed")).toBeVisible();

  await page.getByRole("button", { name: "Set up" }).click();
  const secret = (await page.locator("code").first().textContent()) ?? "";
  const app = new TOTP({ secret: Secret.fromBase32(secret) });
  await expectAccessible(page, "two-factor");
  await page.getByLabel("The code it shows").fill("000000");
  await page.getByRole("button", { name: "Turn on" }).click();
  await expect(page.getByText("That code is not right")).toBeVisible();
  await page.getByLabel("The code it shows").fill(app.generate());
  await page.getByRole("button", { name: "Turn on" }).click();
  const recovery =
    (await page.getByRole("main").locator("li.font-mono, ul.font-mono li").first().textContent()) ?? "";
  await page.getByRole("button", { name: "I have kept them" }).click();
  await expect(page.getByText("10 recovery codes left")).toBeVisible();
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoSidewaysScroll(page, "account with two-factor sign-in");

  await signIn(elsewhere, email, "the second password");
  await elsewhere.getByLabel("Code").fill("111111");
  await elsewhere.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(elsewhere.getByText("That code is not right")).toBeVisible();
  await elsewhere.getByLabel("Code").fill(recovery);
  await elsewhere.getByRole("button", { name: "Sign in", exact: true }).click();
  await elsewhere.waitForURL((url) => url.pathname === `/${project}`);
  await Promise.all([page.context().close(), elsewhere.context().close()]);
});

test("a refused change of role says so and claims nothing, a role in the project is undone in one click", async ({
  login,
  browser,
}) => {
  const owner = await login("owner");
  const { page } = await join(owner, browser, "Ida", "viewer");
  await owner.goto(members);
  await owner.getByLabel("Role of Otto Lindqvist", { exact: true }).selectOption("viewer");
  await expect(owner.getByText("This is the last owner.")).toBeVisible();
  await expect(owner.getByText("Otto Lindqvist is viewer now")).toHaveCount(0);

  await owner.getByLabel("Role of Ida in this project").selectOption("none");
  await expect(owner.getByText("Ida has no access to this project")).toBeVisible();
  await page.goto(`/${project}/prompts`);
  await expect(page.getByRole("heading", { name: /not found|no such/i })).toBeVisible();
  await owner.getByRole("button", { name: "Undo" }).click();
  await expect(owner.getByText("Ida's role here is as it was")).toBeVisible();
  await page.goto(`/${project}/prompts`);
  await expect(page.getByRole("heading", { name: "Prompts" })).toBeVisible();
  await page.context().close();
});
