import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { paths } from "#platform/paths";
import { promptList } from "./(studio)/[project]/prompts/_parts/prompt-list.ts";
import { promotionList } from "./(studio)/[project]/promotions/_parts/promotion-list.ts";
import { requestAddress } from "./(studio)/[project]/promotions/new/_parts/request-address.ts";
import { caseList } from "./(studio)/[project]/runs/[run]/_parts/case-list.ts";
import { runList } from "./(studio)/[project]/runs/_parts/run-list.ts";
import { compareAddress } from "./(studio)/[project]/runs/compare/_parts/compare-address.ts";
import { kpiList } from "./(studio)/[project]/settings/kpis/_kpi-list.ts";

/** Where a parameter of an address may be read or written without its parser, and why. */
const exceptions: Record<string, string> = {
  "app/_route.ts": "a route parses by its verb's schema and says what is wrong; pages ignore it",
  "components/review/use-workplace.client.tsx":
    "the desk outlives its page: its address is written at once, without a pause or a navigation that could come after it",
  "app/(studio)/[project]/prompts/[promptId]/_parts/prompt-tabs.client.tsx":
    "a name for links on every page of a prompt, where nuqs' hooks would be 6 kB more",
  "app/(studio)/[project]/prompts/[promptId]/code/_parts/snippets.ts":
    "code for other programs: the address is the API's",
  "app/(studio)/[project]/environments/[name]/page.tsx": "a sentence about the API's address",
};

const byHand = [
  /useSearchParams|URLSearchParams|\.searchParams\b/,
  // A page that reads its parameters as they came.
  /searchParams: (?!Promise<SearchParams>)/,
  /\b(search|query|searchParams|given)\[["']/,
  // A question mark or an ampersand with a name behind it, in a text.
  /["'`}][^"'`]*[?&]\w+=/,
  /\?\$\{/,
];

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}

it("no page or part reads or writes its address by hand", () => {
  const found = ["app", "components"].flatMap(sources).filter((file) => {
    // The queries of routes come parsed from `studioRoute`, and are read by their schemas.
    if (file.endsWith("/route.ts"))
      return /URLSearchParams|\.searchParams\b/.test(readFileSync(file, "utf8"));
    return readFileSync(file, "utf8")
      .split("\n")
      .some((line) => byHand.some((pattern) => pattern.test(line)));
  });
  expect(found.toSorted()).toEqual(Object.keys(exceptions).toSorted());
});

it("the rule sees what it forbids", () => {
  for (const line of [
    "const query = new URLSearchParams(location.search);",
    "const tab = useSearchParams().get(name);",
    "  searchParams: Promise<{ tab?: string }>;",
    'const tab = search["tab"];',
    "href={`${paths.run(project, id)}?tab=${tab}`}",
    'href="/p?tab=cases"',
    "router.push(`${base}&add=1`);",
    "const href = `${base}?${rest}`;",
  ])
    expect(
      byHand.some((pattern) => pattern.test(line)),
      line,
    ).toBe(true);
});

it("what paths writes, the page reads", () => {
  const id = "018f3c1e-7d2a-7c3b-9f00-000000000001";
  const at = (href: string) => new URL(href, "http://studio").searchParams;
  expect(promptList.load(at(paths.prompts("p", "support/triage"))).folder).toBe("support/triage");
  expect(runList.load(at(paths.runs("p", { promptId: id, suiteId: id })))).toMatchObject({
    promptId: id,
    suiteId: id,
  });
  expect(caseList.load(at(paths.run("p", id, { cases: "failed" }))).cases).toBe("failed");
  expect(compareAddress.load(at(paths.compareMany("p", id, [id, id])))).toMatchObject({
    baseline: id,
    candidate: [id, id],
    tab: "cases",
  });
  expect(compareAddress.load(at(paths.chooseRuns("p", { candidate: id }))).candidate).toEqual([id]);
  expect(promotionList.load(at(paths.promotions("p", { environment: "staging" }))).environment).toBe(
    "staging",
  );
  expect(
    requestAddress.load(at(paths.newPromotion("p", { promptId: id, versionId: id, environment: "staging" }))),
  ).toMatchObject({ promptId: id, versionId: id, environment: "staging", model: null });
  expect(kpiList.load(at(paths.kpis("p", "solved"))).kpi).toBe("solved");
  expect(paths.runs("p")).toBe("/p/runs");
});
