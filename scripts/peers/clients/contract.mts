import createClient from "openapi-fetch";
import type { paths } from "./api.d.ts";

declare const process: { env: Record<string, string | undefined> };

// What a program does, by a client that knows nothing of us but the document: each answer is read by its type.
const client = createClient<paths>({
  baseUrl: process.env["PEER_URL"] ?? "",
  headers: { authorization: `Bearer ${process.env["PEER_KEY"]}` },
});
const ids = JSON.parse(process.env["PEER_IDS"] ?? "{}") as Record<string, string>;

function must<Data>({ data, error, response }: { data?: Data; error?: unknown; response: Response }): Data {
  if (data === undefined) throw new Error(`${response.url} ${response.status} ${JSON.stringify(error)}`);
  return data;
}

const prompts = must(await client.GET("/api/v1/prompts", { params: { query: { limit: 5 } } }));
const paths_: string[] = prompts.items.map((prompt) => prompt.path);
const served = must(
  await client.GET("/api/v1/prompts/{path}", {
    params: { path: { path: "bench/triage" }, query: { label: "served" } },
  }),
);
const version: number = served.number;
const completion = must(
  await client.POST("/api/v1/chat/completions", {
    body: {
      model: "mock/mock",
      messages: [{ role: "user", content: "Sort this.", cache_control: { type: "ephemeral" } }],
      reasoning_effort: "low",
    },
  }),
);
// A stream would be a text here.
const said = typeof completion === "string" ? null : completion.choices[0]?.message.content;
if (!said) throw new Error("the model said nothing");
const dataset = must(
  await client.POST("/api/v1/datasets", {
    body: {
      name: `From TypeScript ${Date.now()}`,
      examples: [{ inputs: { text: "a" }, reference: { any: ["JSON"] } }],
    },
  }),
);
if (!dataset.latest) throw new Error("the dataset has no version");
const run = must(
  await client.POST("/api/v1/runs", {
    body: {
      promptVersionId: ids["versionId"] ?? "",
      datasetVersionId: dataset.latest.id,
      suiteVersionId: ids["suiteVersionId"] ?? "",
      target: { connectionId: ids["connectionId"] ?? "", model: "simulated-instant" },
    },
  }),
);
const status: "queued" | "running" | "succeeded" | "failed" | "cancelled" = run.status;
const decisions = must(await client.GET("/api/v1/decisions"));
const kinds: ("approve" | "edit" | "reject")[] = decisions.items.map((decision) => decision.kind);
const refused = await client.GET("/api/v1/runs/{runId}", {
  params: { path: { runId: "00000000-0000-7000-8000-000000000000" } },
});
if (refused.response.status !== 404 || refused.error?.code !== "not_found")
  throw new Error("404 was not read as a problem");
const wrong = await client.POST("/api/v1/chat/completions", {
  body: { model: "nobody/knows", messages: [] },
});
if (!wrong.error?.error.message) throw new Error("an error of the gateway was not read as OpenAI's");
console.log(
  `read ${paths_.length} prompts, version ${version}, "${said}", made a dataset, a run (${status}), read ${kinds.length} decisions`,
);
