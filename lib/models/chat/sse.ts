import { AppError } from "#platform/errors";

/** A line this long is no event of a chat; it is a server that does not speak this protocol. */
const maxBufferedCharacters = 4_000_000;

/**
 * Cuts a stream of bytes into the `data` of server-sent events (WHATWG HTML 9.2.6). The result does not depend on
 * how the bytes were cut into chunks: a character, a CRLF or an event may be split anywhere.
 */
export class SseParser {
  readonly #decoder = new TextDecoder("utf-8");
  #buffer = "";
  #data: string[] = [];

  /** Takes more bytes and gives back the data of every event they complete. */
  push(bytes: Uint8Array): string[] {
    return this.#take(this.#decoder.decode(bytes, { stream: true }), false);
  }

  /** Call at the end of the stream: gives back a last event whose closing blank line the server left out. */
  end(): string[] {
    return this.#take(this.#decoder.decode(), true);
  }

  #take(text: string, isLast: boolean): string[] {
    this.#buffer += text;
    const events: string[] = [];
    let start = 0;
    for (;;) {
      const lineEnd = findLineEnd(this.#buffer, start, isLast);
      if (!lineEnd) break;
      this.#line(this.#buffer.slice(start, lineEnd.at), events);
      start = lineEnd.next;
    }
    this.#buffer = this.#buffer.slice(start);
    if (this.#buffer.length > maxBufferedCharacters) {
      throw new AppError(
        "upstream_failed",
        "The server sent a line without end instead of a stream. Check the connection's address.",
      );
    }
    if (isLast) {
      if (this.#buffer !== "") this.#line(this.#buffer, events);
      this.#buffer = "";
      this.#line("", events);
    }
    return events;
  }

  /** A blank line ends an event; comments and fields other than `data` (also unknown ones) mean nothing to a chat. */
  #line(line: string, events: string[]): void {
    if (line === "") {
      if (this.#data.length > 0) events.push(this.#data.join("\n"));
      this.#data = [];
      return;
    }
    const colon = line.indexOf(":");
    const field = colon === -1 ? line : line.slice(0, colon);
    if (field !== "data") return;
    const value = colon === -1 ? "" : line.slice(colon + 1);
    this.#data.push(value.startsWith(" ") ? value.slice(1) : value);
  }
}

/** The next CR, LF or CRLF. A CR at the very end waits for more: an LF may follow in the next chunk. */
function findLineEnd(text: string, from: number, isLast: boolean): { at: number; next: number } | null {
  for (let at = from; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 10) return { at, next: at + 1 };
    if (code !== 13) continue;
    if (at + 1 < text.length) return { at, next: text.charCodeAt(at + 1) === 10 ? at + 2 : at + 1 };
    return isLast ? { at, next: at + 1 } : null;
  }
  return null;
}
