import { z } from "zod";
import { pathRule, promptLimits } from "./rules.ts";

/** Folder path and name: `support/triage`. */
export const PromptPath = z.string().max(promptLimits.pathLength).regex(pathRule.pattern, pathRule.message);

export const Folder = z.union([z.literal(""), PromptPath]);
