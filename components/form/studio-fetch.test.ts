import { afterEach, expect, it, vi } from "vitest";
import { StudioRouteError, studioFetch, studioResponse } from "./studio-fetch.tsx";

afterEach(() => vi.unstubAllGlobals());

const answering = (response: () => Promise<Response>) => vi.stubGlobal("fetch", vi.fn(response));
const problem = { code: "conflict", message: "Somebody was first.", requestId: "r-1" };

it("what a route answers is its data", async () => {
  answering(async () => Response.json({ a: 1 }));
  expect(await studioFetch("/x")).toEqual({ data: { a: 1 }, problem: null });
});

it("what a route refuses is a problem in its own words, and an error where the answer is read as it comes", async () => {
  answering(async () => Response.json(problem, { status: 409 }));
  expect(await studioFetch("/x")).toEqual({ data: null, problem });
  await expect(studioResponse("/x")).rejects.toBeInstanceOf(StudioRouteError);
  await expect(studioResponse("/x")).rejects.toMatchObject({ problem });
});

it.each([
  ["no connection", () => Promise.reject(new TypeError("Failed to fetch"))],
  ["a proxy's page", () => Promise.resolve(new Response("<h1>502</h1>", { status: 502 }))],
  ["a page where data was meant", () => Promise.resolve(new Response("<h1>Sign in</h1>"))],
])("%s says that the studio did not answer", async (_, respond) => {
  answering(respond);
  expect(await studioFetch("/x")).toMatchObject({ data: null, problem: { code: "unreachable" } });
});
