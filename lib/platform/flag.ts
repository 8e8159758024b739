import { z } from "zod";

/** Yes or no, in JSON or in an address. */
export const Flag = z.union([
  z.boolean(),
  z.enum(["true", "false", "1", "0"]).transform((value) => value === "true" || value === "1"),
]);
