import { createServer } from "node:http";
import { Pool } from "undici";

/** The limit: thirty lines that pass a call on and do nothing else. */
const upstream = new Pool(process.env["UPSTREAM"] ?? "http://127.0.0.1:1", { connections: 64 });
const server = createServer((request, response) => {
  const parts: Buffer[] = [];
  request.on("data", (part: Buffer) => parts.push(part));
  request.on("end", () => {
    upstream
      .request({
        path: "/v1/chat/completions",
        method: "POST",
        headers: { "content-type": "application/json" },
        body: Buffer.concat(parts),
      })
      .then(async (answer) => {
        response.writeHead(answer.statusCode, { "content-type": "application/json" });
        response.end(Buffer.from(await answer.body.arrayBuffer()));
      })
      .catch(() => {
        response.writeHead(502);
        response.end();
      });
  });
});
server.listen(Number(process.env["PORT"] ?? 0), "127.0.0.1", () => process.stdout.write("ready\n"));
