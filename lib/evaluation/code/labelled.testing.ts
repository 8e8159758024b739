import { codeIn } from "./blocks.ts";
import { type CodeLanguage, type CodeLevel, languageOf } from "./languages.ts";
import type { CodeJob, CodeVerdict } from "./verdict.ts";

/** A model's answer with code, and whether all of it is right at a level; `lines` are those of the answer where the fault is. */
export type Labelled = {
  id: string;
  kind: CodeLanguage;
  level: string;
  label: "valid" | "invalid";
  output: string;
  codes: string[];
  lines?: number[];
};

/** The level that is checked for a label: its own where the language has it, else the nearest one. */
export function checkedLevel({ kind, level }: Pick<Labelled, "kind" | "level">): CodeLevel {
  const { levels } = languageOf(kind);
  return levels.find((each) => each === level) ?? levels[0];
}

/** What the checks say of an answer: of all its blocks the first that is not right. */
export async function judgeLabelled(
  item: Labelled,
  check: (job: CodeJob) => Promise<CodeVerdict>,
): Promise<{ said: "valid" | "invalid" | "unchecked" | "no code"; line: number | null; codes: string[] }> {
  const blocks = codeIn(item.output, item.kind);
  const codes = blocks.map(({ code }) => code.trimEnd());
  const level = checkedLevel(item);
  for (const { code, mark, line } of blocks) {
    const verdict = await check({ language: item.kind, level, code, mark });
    if ("unchecked" in verdict) return { said: "unchecked", line: null, codes };
    if (verdict.error) return { said: "invalid", line: line + verdict.error.line - 1, codes };
  }
  return { said: blocks.length > 0 ? "valid" : "no code", line: null, codes };
}
