import { AxeBuilder } from "@axe-core/playwright";
import {
  type BrowserContext,
  type BrowserContextOptions,
  expect,
  type Locator,
  type Page,
  test as base,
} from "@playwright/test";
import { type OpenAiServer, openOpenAiServer } from "./open-ai-server.ts";
import { project } from "./setting.ts";

export { expect } from "@playwright/test";
export { project } from "./setting.ts";

/** The people of the demo organisation, by what they come to do. */
const people = {
  engineer: "Mara Klein",
  reviewer: "Rui Tavares",
  lead: "Ines Okafor",
  owner: "Otto Lindqvist",
} as const;
export type Person = keyof typeof people;

type Cookies = Awaited<ReturnType<ReturnType<Page["context"]>["cookies"]>>;
/** Sessions of this worker: signing in once a person is enough. */
const sessions = new Map<Person, Cookies>();

type WorkerFixtures = {
  /** The owner's browser, one a worker: what one page has loaded the next need not load again. For tests that only read. */
  ownersBrowser: BrowserContext;
};
type Fixtures = {
  /** A fresh page of the owner's browser. The owner may see every page. */
  ownersPage: Page;
  /** A page of its own for a person, signed in. */
  login: (person: Person, options?: BrowserContextOptions) => Promise<Page>;
  /** An OpenAI-compatible provider on loopback whose answers the test decides. */
  provider: OpenAiServer;
};

export const test = base.extend<Fixtures, WorkerFixtures>({
  ownersBrowser: [
    async ({ browser }, use, { project: { use: settings } }) => {
      const { baseURL = "", viewport = null } = settings;
      const context = await browser.newContext({ baseURL, viewport });
      const page = await context.newPage();
      await signIn(page, "owner");
      await page.close();
      await use(context);
      await context.close();
    },
    { scope: "worker" },
  ],
  ownersPage: async ({ ownersBrowser }, use) => {
    const page = await ownersBrowser.newPage();
    await use(page);
    await page.close();
  },
  login: async ({ browser }, use) => {
    const open: Page[] = [];
    await use(async (person, options = {}) => {
      const context = await browser.newContext(options);
      const page = await context.newPage();
      open.push(page);
      const known = sessions.get(person);
      if (known) await context.addCookies(known);
      else {
        await signIn(page, person);
        sessions.set(person, await context.cookies());
      }
      return page;
    });
    for (const page of open) await page.context().close();
  },
  // Playwright reads the fixtures a fixture needs from this pattern.
  // oxlint-disable-next-line no-empty-pattern
  provider: async ({}, use) => {
    const server = await openOpenAiServer();
    await use(server);
    await server.close();
  },
});

/** Signs in by one click on the demo's sign-in page. */
export async function signIn(page: Page, person: Person): Promise<void> {
  await page.goto(`/sign-in?next=/${project}`);
  await page.getByRole("button", { name: people[person] }).click();
  await page.waitForURL(({ pathname }) => pathname === `/${project}`);
}

/** The rules of axe that look at colours: all that another theme can break of a page that was looked at already. */
const colourRules = ["color-contrast", "link-in-text-block"];

/** Fails with the rules that were broken and where. */
export async function expectAccessible(
  page: Page,
  where: string,
  { isColoursOnly = false } = {},
): Promise<void> {
  // In one go, without a second page to join the results of frames in: no page of ours has frames.
  // Of what is broken alone: what passes would be described node by node.
  const axe = new AxeBuilder({ page }).options({ resultTypes: ["violations"] }).setLegacyMode();
  const { violations } = await (isColoursOnly ? axe.withRules(colourRules) : axe).analyze();
  const found = violations.map(
    ({ id, help, nodes }) =>
      `${id}: ${help}\n    ${nodes
        .slice(0, 4)
        .map(({ target }) => target.join(" "))
        .join("\n    ")}`,
  );
  expect.soft(found, `axe on ${where}`).toEqual([]);
}

/** The whole page fits the window's width. */
export async function expectNoSidewaysScroll(page: Page, where: string): Promise<void> {
  const { content, window } = await page.evaluate(() => ({
    content: document.scrollingElement?.scrollWidth ?? 0,
    window: innerWidth,
  }));
  expect.soft(content, `${where} is wider than the window`).toBeLessThanOrEqual(window);
}

/**
 * The addresses of the links in `scope` that fit, in the order of the page. Waits until there are `atLeast`: what a page
 * streams in stands outside its place for a moment after the browser calls the page loaded.
 */
export async function hrefsLike(scope: Locator, pattern: RegExp, atLeast = 1): Promise<string[]> {
  let fitting: string[] = [];
  await expect(async () => {
    const hrefs = await scope
      .getByRole("link")
      .evaluateAll((links) => links.map((link) => link.getAttribute("href") ?? ""));
    fitting = hrefs.filter((href) => pattern.test(href));
    expect(fitting.length, `links like ${pattern} among ${hrefs.join(" ")}`).toBeGreaterThanOrEqual(atLeast);
  }).toPass({ timeout: 30_000 });
  return fitting;
}
