import "../every-room.ts";
import { z } from "zod";
import { erasePerson, exportPerson, listRetention, setRetention } from "#lib/governance";
import { PersonInput, SetRetentionInput } from "#schema/governance";
import { route } from "../route.ts";

const days = z.number().nullable().describe("Null: kept without end.");

export const governanceRoutes = [
  route({
    method: "get",
    path: "/retention",
    id: "listRetention",
    tag: "Governance",
    summary: "List how long each kind of data is kept",
    permissions: ["settings.read"],
    result: z.object({
      items: z.array(
        z.object({
          kind: z.string(),
          label: z.string(),
          days,
          minimumDays: z.number(),
          because: z.string(),
          figures: z.string().describe("What figures lack when it goes."),
          count: z.number(),
          prunedAt: z.date().nullable(),
          prunedCount: z.number().nullable(),
        }),
      ),
    }),
    handle: async ({ ctx }) => ({ items: await listRetention(ctx) }),
  }),
  route({
    method: "put",
    path: "/retention/{kind}",
    id: "setRetention",
    tag: "Governance",
    summary: "Say how long a kind of data is kept; what is older goes in the coming night",
    permissions: ["retention.update"],
    params: SetRetentionInput.pick({ kind: true }),
    body: SetRetentionInput.pick({ days: true }),
    result: z.object({ kind: z.string(), days }),
    handle: ({ ctx, params, body }) => setRetention(ctx, { ...params, ...body }),
  }),
  route({
    method: "post",
    path: "/people/export",
    id: "exportPerson",
    tag: "Governance",
    summary: "Everything that is held about a member or an end user",
    permissions: ["person.export"],
    body: PersonInput,
    result: z.object({
      person: z.union([
        z.object({ kind: z.literal("member"), id: z.string(), name: z.string() }),
        z.object({ kind: z.literal("end_user"), key: z.string() }),
      ]),
      madeAt: z.date(),
      account: z.record(z.string(), z.unknown()).nullable(),
      organisationEvents: z.array(z.record(z.string(), z.unknown())),
      projects: z.array(
        z.object({
          slug: z.string(),
          name: z.string(),
          kinds: z.record(z.string(), z.array(z.record(z.string(), z.unknown()))),
        }),
      ),
    }),
    handle: ({ ctx, body }) => exportPerson(ctx, body),
  }),
  route({
    method: "post",
    path: "/people/erase",
    id: "erasePerson",
    tag: "Governance",
    summary: "Put a pseudonym in a person's place, and remove what they wrote as an end user",
    description: "Cannot be taken back. The audit chain keeps what it says and goes on to hold.",
    permissions: ["person.erase"],
    body: PersonInput,
    result: z.object({
      pseudonym: z.string(),
      isAccountEmptied: z.boolean(),
      touched: z.record(z.string(), z.number()),
    }),
    handle: ({ ctx, body }) => erasePerson(ctx, body),
  }),
];
