const parts = 10;

type Part = { startedAt: number; calls: number; failures: number };

/** How many calls of the last while failed, counted in tenths of it, so that its size does not grow with the traffic. */
export class CallWindow {
  #parts: Part[] = [];

  add(now: Date, windowMs: number, isFailure: boolean): void {
    const width = windowMs / parts;
    const startedAt = Math.floor(now.getTime() / width) * width;
    let part = this.#parts.at(-1);
    if (part?.startedAt !== startedAt) {
      part = { startedAt, calls: 0, failures: 0 };
      this.#parts.push(part);
      this.#parts = this.#parts.slice(-parts - 1);
    }
    part.calls += 1;
    if (isFailure) part.failures += 1;
  }

  /** Parts that lie wholly or partly in the window that ends now. */
  counts(now: Date, windowMs: number): { calls: number; failures: number } {
    const since = now.getTime() - windowMs;
    let calls = 0;
    let failures = 0;
    for (const part of this.#parts) {
      if (part.startedAt + windowMs / parts <= since) continue;
      calls += part.calls;
      failures += part.failures;
    }
    return { calls, failures };
  }

  clear(): void {
    this.#parts = [];
  }
}
