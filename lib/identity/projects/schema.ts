import { z } from "zod";
import { slugRule } from "../slug.ts";

/** The address part of an organisation or project: lower case, digits, dashes. */
export const Slug = z
  .string()
  .min(slugRule.least)
  .max(slugRule.most)
  .regex(slugRule.pattern, "Use lower-case letters, digits and single dashes.")
  .refine(
    (slug) => !slugRule.reserved.includes(slug),
    "The studio itself uses this address; choose another.",
  );

export const CreateProjectInput = z.object({ name: z.string().trim().min(1).max(100), slug: Slug });
export type CreateProjectInput = z.input<typeof CreateProjectInput>;
