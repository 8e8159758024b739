import { createServer, type Server, type Socket } from "node:net";
import type { AddressInfo } from "node:net";
import { setImmediate as nextTurn } from "node:timers/promises";
import { afterEach, describe, expect, it, vi } from "vitest";
import { checkedFetch } from "./checked-fetch.ts";
import { closePools } from "./http-pool.ts";
import { openAiTransport } from "./openai.ts";

vi.hoisted(() => {
  process.env["VALUELOOP_ALLOW_PRIVATE_URLS"] = "1";
});

let server: Server | undefined;
const sockets = new Set<Socket>();
afterEach(async () => {
  await closePools();
  for (const socket of sockets) socket.destroy();
  server?.close();
});

const answered = JSON.stringify({ choices: [{ message: { content: "Hi" }, finish_reason: "stop" }] });
const answer = `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${answered.length}\r\n\r\n${answered}`;

/** A server that does with the nth request of the nth socket, both counted from 1, what a test says. */
async function serve(act: (socket: Socket, at: { socket: number; request: number }) => void) {
  const asked: string[] = [];
  let made = 0;
  server = createServer((socket) => {
    sockets.add(socket);
    made += 1;
    const number = made;
    let request = 0;
    socket.on("error", () => undefined);
    // The body is small, so a request comes in one or two pieces, of which the last ends the JSON.
    socket.on("data", (bytes: Buffer) => {
      if (!bytes.toString().endsWith("}")) return;
      request += 1;
      asked.push(`${number}.${request}`);
      act(socket, { socket: number, request });
    });
  });
  await new Promise<void>((done) => server?.listen(0, "127.0.0.1", done));
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  const transport = openAiTransport({ name: "Loop", baseUrl, apiKey: null, model: "m" });
  /** A socket is free for the next request a turn after its answer. */
  const settled = async <Value>(answered: Promise<Value>) => answered.finally(() => nextTurn());
  const ask = () =>
    settled(
      Promise.resolve(transport.complete?.({ messages: [{ role: "user", content: "Hi" }] }, undefined)),
    );
  const post = () => settled(checkedFetch(baseUrl, { method: "POST", body: "{}" }).then((one) => one.text()));
  return { asked, ask, post };
}

describe("a socket that the server closes while a request is on its way", () => {
  it.each([
    ["closed", (socket: Socket) => socket.end()],
    ["reset", (socket: Socket) => socket.resetAndDestroy()],
  ])("had served before, so the request goes over a new one: %s", async (_, close) => {
    const { ask, asked } = await serve((socket, { request }) =>
      request === 1 ? socket.write(answer) : close(socket),
    );
    await ask();
    expect(await ask()).toMatchObject([{ type: "delta", text: "Hi" }, { type: "end" }]);
    expect(asked).toEqual(["1.1", "1.2", "2.1"]);
  });

  it("goes out once more and no oftener, and not at all over a socket that had served nobody", async () => {
    const { ask, asked } = await serve((socket, at) =>
      at.socket === 1 && at.request === 1 ? socket.write(answer) : socket.end(),
    );
    await ask();
    await expect(ask()).rejects.toMatchObject({ code: "upstream_failed" });
    expect(asked).toEqual(["1.1", "1.2", "2.1"]);
    await expect(ask()).rejects.toMatchObject({ code: "upstream_failed" });
    expect(asked).toEqual(["1.1", "1.2", "2.1", "3.1"]);
  });

  it("is not sent again once a byte of an answer was there", async () => {
    const { ask, asked } = await serve((socket, { request }) =>
      request === 1 ? socket.write(answer) : socket.end("HTTP/1.1 2"),
    );
    await ask();
    await expect(ask()).rejects.toMatchObject({ code: "upstream_failed" });
    expect(asked).toEqual(["1.1", "1.2"]);
  });

  it("is the same for packages that bring their own client", async () => {
    const { post, asked } = await serve((socket, { request }) =>
      request === 1 ? socket.write(answer) : socket.resetAndDestroy(),
    );
    expect([await post(), await post()]).toEqual([answered, answered]);
    expect(asked).toEqual(["1.1", "1.2", "2.1"]);
  });
});
