import { z } from "zod";
import {
  compilePrompt,
  createPrompt,
  diffVersions,
  getPrompt,
  getPromptVersion,
  listLabels,
  listPrompts,
  listVersions,
  moveLabel,
  resolvePrompt,
  resolverOf,
  saveVersion,
  searchPrompts,
} from "#lib/prompts";
import { PageInput } from "#platform/pagination";
import { ModelTarget } from "#schema/models";
import { PinnedRoute } from "#schema/routes";
import {
  BranchName,
  CreatePromptInput,
  ListPromptsInput,
  LabelName,
  NewLabelName,
  PromptContent,
  PromptPath,
  SaveVersionInput,
  SearchPromptsInput,
} from "#schema/prompts";
import { route } from "../route.ts";
import { ContentDiff } from "./content-diff.ts";
import { NamedTarget } from "./named-target.ts";
import { pageOf } from "./page.ts";

const Path = z.object({
  path: PromptPath.describe("Folder path and name, slashes as they are: support/triage."),
});
const label = LabelName.optional().describe(
  "The version a label points to; `latest` when neither label nor version is given.",
);
const together = "A version's number. Together with label: 400.";
const Which = { label, version: z.coerce.number().int().min(1).optional().describe(together) };
const WhichInBody = { label, version: z.int().min(1).optional().describe(together) };

const Label = z.object({
  name: z.string(),
  versionId: z.string(),
  versionNumber: z.number(),
  model: NamedTarget.nullable().describe(
    "What a promotion put in the place of the version's own model or route.",
  ),
  updatedByName: z.string(),
  updatedAt: z.date(),
});
const VersionSummary = z.object({
  id: z.string(),
  promptId: z.string(),
  number: z.number(),
  branch: z.string(),
  parentId: z.string().nullable(),
  mergedFromId: z.string().nullable().describe("The second parent, where it merged another branch."),
  contentHash: z.string(),
  message: z.string(),
  createdByName: z.string(),
  createdAt: z.date(),
});
/** A version as programs get it. */
export const Version = VersionSummary.extend({
  promptPath: z.string(),
  labels: z.array(z.string()),
  content: PromptContent,
  includes: z
    .array(
      z.object({
        reference: z.string(),
        path: z.string(),
        versionId: z.string(),
        versionNumber: z.number(),
        contentHash: z.string(),
        text: z.string(),
      }),
    )
    .describe("The prompts that `{{> folder/name@label}}` meant when the version was saved; it keeps them."),
});
const setBy = z.enum(["version", "environment"]);
const ServedModel = z
  .union([ModelTarget.extend({ setBy }), PinnedRoute.extend({ setBy })])
  .nullable()
  .describe(
    "The model or route it is called by; null where neither the version nor the environment sets one.",
  );
export const Prompt = z.object({
  id: z.string(),
  path: z.string(),
  kind: z.enum(["text", "chat"]),
  description: z.string(),
  createdAt: z.date(),
  updatedAt: z.date(),
  archivedAt: z.date().nullable(),
  labels: z.array(Label),
  latest: VersionSummary,
});

export const promptRoutes = [
  route({
    method: "get",
    path: "/prompts",
    id: "listPrompts",
    tag: "Prompts",
    summary: "List prompts",
    permissions: ["prompt.read"],
    query: PageInput.extend({
      folder: z.string().max(200).optional(),
      text: z.string().max(200).optional(),
      label: LabelName.optional(),
      sort: ListPromptsInput.shape.sort,
    }),
    result: pageOf(Prompt),
    handle: ({ ctx, query: { limit, cursor, folder, text, label, sort } }) =>
      listPrompts(ctx, {
        limit,
        sort,
        ...(cursor ? { cursor } : {}),
        ...(folder ? { folder } : {}),
        ...(text ? { text } : {}),
        ...(label ? { label } : {}),
      }),
  }),
  route({
    method: "post",
    path: "/prompts",
    id: "createPrompt",
    tag: "Prompts",
    summary: "Create a prompt with its first version",
    permissions: ["prompt.create"],
    body: CreatePromptInput.omit({ isDemo: true }),
    result: Prompt,
    status: 201,
    handle: ({ ctx, body }) => createPrompt(ctx, body),
  }),
  route({
    method: "get",
    path: "/prompt-search",
    id: "searchPrompts",
    tag: "Prompts",
    summary: "Find prompts by text and meaning",
    permissions: ["prompt.read"],
    query: SearchPromptsInput,
    result: z.object({
      items: z.array(
        z.object({
          prompt: Prompt,
          score: z.number(),
          matchedBy: z.array(z.string()),
          similarity: z.number().nullable(),
          excerpt: z
            .object({
              place: z.enum(["name", "description", "text", "history"]),
              pieces: z.array(z.object({ text: z.string(), isMatch: z.boolean() })),
            })
            .nullable()
            .describe("Where the words were found, cut into what matched and what did not."),
        }),
      ),
      meaning: z
        .union([
          z.object({ available: z.literal(true), model: z.string() }),
          z.object({ available: z.literal(false), reason: z.string() }),
        ])
        .describe("Whether the search by meaning took part, and if not, why."),
    }),
    handle: ({ ctx, query }) => searchPrompts(ctx, query),
  }),
  // Before {path}, which would take these addresses for a prompt's.
  route({
    method: "get",
    path: "/prompts/by-id/{promptId}/versions",
    id: "listPromptVersions",
    tag: "Prompts",
    summary: "List a prompt's versions",
    permissions: ["prompt.read"],
    params: z.object({ promptId: z.uuid() }),
    query: PageInput.extend({
      branch: BranchName.optional().describe(
        "Only what was saved to this branch; all of them when left out.",
      ),
    }),
    result: pageOf(VersionSummary.extend({ labels: z.array(z.string()) })),
    handle: ({ ctx, params, query: { limit, cursor, branch } }) =>
      listVersions(ctx, { ...params, limit, ...(branch ? { branch } : {}), ...(cursor ? { cursor } : {}) }),
  }),
  route({
    method: "get",
    path: "/prompts/by-id/{promptId}/labels",
    id: "listPromptLabels",
    tag: "Prompts",
    summary: "List a prompt's labels",
    permissions: ["prompt.read"],
    params: z.object({ promptId: z.uuid() }),
    result: z.object({ items: z.array(Label) }),
    handle: async ({ ctx, params }) => ({ items: await listLabels(ctx, params) }),
  }),
  route({
    method: "get",
    path: "/prompts/{path}",
    id: "getPrompt",
    tag: "Prompts",
    summary: "Get a prompt's version, by label or number",
    description:
      "The template as it is stored. A label moved by a promotion answers with the new version at once.",
    permissions: ["prompt.read"],
    params: Path,
    query: z.object(Which),
    result: Version.extend({ model: ServedModel }),
    isShared: true,
    handle: ({ ctx, params: { path }, query: { label, version } }) =>
      resolvePrompt(ctx, {
        path,
        ...(label !== undefined ? { label } : {}),
        ...(version !== undefined ? { version } : {}),
      }),
  }),
  route({
    method: "post",
    path: "/prompts/{path}/compile",
    id: "compilePrompt",
    tag: "Prompts",
    summary: "Fill a prompt's variables",
    permissions: ["prompt.read"],
    params: Path,
    body: z.object({ ...WhichInBody, variables: z.record(z.string(), z.unknown()).default({}) }),
    result: z.object({
      promptId: z.string(),
      versionId: z.string(),
      versionNumber: z.number(),
      kind: z.enum(["text", "chat"]),
      messages: z.array(z.object({ role: z.string(), content: z.string() })),
      text: z.string().nullable(),
      settings: z.record(z.string(), z.unknown()),
      model: ServedModel,
      tools: z.array(z.unknown()).nullable(),
      responseSchema: z.record(z.string(), z.unknown()).nullable(),
    }),
    handle: async ({ ctx, params: { path }, body: { label, version, variables } }) => {
      const { id, promptId, number, content, includes, model } = await resolvePrompt(ctx, {
        path,
        ...(label !== undefined ? { label } : {}),
        ...(version !== undefined ? { version } : {}),
      });
      const { settings, tools, responseSchema } = content;
      return {
        promptId,
        versionId: id,
        versionNumber: number,
        settings,
        model,
        tools: tools ?? null,
        responseSchema: responseSchema ?? null,
        ...compilePrompt(content, variables, resolverOf(includes)),
      };
    },
  }),
  route({
    method: "post",
    path: "/prompts/{path}/versions",
    id: "savePromptVersion",
    tag: "Prompts",
    summary: "Save a new version",
    description: "Answers `unchanged` with the newest version when the content equals it.",
    permissions: ["prompt.update"],
    params: Path,
    body: SaveVersionInput.omit({ promptId: true, provenance: true }),
    result: z.object({ kind: z.enum(["saved", "unchanged"]), version: Version }),
    status: 201,
    handle: async ({ ctx, params: { path }, body }) => {
      const { id } = await getPrompt(ctx, { path });
      return saveVersion(ctx, { ...body, promptId: id, provenance: { kind: "api" } });
    },
  }),
  route({
    method: "get",
    path: "/prompt-versions/{versionId}",
    id: "getPromptVersion",
    tag: "Prompts",
    summary: "Get a version by its id",
    permissions: ["prompt.read"],
    params: z.object({ versionId: z.uuid() }),
    result: Version,
    isStable: true,
    handle: ({ ctx, params }) => getPromptVersion(ctx, params),
  }),
  route({
    method: "get",
    path: "/prompt-versions/{versionId}/diff",
    id: "diffPromptVersions",
    tag: "Prompts",
    summary: "Compare a version with another",
    description: "As the studio shows it: messages one by one, everything else as rows.",
    permissions: ["prompt.read"],
    params: z.object({ versionId: z.uuid() }),
    query: z.object({
      fromVersionId: z.uuid().describe("The version before; of any prompt of the project."),
    }),
    result: ContentDiff,
    isStable: true,
    handle: async ({ ctx, params, query }) =>
      (await diffVersions(ctx, { ...query, toVersionId: params.versionId })).diff,
  }),
  route({
    method: "put",
    path: "/prompts/{path}/labels/{name}",
    id: "moveLabel",
    tag: "Prompts",
    summary: "Move a label to a version",
    description: "Labels that are environments move by promotions only.",
    permissions: ["label.move"],
    params: Path.extend({ name: NewLabelName }),
    body: z.object({
      versionId: z.uuid(),
      expectedVersionId: z
        .uuid()
        .nullable()
        .describe(
          "Where the label pointed when you decided; null when it did not exist. Another answer is 409.",
        ),
    }),
    result: Label,
    handle: async ({ ctx, params: { path, name }, body }) => {
      const { id } = await getPrompt(ctx, { path });
      return moveLabel(ctx, { promptId: id, name, ...body });
    },
  }),
];
