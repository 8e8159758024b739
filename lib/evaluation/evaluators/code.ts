import { type CodeBlock, codeIn } from "../code/blocks.ts";
import { type CodeLanguage, type CodeLevel, languageOf } from "../code/languages.ts";
import type { CodeJob, CodeVerdict, RightCode } from "../code/verdict.ts";
import { binary, type Judgement, tooLong, unjudged } from "./judgement.ts";
import { brief } from "./text.ts";

/** Above this a parser may take seconds; no answer of a model is so long. */
const mostLetters = 200_000;
const mostBlocks = 50;

type Asked = { text: string; language: CodeLanguage; level: CodeLevel; extent: "fenced" | "whole" };
type Checked = { verdicts: RightCode[]; blocks: CodeBlock[] } | { judgement: Judgement };

/** Every piece of code in a text, read by its language's parser; or the judgement where one is wrong or unread. */
export async function checkBlocks(
  { text, language, level, extent }: Asked,
  check: (job: CodeJob) => Promise<CodeVerdict>,
): Promise<Checked> {
  const { label } = languageOf(language);
  if (text.length > mostLetters) return { judgement: tooLong(mostLetters, "letters of output") };
  const blocks = extent === "whole" ? [{ mark: "", code: text, line: 1 }] : codeIn(text, language);
  if (blocks.length > mostBlocks) return { judgement: tooLong(mostBlocks, "blocks of code") };
  if (blocks.every(({ code }) => code.trim() === ""))
    return { judgement: binary(false, `There is no ${label} in the output.`) };
  const verdicts: RightCode[] = [];
  for (const { code, mark, line } of blocks) {
    const verdict = await check({ language, level, code, mark });
    if ("unchecked" in verdict) return { judgement: unjudged(verdict.unchecked) };
    if (verdict.error) return { judgement: wrongCode(verdict.error, line, { language, level }) };
    verdicts.push(verdict);
  }
  return { verdicts, blocks };
}

function wrongCode(
  { line, column, message }: { line: number; column: number; message: string },
  firstLine: number,
  { language, level }: { language: CodeLanguage; level: CodeLevel },
): Judgement {
  const outputLine = firstLine + line - 1;
  const where = outputLine === line ? `line ${line}` : `line ${line} (line ${outputLine} of the output)`;
  const { label, checker } = languageOf(language);
  return {
    ...binary(false, `${label}, ${where}, column ${column}: ${brief(message, 200)}`),
    details: { level, checker, error: { line, column, outputLine, message } },
  };
}
