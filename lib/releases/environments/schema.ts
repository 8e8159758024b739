import { environmentNamePattern } from "../constants.ts";
import { z } from "zod";
import type { NamedTarget } from "#schema/routes";
import { Gate, type GateInput } from "../gate/schema.ts";

/** An environment is named like the label it guards. */
export const EnvironmentName = z
  .string()
  .regex(environmentNamePattern, "An environment's name has 1 to 36 of a-z, 0-9, dot, dash and underscore.");

export const UpdateGateInput = z.object({ environment: EnvironmentName, gate: Gate });
export type UpdateGateInput = { environment: string; gate: GateInput };

/** A label with rules, and what it serves. */
export type Environment = {
  id: string;
  name: string;
  position: number;
  gate: Gate;
  /** What the suite and the dataset that its evidence names are called. */
  evidenceNames: { suite: string | null; dataset: string | null; route: string | null };
  updatedAt: Date;
  /** Per prompt: the version it points to, since when and by whom. */
  prompts: EnvironmentPointer[];
};

export type EnvironmentPointer = {
  promptId: string;
  promptPath: string;
  versionId: string;
  versionNumber: number;
  /** The model or route in the place of the version's own; null is the version's. */
  model: NamedTarget | null;
  movedAt: Date;
  movedByName: string;
  /** The version a rollback would restore; null when there is none. */
  previous: { versionId: string; versionNumber: number; model: NamedTarget | null } | null;
  openPromotion: { id: string; number: number } | null;
};

/** A prompt that an environment serves, and the newest version of its main branch. */
export type ServedPrompt = {
  promptId: string;
  promptPath: string;
  newest: { versionId: string; versionNumber: number };
};
