import { env } from "#platform/env";
import { AppError } from "#platform/errors";

/** A load balancer asks every few seconds, and takes no answer for a no. */
const mostWaitMs = 1_000;

type Part = { name: string; check: () => Promise<unknown> };

/**
 * Tells whether calls are served, and what is away: while a part does not answer, calls go on from what was read before, for
 * as long as that may be given. The function throws unavailable beyond that, before every part has answered once, and where
 * `checkRecording` does; else it gives a sentence for each part that is away.
 */
export function makeReadiness(parts: readonly Part[], checkRecording: () => Promise<void>) {
  let lastWell: number | null = null;

  return async (): Promise<string[]> => {
    const [faults] = await Promise.all([Promise.all(parts.map(faultOf)), checkRecording()]);
    const away = faults.filter((fault) => fault !== null);
    if (away.length === 0) {
      lastWell = performance.now();
      return [];
    }
    const said = away.map(({ words }) => words);
    if (lastWell !== null && performance.now() - lastWell < env().VALUELOOP_STALE_SECONDS * 1_000)
      return said;
    throw new AppError("unavailable", said.join(" "), { cause: away[0]?.cause });
  };
}

async function faultOf({ name, check }: Part): Promise<{ words: string; cause?: unknown } | null> {
  const words = `${name} does not answer.`;
  const { promise: late, resolve } = Promise.withResolvers<{ words: string }>();
  const timer = setTimeout(() => resolve({ words }), mostWaitMs);
  const asked = check().then(
    () => null,
    (cause: unknown) => ({ words, cause }),
  );
  return Promise.race([asked, late]).finally(() => clearTimeout(timer));
}
