import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { PostRunInput } from "#schema/evaluation";
import { inFolder } from "../folder.testing.ts";
import { evalCommand } from "./command.ts";

let close = () => {};
let errors = "";
beforeEach(() => {
  errors = "";
  vi.stubEnv("GITHUB_ACTIONS", "");
  vi.stubEnv("VALUELOOP_API_KEY", "vl_test");
  vi.spyOn(process.stdout, "write").mockReturnValue(true);
  vi.spyOn(process.stderr, "write").mockImplementation((text) => {
    errors += String(text);
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  close();
});

/** What a studio on loopback was posted; it answers with `status`. */
async function studio(config: string, status = 201) {
  const { leave } = inFolder({ "promptfooconfig.yaml": config });
  const posted: {
    url: string | undefined;
    headers: IncomingHttpHeaders;
    body: ReturnType<(typeof PostRunInput)["parse"]>;
  }[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      // By the schema of the studio itself: what it would not take throws here.
      const body = PostRunInput.parse(JSON.parse(Buffer.concat(parts).toString()));
      posted.push({ url: request.url, headers: request.headers, body });
      response.writeHead(status, { "content-type": "application/json" });
      response.end(
        JSON.stringify(status === 201 ? { number: posted.length, id: "r" } : { message: "Other results." }),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
  close = () => {
    leave();
    server.close();
  };
  const { port } = server.address() as AddressInfo;
  const evaluate = (...args: string[]) =>
    evalCommand(["--server", `http://127.0.0.1:${port}/`, ...args], new AbortController().signal);
  return { posted, evaluate };
}

describe("posting to a studio", () => {
  it("posts each column as a run under an id of its own, with the key, once for every sample", async () => {
    const { posted, evaluate } = await studio(`
prompts: ['{{n}}', '{{n}}!']
providers: [echo]
defaultTest: { assert: [{ type: equals, value: one, metric: Right }] }
tests: [{ vars: { n: one } }, { vars: { n: two } }]
`);
    expect(await evaluate("--id", "abc", "--repeat", "2")).toBe(100);
    expect(posted.map(({ url, headers: { authorization }, body }) => [url, authorization, body.id])).toEqual([
      ["/api/v1/runs/external", "Bearer vl_test", "abc/1"],
      ["/api/v1/runs/external", "Bearer vl_test", "abc/2"],
    ]);
    expect(errors).toContain("posted as run 1\nposted as run 2\n");
    const [first, second] = posted.map(({ body }) => body);
    expect(first).toMatchObject({ version: "{{n}}", model: "echo", primaryMetric: "Passed" });
    expect(first?.cases.map(({ inputs, output, isPassed }) => [inputs["n"], output, isPassed])).toEqual([
      ["one", "one", true],
      ["one", "one", true],
      ["two", "two", false],
      ["two", "two", false],
    ]);
    expect(first?.cases[2]?.scores).toMatchObject([
      { name: "Passed", value: 0, isPassed: false },
      { name: "Right", value: 0, isPassed: false, reasoning: 'Expected "one", got "two".' },
    ]);
    expect(second?.cases.map(({ isPassed }) => isPassed)).toEqual([false, false, false, false]);
  });

  it("says of each case whether it passed by its weights and thresholds, and null where that is open", async () => {
    const { posted, evaluate } = await studio(`
prompts: ['{{n}}']
providers: [echo]
tests:
  - vars: { n: right }
    assert: [{ type: equals, value: right, metric: A }, { type: equals, value: other, metric: B, weight: 0 }]
  - vars: { n: half }
    threshold: 0.5
    assert: [{ type: equals, value: half, metric: A }, { type: equals, value: other, metric: B }]
  - vars: { n: open }
    assert: [{ type: equals, value: open, metric: A }, { type: javascript, value: nothing.there, metric: B }]
`);
    await evaluate();
    const cases = posted.flatMap(({ body }) => body.cases);
    expect(cases.map(({ isPassed }) => isPassed)).toEqual([true, true, null]);
    expect(cases.map(({ scores }) => scores.map(({ isPassed }) => isPassed))).toEqual([
      [true, true, false],
      [true, true, false],
      [null, true, null],
    ]);
    expect(cases[2]?.scores.map(({ value }) => value)).toEqual([null, 1, null]);
  });

  it("posts a call that failed with its error and no score", async () => {
    vi.stubEnv("OPENAI_API_KEY", "");
    const { posted, evaluate } = await studio(
      "prompts: [a]\nproviders: [openai:gpt-4o]\ntests: [{ assert: [{ type: equals, value: a }] }]\n",
    );
    expect(await evaluate()).toBe(100);
    expect(posted[0]?.body.cases).toMatchObject([
      {
        output: null,
        error: expect.stringContaining("OPENAI_API_KEY") as string,
        isPassed: false,
        scores: [],
      },
    ]);
  });

  it("throws with the studio's own words, and for a missing key or a bad address", async () => {
    const config = "prompts: [a]\nproviders: [echo]\ntests: [{ assert: [{ type: equals, value: a }] }]\n";
    const { posted, evaluate } = await studio(config, 409);
    await expect(evaluate()).rejects.toThrow(
      'The studio did not take the results: HTTP 409: {"message":"Other results."}',
    );
    vi.stubEnv("VALUELOOP_API_KEY", "");
    await expect(evaluate()).rejects.toThrow("VALUELOOP_API_KEY");
    vi.stubEnv("VALUELOOP_API_KEY", "k");
    await expect(evaluate("--server", "studio.example.com")).rejects.toThrow("--server is an address like");
    expect(posted).toHaveLength(1);
  });
});
