import { z } from "zod";

export const PersonIdInput = z.object({ userId: z.uuid() });
export type PersonIdInput = z.input<typeof PersonIdInput>;

export const EraseAccountInput = PersonIdInput.extend({ pseudonym: z.string().min(1).max(60) });
export type EraseAccountInput = z.input<typeof EraseAccountInput>;
