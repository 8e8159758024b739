import { z } from "zod";

/** A member of the organisation, or an end user of the project by the key that programs send as `user` or `endUser`. */
export const PersonInput = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("member"), userId: z.uuid() }),
  z.object({
    kind: z.literal("end_user"),
    key: z
      .string()
      .trim()
      .min(1, "Give the key that your program sends for the user.")
      .max(500)
      .refine((key) => !key.includes("\0") && key.isWellFormed(), "It holds a character that no text has."),
  }),
]);
export type PersonInput = z.input<typeof PersonInput>;

/** All that is held about a person: of a member in every project of the organisation, of an end user in this one. */
export type PersonExport = {
  person: { kind: "member"; id: string; name: string } | { kind: "end_user"; key: string };
  madeAt: Date;
  /** Of a member only: the account, and what the organisation's audit chain says they did. */
  account: Record<string, unknown> | null;
  organisationEvents: Record<string, unknown>[];
  projects: { slug: string; name: string; kinds: Record<string, Record<string, unknown>[]> }[];
};

/** What an erasure did: how many rows of each kind it touched, and what stands in the person's place now. */
export type Erasure = { pseudonym: string; isAccountEmptied: boolean; touched: Record<string, number> };
