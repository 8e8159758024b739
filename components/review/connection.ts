/** How the desk reaches the studio: "signed_out" when the session ended and another tab must sign in. */
export type Reach = "online" | "offline" | "signed_out";

type Outside = {
  wait: (ms: number) => Promise<unknown>;
  /** Calls back when the browser says that something changed; the first time only. */
  onSign: (sign: () => void) => () => void;
};

const pausesMs = [1_000, 2_000, 5_000, 10_000, 20_000];

/** Codes after which the same may be sent again later; anything else is an answer. */
const passing = new Set(["unreachable", "unauthenticated", "rate_limited", "unavailable", "upstream_failed"]);

export function isPassing(code: string): boolean {
  return passing.has(code);
}

/** Whether the studio can be reached, as the last call found it, and when to try again. */
export class Connection {
  #reach: Reach = "online";
  #failures = 0;
  readonly #outside: Outside;
  readonly #onChange: (reach: Reach) => void;

  constructor(onChange: (reach: Reach) => void, outside: Outside = browser) {
    this.#onChange = onChange;
    this.#outside = outside;
  }

  get reach(): Reach {
    return this.#reach;
  }

  answered(): void {
    this.#failures = 0;
    this.#set("online");
  }

  failed(code: string): void {
    this.#failures += 1;
    this.#set(code === "unauthenticated" ? "signed_out" : "offline");
  }

  /** Comes when it is worth trying again: the browser came back, or a while passed. */
  async worthTrying(): Promise<void> {
    const pause = pausesMs[Math.min(this.#failures, pausesMs.length) - 1] ?? pausesMs[0] ?? 1_000;
    const sign = Promise.withResolvers<void>();
    const stop = this.#outside.onSign(sign.resolve);
    await Promise.race([this.#outside.wait(pause), sign.promise]);
    stop();
  }

  #set(reach: Reach): void {
    if (reach === this.#reach) return;
    this.#reach = reach;
    this.#onChange(reach);
  }
}

const browser: Outside = {
  wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  onSign: (sign) => {
    if (typeof window === "undefined") return () => undefined;
    window.addEventListener("online", sign);
    window.addEventListener("focus", sign);
    return () => {
      window.removeEventListener("online", sign);
      window.removeEventListener("focus", sign);
    };
  },
};
