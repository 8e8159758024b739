import { z } from "zod";
import { archiveBranch, createBranch, listBranches, mergeBranch } from "#lib/prompts";
import { BranchName, CreateBranchInput, MergeBranchInput } from "#schema/prompts";
import { route } from "../route.ts";
import { Version } from "./prompts.ts";

const Params = z.object({ promptId: z.uuid() });
const Branch = z.object({
  name: z.string(),
  archivedAt: z.date().nullable(),
  createdByName: z.string(),
  createdAt: z.date(),
  head: z.object({
    id: z.string(),
    number: z.number(),
    message: z.string(),
    createdByName: z.string(),
    createdAt: z.date(),
  }),
});
const Place = z.object({
  place: z.string(),
  kind: z.enum(["ours", "theirs", "both", "merged", "conflict"]),
  base: z.unknown(),
  ours: z.unknown(),
  theirs: z.unknown(),
  result: z.unknown().optional(),
  pieces: z
    .array(
      z.object({
        kind: z.enum(["same", "ours", "theirs", "both", "conflict"]),
        base: z.string(),
        ours: z.string(),
        theirs: z.string(),
      }),
    )
    .optional()
    .describe("Of a text that both changed."),
});

export const branchRoutes = [
  route({
    method: "get",
    path: "/prompts/by-id/{promptId}/branches",
    id: "listPromptBranches",
    tag: "Prompts",
    summary: "List a prompt's branches",
    description: "Each with its head: the newest version saved to it. `latest` is the head of main.",
    permissions: ["prompt.read"],
    params: Params,
    result: z.object({ items: z.array(Branch) }),
    handle: async ({ ctx, params }) => ({ items: await listBranches(ctx, params) }),
  }),
  route({
    method: "post",
    path: "/prompts/by-id/{promptId}/branches",
    id: "createPromptBranch",
    tag: "Prompts",
    summary: "Make a branch of a prompt",
    permissions: ["branch.create"],
    params: Params,
    body: CreateBranchInput.omit({ promptId: true }),
    result: Branch,
    status: 201,
    handle: ({ ctx, params, body }) => createBranch(ctx, { ...body, ...params }),
  }),
  route({
    method: "post",
    path: "/prompts/by-id/{promptId}/branches/{name}/archive",
    id: "archivePromptBranch",
    tag: "Prompts",
    summary: "Put a branch away",
    description: "Nothing is saved to it any more; its versions stay.",
    permissions: ["branch.archive"],
    params: Params.extend({ name: BranchName }),
    result: Branch,
    handle: ({ ctx, params }) => archiveBranch(ctx, params),
  }),
  route({
    method: "post",
    path: "/prompts/by-id/{promptId}/branches/{name}/merge",
    id: "mergePromptBranch",
    tag: "Prompts",
    summary: "Merge a branch into another",
    description:
      "Three-way over their newest common version. Where both changed one thing nothing is saved: the answer lists the conflicts; send it again with `resolutions`, by place, and with `ours` and `theirs` as `expectedInto` and `expectedFrom`, so that nothing is merged that nobody looked at. `ours` is the branch merged into. What stands in the prompt is merged by its versions: the place `include <reference>` takes `ours`, `theirs` or `base`, and no other value.",
    permissions: ["branch.merge"],
    params: Params.extend({ name: BranchName }),
    body: MergeBranchInput.omit({ promptId: true, from: true }),
    result: z.object({
      kind: z.enum(["nothing", "conflicts", "merged"]),
      version: Version.optional(),
      base: z.number().optional(),
      ours: z.number().optional(),
      theirs: z.number().optional(),
      places: z.array(Place).optional(),
      conflicts: z.array(Place).optional(),
    }),
    handle: ({ ctx, params: { promptId, name }, body }) =>
      mergeBranch(ctx, { ...body, promptId, from: name }),
  }),
];
