import type { ErrorClass } from "#constants/models";
import type { RouteBreaker } from "../definition.ts";
import { CallWindow } from "./call-window.ts";
import { MovingAverage } from "./moving-average.ts";
import { Places } from "./places.ts";
import { RecentValues } from "./recent-values.ts";

export type BreakerState = "closed" | "open" | "half_open";

/** Failures that say something of a target; that a text is too long or filtered says something of the call. */
const counted = new Set<ErrorClass>(["rate_limit", "time_out", "server_error", "network", "authentication"]);

/** A Retry-After longer than this does not keep a target from being tried again. */
const mostRestMs = 300_000;

/** `isProbe`: of a call that was let in to try whether the target is well again. */
export type Failure = { errorClass: ErrorClass; retryAfterMs: number | null; isProbe: boolean };
/** How long an answer took, in milliseconds: to its first token where it was streamed, else the whole of it (null where it had none), and to its end. */
export type Timing = { isStream: boolean; ms: number | null; wholeMs: number; isProbe: boolean };
export type Admission =
  /** `endProbe` of a call that tries the target out: until it is called no other is let in. */
  { isAdmitted: true; endProbe: (() => void) | null } | { isAdmitted: false; retryAfterMs: number };

/** What can be seen of a target from outside. */
export type HealthSnapshot = {
  state: BreakerState;
  /** When it is asked again; null unless it is open. */
  openUntil: Date | null;
  /** In the window of the breaker; null where the route has none. */
  calls: number | null;
  failures: number | null;
  active: number;
  waiting: number;
  firstTokenMs: number | null;
  wholeMs: number | null;
  /** Of whole answers in the last minutes, streamed or not. */
  p95Ms: number | null;
  lastErrors: { errorClass: ErrorClass; at: Date }[];
};

/**
 * How one target of a route is doing, as this process has seen it: its circuit breaker, the calls in progress, how fast it
 * answers. Time is the caller's clock's. The breaker's rules come with each question, since a new version may change them.
 */
export class TargetHealth {
  readonly places = new Places();
  readonly #window = new CallWindow();
  readonly #speed = { firstToken: new MovingAverage(), whole: new MovingAverage() };
  readonly #recent = new RecentValues();
  readonly #lastErrors: { errorClass: ErrorClass; at: Date }[] = [];
  #openUntil: number | null = null;
  #probe: object | null = null;
  #goodProbes = 0;

  state(now: Date): BreakerState {
    if (this.#openUntil === null) return "closed";
    return now.getTime() < this.#openUntil ? "open" : "half_open";
  }

  /** Whether a call may be sent; while a target that has rested is tried out, one call at a time. */
  admit(now: Date, rules: RouteBreaker | null): Admission {
    const state = rules === null ? "closed" : this.state(now);
    if (state === "closed") return { isAdmitted: true, endProbe: null };
    if (state === "half_open" && this.#probe === null) {
      const probe = {};
      this.#probe = probe;
      // Told twice, by its first token and by its end, it must not let in a call beside the next probe.
      const endProbe = () => {
        if (this.#probe === probe) this.#probe = null;
      };
      return { isAdmitted: true, endProbe };
    }
    const left = (this.#openUntil ?? 0) - now.getTime();
    return { isAdmitted: false, retryAfterMs: Math.max(left, 1_000) };
  }

  succeeded(now: Date, rules: RouteBreaker | null, { isStream, ms, wholeMs, isProbe }: Timing): void {
    if (ms !== null) (isStream ? this.#speed.firstToken : this.#speed.whole).add(ms, now);
    this.#recent.add(wholeMs, now);
    if (rules === null) return;
    if (this.state(now) === "closed") {
      this.#window.add(now, rules.windowMs, false);
      return;
    }
    // What was asked before it opened says nothing of how it is now.
    if (!isProbe) return;
    this.#goodProbes += 1;
    if (this.#goodProbes < rules.closesAfter) return;
    this.#openUntil = null;
    this.#window.clear();
  }

  failed(now: Date, rules: RouteBreaker | null, { errorClass, retryAfterMs, isProbe }: Failure): void {
    this.#lastErrors.unshift({ errorClass, at: now });
    this.#lastErrors.length = Math.min(this.#lastErrors.length, 5);
    if (rules === null || !counted.has(errorClass)) return;
    const state = this.state(now);
    if (state === "closed") {
      this.#window.add(now, rules.windowMs, true);
      const { calls, failures } = this.#window.counts(now, rules.windowMs);
      if (calls < rules.minimumCalls || failures / calls < rules.failureShare) return;
    } else if (!isProbe || state === "open")
      // What was under way when it opened adds nothing to its rest.
      return;
    this.#goodProbes = 0;
    const rest = Math.max(rules.coolDownMs, Math.min(retryAfterMs ?? 0, mostRestMs));
    this.#openUntil = now.getTime() + rest;
  }

  /** What it usually takes to answer, in milliseconds; null where that is not known, or so old that it says nothing. */
  latencyMs(now: Date, isStream: boolean): number | null {
    return (isStream ? this.#speed.firstToken : this.#speed.whole).value(now);
  }

  /** The 95th percentile of whole answers in the last minutes, streamed or not, in milliseconds; null where there are too few. */
  p95Ms(now: Date): number | null {
    return this.#recent.p95(now);
  }

  snapshot(now: Date, rules: RouteBreaker | null): HealthSnapshot {
    // Rules that were taken away hold no more, whatever they had closed.
    const state = rules ? this.state(now) : "closed";
    const counts = rules ? this.#window.counts(now, rules.windowMs) : null;
    return {
      state,
      openUntil: state === "open" && this.#openUntil !== null ? new Date(this.#openUntil) : null,
      calls: counts?.calls ?? null,
      failures: counts?.failures ?? null,
      active: this.places.active,
      waiting: this.places.waiting,
      firstTokenMs: this.latencyMs(now, true),
      wholeMs: this.latencyMs(now, false),
      p95Ms: this.p95Ms(now),
      lastErrors: [...this.#lastErrors],
    };
  }
}
