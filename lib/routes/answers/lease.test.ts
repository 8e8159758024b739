import { beforeAll, describe, expect, it } from "vitest";
import type { Context } from "#lib/identity";
import { createConnection } from "#lib/models";
import { newId } from "#platform/ids";
import { createTenant, type Tenant } from "#testing";
import {
  answerLeaseMs,
  createRoute,
  endAnswerLease,
  keepCachedAnswer,
  renewAnswerLease,
  takeAnswerLease,
  watchAnswer,
} from "../index.ts";

let tenant: Tenant;
let admin: Context;
let routeId: string;
let connectionId: string;
let made = 0;

beforeAll(async () => {
  tenant = await createTenant();
  admin = await tenant.as("admin");
  connectionId = (await createConnection(admin, { name: "c", kind: "simulated", models: ["m"] })).id;
  const definition = { targets: [{ connectionId, model: "m" }], cache: { ttlSeconds: 60 } };
  routeId = (await createRoute(admin, { name: "leased", definition })).id;
});

const aKey = () => `${(made += 1)}`.padStart(64, "0");
const keep = (key: string, output = "o") =>
  keepCachedAnswer(admin, {
    routeId,
    key,
    ttlSeconds: 60,
    answer: {
      generationId: newId(),
      target: { connectionId, model: "m" },
      output,
      reasoning: "",
      refusal: null,
      toolCalls: [],
      finishReason: "stop",
    },
    question: "q",
    promptId: null,
    promptVersionId: null,
    metadata: null,
    endUser: null,
    meaning: null,
  });
const turn = async (key: string, ctx = admin) => (await watchAnswer(ctx, key)).turn;

describe("the turn to ask for an answer", () => {
  it("is taken by one of many that want it at one moment, each by a connection of its own", async () => {
    const key = aKey();
    const taken = await Promise.all(
      Array.from({ length: 8 }, () => takeAnswerLease(admin, { key, holder: newId() })),
    );
    expect(taken.filter(Boolean)).toHaveLength(1);
    expect(await turn(key)).toBe("busy");
  });

  it("is a project's own", async () => {
    const key = aKey();
    const other = await (await createTenant()).as("admin");
    await takeAnswerLease(admin, { key, holder: newId() });
    await keep(aKey());
    expect(await watchAnswer(other, key)).toEqual({ found: null, turn: "free" });
    expect(await takeAnswerLease(other, { key, holder: newId() })).toBe(true);
  });

  it("is not taken where the answer came meanwhile, which is found before the turn is given back", async () => {
    const key = aKey();
    const holder = newId();
    await takeAnswerLease(admin, { key, holder });
    await keep(key, "here");
    expect(await watchAnswer(admin, key)).toMatchObject({
      found: { answer: { output: "here" } },
      turn: "busy",
    });
    await endAnswerLease(admin, { key, holder }, { isLeft: false });
    expect(await takeAnswerLease(admin, { key, holder: newId() })).toBe(false);
  });

  it("is free for the next as soon as it is left, and for nobody but its holder to give back", async () => {
    const key = aKey();
    const [holder, next] = [newId(), newId()];
    await takeAnswerLease(admin, { key, holder });
    await endAnswerLease(admin, { key, holder: next }, { isLeft: false });
    expect(await turn(key)).toBe("busy");
    await endAnswerLease(admin, { key, holder }, { isLeft: true });
    expect(await turn(key)).toBe("left");
    expect(await takeAnswerLease(admin, { key, holder: next })).toBe(true);
    await endAnswerLease(admin, { key, holder: next }, { isLeft: false });
    expect(await turn(key)).toBe("free");
  });

  it("ends with the process that holds it, after its time, unless it is held for longer", async () => {
    const key = aKey();
    const holder = newId();
    await takeAnswerLease(admin, { key, holder });
    tenant.clock.advance(answerLeaseMs - 1);
    expect(await turn(key)).toBe("busy");
    await renewAnswerLease(admin, { key, holder });
    tenant.clock.advance(answerLeaseMs - 1);
    expect(await takeAnswerLease(admin, { key, holder: newId() })).toBe(false);
    tenant.clock.advance(1);
    expect(await turn(key)).toBe("left");
    expect(await takeAnswerLease(admin, { key, holder: newId() })).toBe(true);
    await renewAnswerLease(admin, { key, holder });
    expect(await turn(key)).toBe("busy");
  });
});
