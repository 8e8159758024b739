import type { MergePlace } from "./contents.ts";
import type { VersionSummary, VersionView } from "../versions/schema.ts";

/** A line of versions; what it says is its head. */
export type BranchView = {
  name: string;
  archivedAt: Date | null;
  createdByName: string;
  createdAt: Date;
  head: Pick<VersionSummary, "id" | "number" | "message" | "createdByName" | "createdAt">;
};

type Merged = {
  /** Numbers of the common version and of both heads; `ours` is that of the branch merged into. */
  base: number;
  ours: number;
  theirs: number;
  places: MergePlace[];
};

/** What a merge did: nothing was saved unless it is `merged`. */
export type MergeBranchResult =
  | { kind: "nothing"; version: VersionView }
  | ({ kind: "conflicts"; conflicts: MergePlace[] } & Merged)
  | ({ kind: "merged"; version: VersionView } & Merged);
