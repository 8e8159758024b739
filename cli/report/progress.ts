import type { WriteStream } from "node:tty";
import { type CaseResult } from "../eval/results.ts";
import { outcomeOf } from "./words.ts";

const width = 30;
const everyMs = 100;

/** A bar in a terminal, redrawn ten times a second at most; nothing where the output is no terminal. */
export function startProgress(
  to: Pick<WriteStream, "write" | "isTTY"> | null,
  all: number,
): { add(done: CaseResult): void; end(): void } {
  if (!to?.isTTY || all === 0) return { add: () => undefined, end: () => undefined };
  const counts = { passed: 0, failed: 0, unjudged: 0, error: 0 };
  let done = 0;
  let drawnAt = 0;
  const draw = () => {
    const filled = Math.round((done / all) * width);
    const rest = counts.unjudged + counts.error;
    to.write(
      `\r${"█".repeat(filled)}${"░".repeat(width - filled)} ${done} of ${all}  ✓ ${counts.passed}  ✕ ${counts.failed}${rest > 0 ? `  ? ${rest}` : ""}\u001b[K`,
    );
  };
  return {
    add: (result) => {
      counts[outcomeOf(result)] += 1;
      done += 1;
      const now = Date.now();
      if (now - drawnAt < everyMs && done < all) return;
      drawnAt = now;
      draw();
    },
    end: () => {
      to.write("\r\u001b[K");
    },
  };
}
