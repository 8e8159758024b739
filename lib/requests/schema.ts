import { z } from "zod";

/** An answer as it is given again: its body byte for byte. */
export const KeptAnswer = z.object({
  status: z.number().int(),
  contentType: z.string(),
  generationId: z.string().nullable(),
  text: z.string(),
});
export type KeptAnswer = z.infer<typeof KeptAnswer>;

export const BeginRequestInput = z.object({
  key: z
    .string()
    .min(1, "Idempotency-Key: write one, such as a UUID.")
    .max(255, "Idempotency-Key: at most 255 characters."),
  /** What tells one request from another: method, address, body. */
  request: z.unknown(),
});
export type BeginRequestInput = z.input<typeof BeginRequestInput>;

/** A request that is answered now, or the answer it had. */
export type BegunRequest =
  | {
      kind: "first";
      /** Says that it is still being answered; without it, `leaseMs` after the last time another may answer it. */
      renew(): Promise<void>;
      keep(answer: KeptAnswer): Promise<void>;
      forget(): Promise<void>;
    }
  | { kind: "again"; answer: KeptAnswer };
