import { z } from "zod";
import { cacheStates } from "#constants/observability";
import { GetFileInput } from "#schema/files";
import { commonAnswerHeaders, refusals, replayedHeader } from "../document-parts.ts";
import { generationIdHeader } from "./failure.ts";
import {
  ChatCompletion,
  ChatCompletionBody,
  Completion,
  CompletionsBody,
  DeletedFile,
  EmbeddingsAnswer,
  EmbeddingsBody,
  FilesQuery,
  FileUpload,
  Model,
  ModelList,
  ModerationsAnswer,
  ModerationsBody,
  OpenAiFile,
  OpenAiFileList,
  ResponseAnswer,
  ResponsesBody,
} from "./schema.ts";

type Json = Record<string, unknown>;
type Operation = {
  id: string;
  summary: string;
  description: string;
  scope: string;
  /** The name of the parameter in its path, and what it may be. */
  parameter?: { name: string; schema: z.ZodType };
  query?: z.ZodObject;
  body?: z.ZodType;
  /** A body that is a form with a file in it. */
  form?: z.ZodType;
  /** Left out where the answer is a file. */
  result?: z.ZodType;
  streams?: boolean;
};

const operations: Record<string, Record<string, Operation>> = {
  "/chat/completions": {
    post: {
      id: "createChatCompletion",
      summary: "Call a model",
      description:
        "Speaks OpenAI's protocol: point an unmodified client's base URL here. Each call is recorded as a generation; its id is the answer's `id` and the header `x-valueloop-generation-id`.",
      scope: "generations:write",
      body: ChatCompletionBody,
      result: ChatCompletion,
      streams: true,
    },
  },
  "/models": {
    get: {
      id: "listModels",
      summary: "List the project's models",
      description: "In OpenAI's form.",
      scope: "generations:read",
      result: ModelList,
    },
  },
  "/models/{model}": {
    get: {
      id: "getModel",
      summary: "Get a model of the project",
      description:
        "In OpenAI's form. The name is whatever a call's `model` may be: `connection/model`, a model's that is unique, `route:support`, or `prompt:support/triage@production`.",
      scope: "generations:read",
      parameter: { name: "model", schema: z.string() },
      result: Model,
    },
  },
  "/completions": {
    post: {
      id: "createCompletion",
      summary: "Let a model go on with a text",
      description:
        "OpenAI's older protocol for texts. A server that has /completions is asked there, with every member; any other by chat, where `suffix`, `best_of` and `echo` with `logprobs` are refused.",
      scope: "generations:write",
      body: CompletionsBody,
      result: Completion,
      streams: true,
    },
  },
  "/responses": {
    post: {
      id: "createResponse",
      summary: "Call a model by OpenAI's newer protocol",
      description:
        "A server that has /responses is asked there, with every item and member; any other by chat, where a server's own tools, `previous_response_id`, `conversation` and `background` are refused. Streams the events that OpenAI's clients read.",
      scope: "generations:write",
      body: ResponsesBody,
      result: ResponseAnswer,
      streams: true,
    },
  },
  "/moderations": {
    post: {
      id: "createModeration",
      summary: "Have a moderation model judge texts",
      description:
        "In OpenAI's form: passed on to a connection whose server has /moderations. The studio has no such model of its own; without one the call is refused.",
      scope: "generations:write",
      body: ModerationsBody,
      result: ModerationsAnswer,
    },
  },
  "/embeddings": {
    post: {
      id: "createEmbeddings",
      summary: "Turn texts into vectors",
      description:
        "In OpenAI's form. A model of a connection gets the body as it is sent; without a model the project's own embedding model answers.",
      scope: "generations:write",
      body: EmbeddingsBody,
      result: EmbeddingsAnswer,
    },
  },
  "/files": {
    get: {
      id: "listFiles",
      summary: "List files",
      description: "In OpenAI's form. What calls may name, newest first.",
      scope: "files:read",
      query: FilesQuery,
      result: OpenAiFileList,
    },
    post: {
      id: "createFile",
      summary: "Put a file here",
      description:
        "In OpenAI's form. A call then names it: `file_id` in a part of type `file` (chat) or `input_image` and `input_file` (responses); the provider gets the bytes. A file of text is stored as the policies leave what is stored; into pictures, sound and PDF no policy looks.",
      scope: "files:write",
      form: FileUpload,
      result: OpenAiFile,
    },
  },
  "/files/{file_id}": {
    get: {
      id: "getFile",
      summary: "Read about a file",
      description: "In OpenAI's form.",
      scope: "files:read",
      parameter: { name: "file_id", schema: GetFileInput.shape.fileId },
      result: OpenAiFile,
    },
    delete: {
      id: "deleteFile",
      summary: "Delete a file",
      description:
        "Its bytes go with the last file that has them. Calls that name it are refused from then on.",
      scope: "files:write",
      parameter: { name: "file_id", schema: GetFileInput.shape.fileId },
      result: DeletedFile,
    },
  },
  "/files/{file_id}/content": {
    get: {
      id: "getFileContent",
      summary: "Read what is in a file",
      description: "The bytes as they are stored. Refused to keys that read personal data masked.",
      scope: "files:read",
      parameter: { name: "file_id", schema: GetFileInput.shape.fileId },
    },
  },
};

/** Which methods these addresses take. */
export function openAiMethods(): { path: string; method: string }[] {
  return Object.entries(operations).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => ({ path, method })),
  );
}

/** The header by which a request says that it is the same as an earlier one. */
export const idempotencyKey: Json = {
  name: "Idempotency-Key",
  in: "header",
  required: false,
  description:
    "The first answer to a key is given again for 24 hours, a stream as a stream; another body with it is refused (422), and while the first is being answered 409 says when to ask again. What failed is not kept.",
  schema: { type: "string", minLength: 1, maxLength: 255 },
};

const timeoutHeader: Json = {
  name: "x-valueloop-timeout-ms",
  in: "header",
  required: false,
  description:
    "The longest this call may take, in milliseconds; 600000 where nothing is said. A route's or the API key's own limit is never exceeded.",
  schema: { type: "integer", minimum: 1, maximum: 3_600_000 },
};

const cacheControl: Json = {
  name: "Cache-Control",
  in: "header",
  required: false,
  description:
    "Of the cache of the route that is asked: `no-store` neither reads nor keeps, `no-cache` asks a model and keeps its answer, `max-age=60` takes no answer older than that, in seconds.",
  schema: { type: "string" },
};

const generationHeader: Json = {
  [generationIdHeader]: {
    description: "The call's generation: post feedback on it, read it at /generations/{generationId}.",
    schema: { type: "string" },
  },
};

/** OpenAI's error object; what a provider said of its own error stands in it as it came. */
export const openAiError: Json = {
  type: "object",
  description: "An error in OpenAI's shape.",
  required: ["error"],
  properties: {
    error: {
      type: "object",
      required: ["message"],
      properties: {
        message: { type: "string", description: "What happened and what to do." },
        type: { description: "OpenAI's name of the kind of error, or the provider's own." },
        param: { description: "The member of the request that it is about, where the provider says so." },
        code: { description: "By which a program tells errors apart." },
      },
      additionalProperties: {},
    },
  },
};

/** What each may answer with beside 200; of a provider that failed some statuses are its own. */
function statusesOf({ body, parameter, query, form }: Operation): string[] {
  const calls = body ? ["409", "413", "422"] : form ? ["413"] : [];
  return [
    "400",
    "401",
    "403",
    ...(body || parameter || query ? ["404"] : []),
    ...calls,
    "429",
    ...(body ? ["502", "503", "504"] : []),
  ];
}

const cacheAnswer: Json = {
  "x-valueloop-cache": {
    description:
      "How the cache of the route met the call: the same call's answer (hit), that of one which asks the same in other words (semantic), none (miss), not asked (bypass). Absent where the route has none.",
    schema: { type: "string", enum: cacheStates },
  },
  age: {
    description: "Whole seconds since an answer of the cache was made.",
    schema: { type: "integer", minimum: 0 },
  },
};

type SchemaOf = (schema: z.ZodType, io: "input" | "output") => Json;

function parametersOf({ parameter, query, body, streams }: Operation, schemaOf: SchemaOf): Json[] {
  const asked = Object.entries(query?.shape ?? {}).map(([name, schema]) => ({
    name,
    in: "query",
    required: false,
    schema: schemaOf(schema, "input"),
  }));
  return [
    ...(parameter
      ? [
          {
            name: parameter.name,
            in: "path",
            required: true,
            schema: schemaOf(parameter.schema, "input"),
          },
        ]
      : []),
    ...asked,
    ...(body ? [idempotencyKey] : []),
    ...(streams ? [timeoutHeader, cacheControl] : []),
  ];
}

/** The OpenAPI operations of the routes that speak OpenAI's protocol. */
export function openAiOperations(jsonSchemaOf: SchemaOf): Record<string, Json> {
  const operationOf = (operation: Operation): Json => ({
    operationId: operation.id,
    tags: ["Gateway"],
    summary: operation.summary,
    description: `${operation.description}\n\nNeeds the scope \`${operation.scope}\`.`,
    parameters: parametersOf(operation, jsonSchemaOf),
    ...(operation.body
      ? {
          requestBody: {
            required: true,
            content: { "application/json": { schema: jsonSchemaOf(operation.body, "input") } },
          },
        }
      : {}),
    ...(operation.form
      ? {
          requestBody: {
            required: true,
            content: { "multipart/form-data": { schema: jsonSchemaOf(operation.form, "input") } },
          },
        }
      : {}),
    responses: {
      "200": {
        description: operation.streams
          ? "The answer; with `stream: true` server-sent events of chunks, closed by `[DONE]`."
          : "Done.",
        headers: {
          ...commonAnswerHeaders,
          ...(operation.body ? { ...generationHeader, ...replayedHeader } : {}),
          ...(operation.streams ? cacheAnswer : {}),
        },
        content: {
          ...(operation.result
            ? { "application/json": { schema: jsonSchemaOf(operation.result, "output") } }
            : { "application/octet-stream": { schema: { type: "string", format: "binary" } } }),
          ...(operation.streams ? { "text/event-stream": { schema: { type: "string" } } } : {}),
        },
      },
      ...refusals(statusesOf(operation), "application/json", { $ref: "#/components/schemas/OpenAiError" }),
    },
    security: [{ apiKey: [operation.scope] }],
    "x-scope": operation.scope,
  });
  return Object.fromEntries(
    Object.entries(operations).map(([path, methods]) => [
      path,
      Object.fromEntries(
        Object.entries(methods).map(([method, operation]) => [method, operationOf(operation)]),
      ),
    ]),
  );
}
