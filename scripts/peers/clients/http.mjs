// Plain HTTP, as curl sends it: every member of every answer.
import { baseUrl, headers, readEvents, run } from "./common.mjs";

await run(async ({ path = "chat/completions", body, model }) => {
  const answer = await fetch(`${baseUrl}/${path}`, {
    method: "POST",
    headers,
    body: JSON.stringify({ ...body, model }),
  });
  const text = await answer.text();
  if (answer.status >= 300)
    return { status: answer.status, retryAfter: answer.headers.get("retry-after"), ...JSON.parse(text) };
  if (!body.stream) return JSON.parse(text);
  const chunks = text
    .split("\n")
    .filter((line) => line.startsWith("data: {"))
    .map((line) => JSON.parse(line.slice(6)));
  return path === "responses" ? readEvents(chunks) : { chunks };
});
