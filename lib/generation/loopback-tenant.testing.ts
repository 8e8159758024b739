import { closePools, createConnection } from "#lib/models";
import { flushGenerations } from "#lib/observability";
import { createTenant } from "#testing";
import { answerWith, type LoopbackHandler, loopbackProvider } from "./loopback.testing.ts";

export type LoopbackTenant = Awaited<ReturnType<typeof loopbackTenant>>;

/** A project whose one connection leads to a provider on loopback, which answers as `behave` says from then on. */
export async function loopbackTenant() {
  const tenant = await createTenant();
  const server = await loopbackProvider((...all) => made.behave(...all));
  const admin = await tenant.as("admin");
  const { id } = await createConnection(admin, {
    name: "loop",
    kind: "openai_compatible",
    baseUrl: server.url,
    models: ["m"],
  });
  const made = {
    tenant,
    admin,
    url: server.url,
    seen: server.seen,
    target: { connectionId: id, model: "m" },
    // A handler of any form of answer: tests set their own.
    behave: answerWith("Hello") as LoopbackHandler,
    close: async () => {
      await flushGenerations();
      await closePools();
      server.close();
    },
  };
  return made;
}
