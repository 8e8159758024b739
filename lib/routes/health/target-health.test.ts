import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { errorClasses } from "#constants/models";
import { manualClock } from "#platform/clock";
import { RouteBreaker } from "../definition.ts";
import { Places } from "./places.ts";
import { TargetHealth } from "./target-health.ts";

const rules = RouteBreaker.parse({
  failureShare: 0.5,
  minimumCalls: 4,
  windowMs: 10_000,
  coolDownMs: 5_000,
  closesAfter: 2,
});
const fault = { errorClass: "server_error", retryAfterMs: null } as const;
type Fault = Omit<Parameters<TargetHealth["failed"]>[2], "isProbe">;
const good = { isStream: false, ms: 100, wholeMs: 100, isProbe: false };

function started() {
  const clock = manualClock("2026-01-01T00:00:00Z");
  const health = new TargetHealth();
  let endProbe: (() => void) | null = null;
  return {
    clock,
    health,
    /** How the call that was let in last has gone. */
    fail: (failure: Fault = fault) =>
      health.failed(clock.now(), rules, { ...failure, isProbe: endProbe !== null }),
    succeed: () => health.succeeded(clock.now(), rules, { ...good, isProbe: endProbe !== null }),
    admit: () => {
      const admission = health.admit(clock.now(), rules);
      if (admission.isAdmitted) ({ endProbe } = admission);
      return admission.isAdmitted
        ? { isAdmitted: true, isProbe: admission.endProbe !== null }
        : { isAdmitted: false, retryAfterMs: admission.retryAfterMs };
    },
    endProbe: () => {
      endProbe?.();
      endProbe = null;
    },
    state: () => health.state(clock.now()),
  };
}
const opened = () => {
  const it = started();
  for (let call = 0; call < 4; call += 1) it.fail();
  return it;
};

describe("a circuit breaker", () => {
  it("opens at its share of failures, not before it has seen its calls", () => {
    const { fail, succeed, state } = started();
    fail();
    fail();
    fail();
    expect(state()).toBe("closed");
    succeed();
    expect(state()).toBe("closed");
    fail();
    expect(state()).toBe("open");
  });

  it("forgets what is older than its window", () => {
    const { fail, succeed, state, clock } = started();
    fail();
    fail();
    fail();
    clock.advance(11_001);
    fail();
    expect(state()).toBe("closed");
    succeed();
    succeed();
    succeed();
    fail();
    fail();
    expect(state()).toBe("open");
  });

  it("lets nobody in while it rests, then one call at a time, and closes after its good answers", () => {
    const { admit, clock, state, succeed, endProbe } = opened();
    expect(admit()).toEqual({ isAdmitted: false, retryAfterMs: 5_000 });
    clock.advance(4_999);
    expect(admit()).toMatchObject({ isAdmitted: false });
    clock.advance(1);
    expect(state()).toBe("half_open");
    expect(admit()).toEqual({ isAdmitted: true, isProbe: true });
    // How long the probe will take nobody knows.
    expect(admit()).toEqual({ isAdmitted: false, retryAfterMs: 1_000 });
    succeed();
    endProbe();
    expect(state()).toBe("half_open");
    expect(admit()).toMatchObject({ isAdmitted: true });
    succeed();
    endProbe();
    expect(state()).toBe("closed");
    expect(admit()).toEqual({ isAdmitted: true, isProbe: false });
  });

  it("counts calls in all parts of its window, also in the one that the window's begin lies in", () => {
    const spread = started();
    spread.fail();
    spread.fail();
    spread.clock.advance(2_000);
    spread.fail();
    spread.fail();
    expect(spread.state()).toBe("open");
    const { fail, clock, state } = started();
    clock.advance(900);
    for (let call = 0; call < 3; call += 1) fail();
    clock.advance(9_600);
    fail();
    expect(state()).toBe("open");
  });

  it("that has closed begins to count again", () => {
    const { admit, clock, state, succeed, fail, health, endProbe } = opened();
    clock.advance(5_000);
    for (let probe = 0; probe < 2; probe += 1) {
      admit();
      succeed();
      endProbe();
    }
    fail();
    expect(state()).toBe("closed");
    expect(health.snapshot(clock.now(), rules)).toMatchObject({ calls: 1, failures: 1 });
  });

  it("opens again when a probe fails, and begins to count its good answers again", () => {
    const { admit, clock, state, succeed, fail, endProbe } = opened();
    clock.advance(5_000);
    admit();
    succeed();
    endProbe();
    admit();
    fail();
    endProbe();
    expect(state()).toBe("open");
    clock.advance(5_000);
    admit();
    succeed();
    endProbe();
    expect(state()).toBe("half_open");
  });

  it("rests as long as the provider asks, up to five minutes", () => {
    for (const [asked, rest] of [
      [60_000, 60_000],
      [1_000, 5_000],
      [3_600_000, 300_000],
    ] as const) {
      const { fail, state, clock } = started();
      for (let call = 0; call < 4; call += 1) fail({ errorClass: "rate_limit", retryAfterMs: asked });
      clock.advance(rest - 1);
      expect(state()).toBe("open");
      clock.advance(1);
      expect(state()).toBe("half_open");
    }
  });

  it("what was under way when it opened does not make its rest longer", () => {
    const { fail, state, clock } = opened();
    clock.advance(4_000);
    fail();
    clock.advance(1_000);
    expect(state()).toBe("half_open");
  });

  it("hears of what was asked before it opened as of nothing: neither good answers nor failures", () => {
    const { health, clock, state, admit, succeed, endProbe } = opened();
    const straggler = { ...good, isProbe: false };
    health.succeeded(clock.now(), rules, straggler);
    health.succeeded(clock.now(), rules, straggler);
    expect(state()).toBe("open");
    clock.advance(5_000);
    health.succeeded(clock.now(), rules, straggler);
    health.succeeded(clock.now(), rules, straggler);
    health.failed(clock.now(), rules, { ...fault, isProbe: false });
    expect(state()).toBe("half_open");
    for (let probe = 0; probe < 2; probe += 1) {
      admit();
      succeed();
      endProbe();
    }
    expect(state()).toBe("closed");
  });

  it("a probe that tells its end twice lets no call in beside the next one", () => {
    const { health, clock } = opened();
    clock.advance(5_000);
    const first = health.admit(clock.now(), rules);
    if (!first.isAdmitted) throw new Error("no probe was let in");
    first.endProbe?.();
    expect(health.admit(clock.now(), rules).isAdmitted).toBe(true);
    first.endProbe?.();
    expect(health.admit(clock.now(), rules).isAdmitted).toBe(false);
  });

  it("counts what says something of the target, and nothing that says something of the call", () => {
    const opening = errorClasses.filter((errorClass) => {
      const { fail, state } = started();
      for (let call = 0; call < 4; call += 1) fail({ errorClass, retryAfterMs: null });
      return state() === "open";
    });
    expect(opening).toEqual(["rate_limit", "time_out", "server_error", "network", "authentication"]);
  });

  it("without rules lets everybody in and keeps the last errors", () => {
    const { health, clock } = opened();
    expect(health.admit(clock.now(), null)).toEqual({ isAdmitted: true, endProbe: null });
    const failed = (errorClass: Fault["errorClass"]) =>
      health.failed(clock.now(), null, { errorClass, retryAfterMs: null, isProbe: false });
    for (let call = 0; call < 9; call += 1) failed("server_error");
    clock.advance(1);
    failed("network");
    const { state, calls, lastErrors } = health.snapshot(clock.now(), null);
    expect({ state, calls, errors: lastErrors.length }).toEqual({ state: "closed", calls: null, errors: 5 });
    expect(lastErrors[0]).toEqual({ errorClass: "network", at: clock.now() });
  });

  it("is always in one of its states, and a probe is never let in beside another", () => {
    const step = fc.oneof(
      fc.constant("fail" as const),
      fc.constant("succeed" as const),
      fc.constant("admit" as const),
      fc.nat(8_000),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const it = started();
        let probes = 0;
        for (const one of steps) {
          if (typeof one === "number") it.clock.advance(one);
          else if (one === "admit") {
            const admission = it.admit();
            if (admission.isProbe) probes += 1;
            else if (!admission.isAdmitted) expect(admission.retryAfterMs).toBeGreaterThan(0);
          } else {
            it[one]();
            if (probes > 0) it.endProbe();
            probes = 0;
          }
          expect(probes).toBeLessThan(2);
          const { calls, failures } = it.health.snapshot(it.clock.now(), rules);
          expect(failures ?? 0).toBeLessThanOrEqual(calls ?? 0);
        }
      }),
    );
  });
});

describe("how fast a target answers", () => {
  it("streams and whole answers are told apart, the last ones count most, and after a minute nothing is known", () => {
    const { health, clock } = started();
    health.succeeded(clock.now(), null, { ...good, isStream: true, ms: 100, wholeMs: 300 });
    health.succeeded(clock.now(), null, { ...good, isStream: true, ms: 200, wholeMs: 300 });
    health.succeeded(clock.now(), null, { ...good, isStream: false, ms: 9_000, wholeMs: 9_000 });
    health.succeeded(clock.now(), null, { ...good, isStream: true, ms: null, wholeMs: 10 });
    expect(health.latencyMs(clock.now(), true)).toBeCloseTo(120, 9);
    expect(health.latencyMs(clock.now(), false)).toBe(9_000);
    clock.advance(60_001);
    expect(health.latencyMs(clock.now(), true)).toBeNull();
  });
});

describe("places", () => {
  it("are never more than the limit, and go to whoever has waited longest", async () => {
    const places = new Places();
    expect([places.enter(2), places.enter(2), places.enter(2)]).toEqual([true, true, false]);
    const [first, second] = [places.queue(2), places.queue(2)];
    expect(places.waiting).toBe(2);
    const got: string[] = [];
    void first.taken.then(() => got.push("first"));
    void second.taken.then(() => got.push("second"));
    places.leave();
    await first.taken;
    expect([got, places.active, places.waiting]).toEqual([["first"], 2, 1]);
    expect(second.giveUp()).toBe(true);
    expect(first.giveUp()).toBe(false);
    places.leave();
    places.leave();
    expect([places.active, places.waiting]).toEqual([0, 0]);
  });

  it("become fewer where a new version allows fewer, though there are always some who wait", async () => {
    const places = new Places();
    for (let call = 0; call < 3; call += 1) places.enter(3);
    const [first, second] = [places.queue(1), places.queue(1)];
    const got: string[] = [];
    void first.taken.then(() => got.push("first"));
    void second.taken.then(() => got.push("second"));
    places.leave();
    places.leave();
    expect([places.active, places.waiting]).toEqual([1, 2]);
    places.leave();
    await first.taken;
    expect([got, places.active, places.waiting]).toEqual([["first"], 1, 1]);
  });
});
