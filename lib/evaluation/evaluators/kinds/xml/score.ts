import { codeIn } from "../../../code/blocks.ts";
import type { CodeError } from "../../../code/verdict.ts";
import type { ReadXml } from "../../../code/xml.ts";
import { binary, miss, tooLong, unjudged } from "../../judgement.ts";
import type { Scorer } from "../../scorer.ts";
import { brief, readOutput } from "../../text.ts";
import type { XmlConfig } from "./descriptor.ts";

const mostLetters = 200_000;

export const xml: Scorer<XmlConfig> = {
  async score({ elements, extent = "fenced", outputField }, sample) {
    const given = readOutput(sample, outputField);
    if ("missing" in given) return miss(given.missing);
    if (given.text.length > mostLetters) return tooLong(mostLetters, "letters of output");
    // Not before it is needed: a server that starts reads no XML.
    const { fragmentsOf, readXml } = await import("../../../code/xml.ts");
    if (extent === "anywhere") {
      const found = fragmentsOf(given.text);
      if (found === "unread") return unjudged("The output has too many tags to look for XML in it.");
      if (found.length === 0) return binary(false, "There is no XML in the output.");
      return hasElements(found, elements);
    }
    const blocks = extent === "whole" ? [{ code: given.text, line: 1 }] : codeIn(given.text, "xml");
    if (blocks.length === 0) return binary(false, "There is no block of XML in the output.");
    const read: ReadXml[] = [];
    for (const { code, line } of blocks) {
      const one = readXml(code.trim());
      if ("error" in one) return binary(false, sentenceOf(one.error, line + linesBefore(code)));
      read.push(one);
    }
    return hasElements(read, elements);
  },
};

/** One of the pieces has them all: a second block may be another example. */
function hasElements(pieces: readonly ReadXml[], elements: readonly string[]) {
  const lacking = pieces.map(({ paths }) => elements.filter((path) => !paths.has(path)));
  if (lacking.some((missing) => missing.length === 0))
    return binary(
      true,
      elements.length === 0 ? "Well-formed XML." : "Well-formed XML with the elements asked for.",
    );
  return binary(false, `Lacks the element ${brief(lacking[0]?.[0] ?? "", 80)}.`);
}

function sentenceOf({ line, column, message }: CodeError, firstLine: number): string {
  return `Not well-formed, line ${firstLine + line - 1}, column ${column}: ${brief(message, 200)}`;
}

/** Lines of white space before the text: an XML declaration must stand at its very beginning. */
function linesBefore(code: string): number {
  return code.slice(0, code.length - code.trimStart().length).split("\n").length - 1;
}
