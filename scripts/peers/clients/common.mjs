import { readFileSync } from "node:fs";

export const baseUrl = process.env.PEER_BASE_URL;
export const apiKey = process.env.PEER_API_KEY;
export const headers = { "content-type": "application/json", authorization: `Bearer ${apiKey}` };
const prefix = process.env.PEER_MODEL_PREFIX ?? "";

/** What a stream of a response's events says: its text, how its calls came, the kinds of events, and the last of them. */
export function readEvents(events) {
  const of = (type) => events.filter((event) => event.type === type);
  const text = of("response.output_text.delta").map(({ delta }) => delta);
  return {
    text: text.join(""),
    reasoning: of("response.reasoning_summary_text.delta")
      .map(({ delta }) => delta)
      .join(""),
    calls: of("response.function_call_arguments.delta")
      .map(({ delta }) => delta)
      .join(""),
    items: of("response.output_item.done").map(({ item, output_index }) => ({ item, output_index })),
    types: [...new Set(events.map(({ type }) => String(type)))].toSorted((a, b) => (a < b ? -1 : 1)),
    response: events.at(-1)?.response ?? null,
  };
}

/** Runs every feature the client has a way for and prints what came, a line of JSON. */
export async function run(play) {
  const features = JSON.parse(readFileSync(process.env.PEER_FEATURES, "utf8"));
  const results = {};
  for (const feature of features) {
    try {
      const result = await play({ ...feature, model: prefix + feature.name });
      if (result !== undefined) results[feature.name] = result;
    } catch (error) {
      results[feature.name] = {
        error: error.constructor.name,
        status: error.status ?? error.statusCode ?? null,
        code: error.code ?? null,
        param: error.param ?? null,
        type: error.type ?? null,
        retryAfter: error.headers?.get?.("retry-after") ?? error.responseHeaders?.["retry-after"] ?? null,
        ...(error.status || error.statusCode ? {} : { message: String(error.message) }),
      };
    }
  }
  console.log(JSON.stringify(results));
}
