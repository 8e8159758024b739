/** What a file may be for, by OpenAI's names (https://platform.openai.com/docs/api-reference/files/create). */
export const filePurposes = ["user_data", "vision", "assistants", "batch", "fine-tune", "evals"] as const;

export const fileRules = {
  /** Bytes of one file. */
  mostBytes: 20_000_000,
  /** Bytes of a project's files together. */
  mostProjectBytes: 2_000_000_000,
  /** Seconds: OpenAI's own bounds of `expires_after`. */
  leastLife: 3_600,
  mostLife: 2_592_000,
} as const;

/** What an id of a file begins with, as OpenAI's clients show it. */
export const filePrefix = "file-";
