import { z } from "zod";
import type { NamedTarget } from "#schema/routes";
import { labelRule, latestLabel, newLabelRule } from "../content/rules.ts";

const id = z.uuid();

/** A label's name as it is asked for; the names of environments are labels too. */
export const LabelName = z.string().regex(labelRule.pattern, labelRule.message);

/** A label's name as it may be given. */
export const NewLabelName = z.string().regex(newLabelRule.pattern, newLabelRule.message);

export const MoveLabelInput = z.object({
  promptId: id,
  name: NewLabelName.refine(
    (name) => name !== latestLabel,
    "latest follows the newest version by itself; choose another label.",
  ),
  versionId: id,
  /** The version the label pointed to when the person decided; null when it did not exist. Left out: not compared. */
  expectedVersionId: id.nullable().optional(),
});
export type MoveLabelInput = z.input<typeof MoveLabelInput>;

export const ListLabelsInput = z.object({ promptId: id });
export type ListLabelsInput = z.input<typeof ListLabelsInput>;

export const ListLabelledInput = z.object({
  names: z.array(z.string()).max(100),
  promptId: id.optional(),
  includeArchived: z.boolean().default(false),
});
export type ListLabelledInput = z.input<typeof ListLabelledInput>;

/** Where a label of a prompt points, since when and by whom. */
export type LabelledVersion = {
  label: string;
  promptId: string;
  promptPath: string;
  versionId: string;
  versionNumber: number;
  /** The model or route that a promotion put in the place of the version's own; null where there is none. */
  model: NamedTarget | null;
  movedAt: Date;
  movedByName: string;
};

/** A label and where it points. */
export type LabelView = {
  name: string;
  versionId: string;
  versionNumber: number;
  /** The model or route that a promotion put in the place of the version's own; null where there is none. */
  model: NamedTarget | null;
  updatedByName: string;
  updatedAt: Date;
};
