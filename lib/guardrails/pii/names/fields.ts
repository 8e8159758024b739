import { kindBefore, tableCells } from "../fields.ts";
import { type Header } from "../candidate.ts";
import { shapes, type Tokens } from "./tokens.ts";

/** For each token: 1 in a field that is a person's by its name or its column, 2 in another field, 3 where products are named, 0 in none. */
export function fieldsOf(text: string, tokens: Tokens, header: Header | null): number[] {
  const fields: number[] = [];
  let now = 0;
  for (let at = 0; at < tokens.count; at += 1) {
    const start = tokens.start[at] ?? 0;
    const sign =
      tokens.shape[at] === shapes.line ? "\n" : tokens.shape[at] === shapes.mark ? text.charAt(start) : "";
    if (sign !== "" && "\n,;|{}[]()\t".includes(sign)) now = 0;
    fields.push(now);
    if (sign === ":" || sign === "=") {
      const kind = kindBefore(text, start);
      now = kind === null ? (text.charAt(start + 1) === "/" ? 0 : 2) : kind.kind === "PERSON" ? 1 : 2;
    }
  }
  for (const { start, end, kind } of tableCells(text, header))
    for (let at = 0; at < tokens.count; at += 1)
      if ((tokens.start[at] ?? 0) >= start && (tokens.end[at] ?? 0) <= end)
        fields[at] = kind === "PERSON" ? 1 : kind === "GOODS" ? 3 : 2;
  return fields;
}
