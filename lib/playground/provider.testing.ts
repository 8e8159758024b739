import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

type Body = { messages: { role: string; content: unknown }[]; tools?: unknown[] };

/** A provider on loopback that streams in OpenAI's form as a test says, and remembers what it was asked. */
export async function openProvider() {
  const seen: { bodies: Body[]; aborted: number } = { bodies: [], aborted: 0 };
  let behave: (stream: Stream, body: Body) => unknown = (stream) => stream.text("Hello").end();
  const server = createServer({ keepAliveTimeout: 0 }, (request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      const body = JSON.parse(Buffer.concat(parts).toString()) as Body;
      seen.bodies.push(body);
      response.on("close", () => {
        if (!response.writableEnded) seen.aborted += 1;
      });
      behave(new Stream(response), body);
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    seen,
    play: (next: typeof behave) => {
      behave = next;
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

class Stream {
  readonly #response: ServerResponse;

  constructor(response: ServerResponse) {
    this.#response = response;
  }

  refuse(status: number, message: string): void {
    this.#response
      .writeHead(status, { "content-type": "application/json" })
      .end(JSON.stringify({ error: { message } }));
  }

  text(content: string): this {
    return this.#delta({ content });
  }

  thinking(reasoning: string): this {
    return this.#delta({ reasoning_content: reasoning });
  }

  /** Members of the answer's message beside its text, such as citations. */
  beside(members: Record<string, unknown>): this {
    return this.#delta(members);
  }

  tool(id: string, name: string, args: unknown): this {
    const call = { index: 0, id, type: "function", function: { name, arguments: JSON.stringify(args) } };
    return this.#delta({ tool_calls: [call] });
  }

  end(finishReason = "stop"): void {
    this.#delta({}, finishReason);
    this.#event({ choices: [], usage: { prompt_tokens: 100, completion_tokens: 20 } });
    this.#response.end("data: [DONE]\n\n");
  }

  #delta(delta: Record<string, unknown>, finishReason: string | null = null): this {
    return this.#event({ model: "m-1", choices: [{ index: 0, delta, finish_reason: finishReason }] });
  }

  #event(value: unknown): this {
    if (!this.#response.headersSent) this.#response.writeHead(200, { "content-type": "text/event-stream" });
    this.#response.write(`data: ${JSON.stringify(value)}\n\n`);
    return this;
  }
}
