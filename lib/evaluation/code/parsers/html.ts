import { type DefaultTreeAdapterTypes, parse, parseFragment, type ParserError } from "parse5";
import { htmlNames } from "../html-names.ts";
import { type CodeError, type CodeParser, codeError } from "../verdict.ts";

type Found = CodeError & { at: number };
type Parent = DefaultTreeAdapterTypes.ParentNode;
type Element = DefaultTreeAdapterTypes.Element;

/** Tags that the standard lets one leave out, where they end by themselves. */
const ownEnding = new Set(
  "html head body li dt dd p rt rp optgroup option colgroup caption thead tbody tfoot tr td th".split(" "),
);
/** Elements without content, which have no end tag; in SVG and MathML every self-closing one is such. */
const empty = new Set(
  "area base br col embed hr img input link meta param source track wbr basefont bgsound frame keygen".split(
    " ",
  ),
);
const implied = new Set(["html", "head", "body", "tbody", "colgroup", "tr"]);
const htmlNamespace = "http://www.w3.org/1999/xhtml";

/** No parse error of the standard, and no tag unclosed, crossing another or without its other half. */
export const checkHtml: CodeParser = (code) => {
  const found: Found[] = [];
  const onParseError = ({ code: name, startLine, startCol, startOffset }: ParserError) => {
    found.push({ ...codeError(startLine, startCol, name.replaceAll("-", " ")).error, at: startOffset });
  };
  const options = { sourceCodeLocationInfo: true, onParseError };
  const isDocument = /^\s*(?:<!--[\s\S]*?-->\s*)*<(?:!doctype|html|head|body)\b/i.test(code);
  const tree = isDocument ? parse(code, options) : parseFragment(code, options);
  const elements = collect(tree, found);
  const [first] = found.toSorted((left, right) => left.at - right.at);
  if (first) return codeError(first.line, first.column, first.message);
  return { error: null, html: { elements, hasTextBeside: !isDocument && hasText(tree) } };
};

function hasText({ childNodes }: Parent): boolean {
  return childNodes.some((node) => node.nodeName === "#text" && "value" in node && node.value.trim() !== "");
}

/** Adds what the tree tells of tags that a browser mends without an error of its own; gives the number of HTML's elements. */
function collect(root: Parent, found: Found[]): number {
  let elements = 0;
  const begun = new Set<number>();
  // A stack of our own: a model may nest more deeply than calls can.
  const open: Parent[] = [root];
  for (let parent = open.pop(); parent; parent = open.pop()) {
    let last = -1;
    let before = "sourceCodeLocation" in parent ? parent.sourceCodeLocation : null;
    for (const node of parent.childNodes) {
      const place = node.sourceCodeLocation;
      const at = place?.startOffset ?? -1;
      if (place && at < last) found.push(errorOf(place, "this does not belong here"));
      if ("tagName" in node) {
        const problem = problemOf(node, { begun, before });
        if (problem) found.push(problem);
        if (htmlNames.has(node.tagName) && place) elements += 1;
        open.push(node);
        if (node.nodeName === "template" && "content" in node)
          open.push((node as DefaultTreeAdapterTypes.Template).content);
      }
      last = Math.max(last, at);
      before = place ?? before;
    }
  }
  return elements;
}

type Place = { startLine: number; startCol: number; startOffset: number };

function problemOf(
  node: Element,
  { begun, before }: { begun: Set<number>; before: Place | null | undefined },
): Found | null {
  const place = node.sourceCodeLocation;
  const { tagName } = node;
  // Without a tag of its own: one that the standard puts in, or the lonely end tag of a paragraph.
  if (!place?.startTag) {
    const stray = place ?? before ?? { startLine: 1, startCol: 1, startOffset: 0 };
    return implied.has(tagName) ? null : errorOf(stray, `</${tagName}> closes nothing`);
  }
  // A browser repeats an element whose tags cross those of another.
  if (begun.has(place.startOffset)) return errorOf(place, `<${tagName}> crosses another element`);
  begun.add(place.startOffset);
  if (place.endTag) return null;
  const isOpenAllowed =
    node.namespaceURI === htmlNamespace ? ownEnding.has(tagName) || empty.has(tagName) : isSelfClosing(place);
  return isOpenAllowed ? null : errorOf(place, `<${tagName}> is not closed`);
}

/** A foreign element of one tag ends where that tag does. */
function isSelfClosing(place: NonNullable<Element["sourceCodeLocation"]>): boolean {
  return place.startTag?.endOffset === place.endOffset;
}

function errorOf(place: Place, message: string): Found {
  return { line: place.startLine, column: place.startCol, message, at: place.startOffset };
}
