import { checkBlocks } from "../../code.ts";
import { binary, miss } from "../../judgement.ts";
import type { Scorer } from "../../scorer.ts";
import { brief, readOutput } from "../../text.ts";
import type { SqlConfig } from "./descriptor.ts";

export const sql: Scorer<SqlConfig> = {
  async score({ statements, tables, extent, outputField }, sample, { checkCode }) {
    const given = readOutput(sample, outputField);
    if ("missing" in given) return miss(given.missing);
    const asked = { text: given.text, language: "sql", level: "parses", extent } as const;
    const checked = await checkBlocks(asked, checkCode);
    if ("judgement" in checked) return checked.judgement;
    const found = checked.verdicts.flatMap((verdict) => verdict.sql ?? []);
    if (statements === "read" && found.some(({ reads }) => !reads))
      return binary(false, "A statement does more than read.");
    // PostgreSQL folds what is not quoted to lower case, and so does its parser.
    const allowed = new Set(tables.flatMap((table) => [table, table.toLowerCase()]));
    const foreign = found.flatMap((statement) => statement.tables).find((table) => !allowed.has(table));
    if (tables.length > 0 && foreign !== undefined)
      return binary(false, `Names the table ${brief(foreign, 80)}, which is not allowed.`);
    const count = found.length === 1 ? "One statement" : `${found.length} statements`;
    return binary(true, `${count} that PostgreSQL reads.`);
  },
};
