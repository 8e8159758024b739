import { z } from "zod";
import { piiTypes } from "../constants.ts";

export const PiiType = z.enum(piiTypes);
export type PiiType = z.infer<typeof PiiType>;

/** One place in a text; `start` and `end` are UTF-16 offsets into it, `score` is 0..1. Carries the text itself: never store it. */
export type Finding = { type: PiiType; start: number; end: number; score: number; text: string };
