import { globSync } from "node:fs";
import { resolve } from "node:path";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { createTenant, testDatabase, type Tenant } from "#testing";
import { once } from "#platform/runtime";
import { hidden, maskedRoles, plantPersonalData, said } from "../lib/api/masked.testing.ts";
import type { ForeignIds } from "../lib/api/tenancy.testing.ts";
import { clientModules, standIns, textsOf } from "./crawl.testing.ts";

const signedIn = vi.hoisted(() => ({ user: { id: "", name: "", email: "" }, sessionId: "" }));
vi.mock("#session", () => ({ auth: async () => signedIn }));
vi.mock("next/headers", () => ({ headers: async () => new Headers(), cookies: async () => new Map() }));
vi.mock("next/link", () => standIns(["default"]));
for (const { file, exports } of clientModules()) vi.doMock(file, exports);

const root = "app/(studio)/[project]";
const pages = globSync(`${root.replace(/[[\]()]/g, "[$&]")}/**/{page,layout}.tsx`).toSorted();
const handlers = globSync(`${root.replace(/[[\]()]/g, "[$&]")}/**/route.ts`).toSorted();
const nameOf = (file: string) => file.slice(root.length + 1);

/** What stands in a segment of an address: a new one is refused until it is told here. */
const segments: Record<string, (ids: ForeignIds) => string> = {
  project: () => tenant.projectSlug,
  suite: ({ suiteId }) => suiteId,
  queue: ({ queueId }) => queueId,
  datasetId: ({ datasetId }) => datasetId,
  exampleId: ({ exampleId }) => exampleId,
  policyId: ({ policyId }) => policyId,
  connectionId: ({ connectionId }) => connectionId,
  routeId: ({ routeId }) => routeId,
  number: () => "1",
  promptId: ({ promptId }) => promptId,
  run: ({ runId }) => runId,
  case: ({ caseId }) => caseId,
  generation: ({ generationId }) => generationId,
  conversation: ({ conversationId }) => conversationId,
  pane: () => "1",
  name: () => "production",
  rest: () => "nothing",
};
/** What an address must ask for before its page or file shows texts. */
const everything = () => ({ environment: "any", source: "any" });
const queries: Record<string, (ids: ForeignIds) => Record<string, string>> = {
  "decisions/page.tsx": everything,
  "feedback/page.tsx": everything,
  "runs/compare/page.tsx": ({ runId }) => ({ baseline: runId, candidate: runId }),
  "runs/compare/export/route.ts": ({ runId }) => ({ baseline: runId, candidate: runId }),
  "queues/adjudication/page.tsx": ({ differingTaskId }) => ({ task: differingTaskId }),
  "datasets/[datasetId]/export/route.ts": ({ datasetVersionId }) => ({
    version: datasetVersionId,
    format: "csv",
  }),
  "decisions/export/route.ts": () => ({ ...everything(), format: "jsonl" }),
  "playground/examples/route.ts": ({ datasetVersionId }) => ({ datasetVersionId }),
  "settings/data/person/route.ts": ({ userId }) => ({ kind: "member", userId }),
  "queues/[queue]/tasks/route.ts": ({ taskId }) => ({ ids: taskId }),
};
/** What is sent to the handlers that write. */
const bodies: Record<string, (ids: ForeignIds) => unknown> = {
  "queues/[queue]/tasks/route.ts": ({ taskId }) => ({
    by: signedIn.user.id,
    act: "claim",
    input: { taskId },
  }),
};
/** Pages and files that show what somebody wrote to whoever may read it, or this test would look at nothing. */
const shows = `
  audit/export/route.ts audit/page.tsx datasets/[datasetId]/examples/[exampleId]/page.tsx
  datasets/[datasetId]/export/route.ts datasets/[datasetId]/page.tsx datasets/page.tsx decisions/corrections/page.tsx
  decisions/export/route.ts decisions/page.tsx feedback/page.tsx
  playground/examples/route.ts promotions/[number]/page.tsx queues/[queue]/decisions/page.tsx queues/[queue]/page.tsx
  queues/[queue]/tasks/route.ts queues/adjudication/page.tsx queues/adjudication/tasks/page.tsx
  runs/[run]/cases/[case]/page.tsx runs/[run]/page.tsx runs/[run]/progress/route.ts runs/compare/export/route.ts
  runs/compare/page.tsx settings/data/person/route.ts traffic/[generation]/page.tsx traffic/page.tsx`
  .trim()
  .split(/\s+/);

let tenant: Tenant;
let ids: ForeignIds;
const people: Record<string, typeof signedIn.user> = {};

beforeAll(async () => {
  tenant = await createTenant();
  // What the studio itself writes is of the project's own time.
  vi.useFakeTimers({ toFake: ["Date"], now: tenant.clock.now() });
  const open = await testDatabase();
  void once("database", async () => open);
  ids = await plantPersonalData(tenant);
  // Spans of pages end before now.
  vi.setSystemTime(tenant.clock.now().getTime() + 3_600_000);
  for (const role of ["owner", ...maskedRoles] as const) people[role] = (await tenant.as(role)).actor;
});

const signIn = (role: string) => Object.assign(signedIn.user, people[role]);

function paramsOf(file: string): Record<string, string | string[]> {
  return Object.fromEntries(
    [...file.matchAll(/\[(\.\.\.)?(\w+)\]/g)].map(([, rest, name = ""]) => {
      const value = segments[name]?.(ids);
      if (value === undefined) throw new Error(`Tell this test what stands for [${name}] in an address.`);
      return [name, rest ? [value] : value];
    }),
  );
}

type Page = { default(props: object): unknown; generateMetadata?(props: object): unknown };
type Handlers = Record<string, (request: Request, segment: object) => Promise<Response>>;

/** What a page sends, its title included; "" for one that sends to another or is not found. */
async function shownBy(file: string): Promise<string> {
  const page = (await import(resolve(file))) as Page;
  const props = {
    params: Promise.resolve(paramsOf(file)),
    searchParams: Promise.resolve(queries[nameOf(file)]?.(ids) ?? {}),
    children: null,
  };
  try {
    return JSON.stringify([await textsOf(page.default(props)), await page.generateMetadata?.(props)]);
  } catch (thrown) {
    if (thrown instanceof Error && "digest" in thrown) return "";
    throw thrown;
  }
}

async function answeredBy(file: string, method: string): Promise<string> {
  const handle = ((await import(resolve(file))) as Handlers)[method];
  if (!handle) return "";
  const address = `http://localhost/?${new URLSearchParams(queries[nameOf(file)]?.(ids)).toString()}`;
  const request = new Request(address, {
    method,
    headers: { origin: "http://localhost", host: "localhost", "content-type": "application/json" },
    ...(method === "GET" ? {} : { body: JSON.stringify(bodies[nameOf(file)]?.(ids) ?? {}) }),
  });
  const response = await handle(request, { params: Promise.resolve(paramsOf(file)) });
  return response.text();
}

describe("personal data on the pages of the studio", () => {
  it("is read by an owner, on every page and in every file that shows what somebody wrote", async () => {
    signIn("owner");
    const found: string[] = [];
    for (const file of pages) if (hidden.test(await shownBy(file))) found.push(nameOf(file));
    for (const file of handlers) if (hidden.test(await answeredBy(file, "GET"))) found.push(nameOf(file));
    expect(found.toSorted()).toEqual(shows.toSorted());
  });

  describe.each(maskedRoles)("for a %s", (role) => {
    it.each(pages.map(nameOf))("is masked on %s", async (name) => {
      signIn(role);
      expect(await shownBy(`${root}/${name}`)).not.toMatch(hidden);
    });

    it.each(handlers.map(nameOf))("is masked in what %s answers", async (name) => {
      signIn(role);
      for (const method of ["GET", "POST", "PUT"])
        expect(await answeredBy(`${root}/${name}`, method)).not.toMatch(hidden);
    });

    it("is not found by the search over everything", async () => {
      signIn(role);
      const { findThingsAction } = await import("./(studio)/[project]/actions.ts");
      expect(JSON.stringify(await findThingsAction(tenant.projectSlug, said.slice(11, 23)))).not.toMatch(
        hidden,
      );
    });
  });
});
