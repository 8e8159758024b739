import { z } from "zod";
import { Email, Password } from "../account/schema.ts";

/** The first account of an installation; `token` is the last part of the address printed at the start. */
export const CreateFirstOwnerInput = z.object({
  token: z.string().min(20).max(100),
  name: z.string().trim().min(1, "Enter your name.").max(100),
  email: Email,
  password: Password,
  organisation: z.string().trim().min(1, "Name your organisation.").max(100),
  project: z.string().trim().min(1, "Name the first project.").max(100),
});
export type CreateFirstOwnerInput = z.input<typeof CreateFirstOwnerInput>;
