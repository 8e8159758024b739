/** Sizes beyond which a prompt is refused: content is what `contentBytes` counts. */
export const promptLimits = {
  contentBytes: 256_000,
  messages: 100,
  variables: 200,
  tools: 128,
  pathLength: 200,
  messageLength: 500,
  descriptionLength: 2_000,
  variableValueBytes: 1_000_000,
  renderedBytes: 4_000_000,
  sectionDepth: 20,
  /** Different references in one content. */
  includes: 50,
  /** Prompts that stand in one content, those within others counted each time they stand there. */
  includedPrompts: 1_000,
  includeDepth: 5,
  /** How often includes are rendered in one text, those within others counted each time. */
  includesRendered: 1_000,
} as const;

export const messageRoles = ["system", "user", "assistant", "developer"] as const;
export const variableTypes = ["string", "text", "number", "boolean", "enum", "json", "messages"] as const;

/** The label that follows the newest version by itself. */
export const latestLabel = "latest";

/** The branch that `latest` follows; every prompt has it. */
export const mainBranch = "main";

/** What a name must look like, and what to say when it does not. */
export const pathRule = {
  pattern: /^[a-z0-9][a-z0-9._-]*(\/[a-z0-9][a-z0-9._-]*)*$/,
  message:
    "Use lower-case letters, digits, dots, dashes and underscores, with / between folders, for example support/triage.",
};
export const labelRule = {
  pattern: /^[a-z0-9_.-]{1,36}$/,
  message: "A label is 1 to 36 lower-case letters, digits, dots, dashes or underscores.",
};
/**
 * `@7` is version 7 everywhere, and a scope's environment "any" is every one and "none" is none, so no label may be called
 * that; one from before this rule can still be read.
 */
export const newLabelRule = {
  pattern: /^(?!(?:\d+|any|none)$)[a-z0-9_.-]{1,36}$/,
  message: `${labelRule.message.replace(/\.$/, "")}, not digits only: @7 means version 7. The words any and none are taken.`,
};
export const branchRule = {
  pattern: /^[a-z0-9][a-z0-9._-]{0,59}$/,
  message:
    "A branch's name is 1 to 60 lower-case letters, digits, dots, dashes or underscores, for example shorter-answers.",
};
export const variableRule = {
  pattern: /^[\p{L}_][\p{L}\p{M}\p{N}_-]{0,63}$/u,
  message: "Use letters of any language, digits, _ and -, starting with a letter; at most 64 characters.",
};
export const toolNamePattern = /^[a-zA-Z0-9_-]{1,64}$/;

/** What is wrong with a prompt's path, as the verbs would say it; null when nothing is. */
export function promptPathProblem(path: string): string | null {
  if (path.length > promptLimits.pathLength)
    return `A path has at most ${promptLimits.pathLength} characters.`;
  return pathRule.pattern.test(path) ? null : pathRule.message;
}

export function labelNameProblem(name: string): string | null {
  return newLabelRule.pattern.test(name) ? null : newLabelRule.message;
}

const forbiddenNames = new Set(["__proto__", "constructor", "prototype"]);
export const reservedNameMessage = "This name is reserved; choose another.";

/** True for names every object has, which no variable may take. */
export function isReservedName(name: string): boolean {
  return forbiddenNames.has(name);
}

export function variableNameProblem(name: string): string | null {
  if (!variableRule.pattern.test(name)) return variableRule.message;
  return isReservedName(name) ? reservedNameMessage : null;
}

/** True when a value is of a variable's type as it stands, without coercion. */
export function fitsType(
  variable: { type: (typeof variableTypes)[number]; options?: string[] | undefined },
  value: unknown,
): boolean {
  switch (variable.type) {
    case "string":
    case "text":
      return typeof value === "string";
    case "number":
      return typeof value === "number" && Number.isFinite(value);
    case "boolean":
      return typeof value === "boolean";
    case "enum":
      return typeof value === "string" && (variable.options ?? []).includes(value);
    case "json":
      return value !== undefined && typeof value !== "symbol" && typeof value !== "function";
    case "messages":
      return Array.isArray(value) && value.length <= 1_000 && value.every(isMessage);
    default:
      return variable.type satisfies never;
  }
}

function isMessage(value: unknown): boolean {
  return (
    isRecord(value) &&
    messageRoles.some((role) => role === value["role"]) &&
    typeof value["content"] === "string"
  );
}

/** True for what JSON writes in braces. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** UTF-8 size of a content as JSON. */
export function contentBytes(content: unknown): number {
  return new TextEncoder().encode(JSON.stringify(content)).length;
}

/** Folder and name of a path: `a/b/c` is `a/b` and `c`. */
export function splitPath(path: string): { folder: string; name: string } {
  const cut = path.lastIndexOf("/");
  return { folder: cut < 0 ? "" : path.slice(0, cut), name: path.slice(cut + 1) };
}

/** Whether a folder is shown while another is open: the top ones, those on the way to it, beside that way, and right under it. */
export function isInReach(folder: string, open: string): boolean {
  const { folder: parent } = splitPath(folder);
  return parent === "" || open === parent || open.startsWith(`${parent}/`);
}
