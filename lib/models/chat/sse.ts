import { createParser } from "eventsource-parser";
import { AppError } from "#platform/errors";

/** A line this long is no event of a chat; it is a server that does not speak this protocol. */
const maxBufferedCharacters = 4_000_000;

/**
 * Cuts a stream of bytes into the `data` of server-sent events (WHATWG HTML 9.2.6), by `eventsource-parser`. The result
 * does not depend on how the bytes were cut into chunks: a character, a CRLF or an event may be split anywhere.
 */
export class SseParser {
  readonly #decoder = new TextDecoder("utf-8");
  readonly #parser = createParser({
    onEvent: ({ data }) => this.#events.push(data),
    onError: ({ type }) => {
      // Other errors are lines that mean nothing to a chat.
      if (type === "max-buffer-size-exceeded") throw lineWithoutEnd();
    },
    maxBufferSize: maxBufferedCharacters,
  });
  #events: string[] = [];
  #lineLength = 0;

  /** Takes more bytes and gives back the data of every event they complete. Throws upstream_failed for a line without end. */
  push(bytes: Uint8Array): string[] {
    return this.#take(this.#decoder.decode(bytes, { stream: true }));
  }

  /** Call at the end of the stream: gives back a last event whose closing blank line the server left out. */
  end(): string[] {
    return this.#take(`${this.#decoder.decode()}\n\n`);
  }

  #take(text: string): string[] {
    // The library throws away a line that can be no event, but reads on for ever.
    const lineEnd = Math.max(text.lastIndexOf("\n"), text.lastIndexOf("\r"));
    this.#lineLength = lineEnd < 0 ? this.#lineLength + text.length : text.length - lineEnd - 1;
    if (this.#lineLength > maxBufferedCharacters) throw lineWithoutEnd();
    this.#parser.feed(text);
    const events = this.#events;
    this.#events = [];
    return events;
  }
}

function lineWithoutEnd(): AppError {
  return new AppError(
    "upstream_failed",
    "The server sent a line without end instead of a stream. Check the connection's address.",
  );
}
