import { cn } from "./cn.tsx";
import { TemplateText } from "./template-text.tsx";
import { showWhitespace } from "./whitespace.ts";

/** A piece of a diff, as jsdiff gives it. */
export type DiffPart = { value: string; added?: boolean | undefined; removed?: boolean | undefined };

export type DiffProps = {
  parts: readonly DiffPart[];
  mono?: boolean | undefined;
  className?: string | undefined;
};

/** Words put in and taken out, in place. Whitespace is drawn where it is the change. */
export function DiffWords({ parts, mono = true, className }: DiffProps) {
  return (
    <div
      className={cn(
        "break-words whitespace-pre-wrap",
        mono ? "font-mono text-[12.5px] leading-5" : "text-lg",
        className,
      )}
    >
      {parts.map((part, index) => {
        if (part.added) return <ins key={index}>{showWhitespace(part.value)}</ins>;
        if (part.removed) return <del key={index}>{showWhitespace(part.value)}</del>;
        return <TemplateText key={index} text={part.value} />;
      })}
    </div>
  );
}

/** The same by lines, with + and − in front. Give it the parts of `diffLinesOf`. */
export function DiffLines({ parts, mono = true, className }: DiffProps) {
  const lines = parts.flatMap((part) =>
    part.value
      .replace(/\n$/, "")
      .split("\n")
      .map((text) => ({ text, added: part.added === true, removed: part.removed === true })),
  );
  return (
    <div
      className={cn(
        "break-words whitespace-pre-wrap",
        mono ? "font-mono text-[12.5px] leading-5" : "text-base",
        className,
      )}
    >
      {lines.map((line, index) => {
        const Tag = line.added ? "ins" : line.removed ? "del" : "div";
        const sign = line.added ? "+" : line.removed ? "−" : " ";
        return (
          <Tag
            key={index}
            className={cn("grid grid-cols-[2ch_1fr] border-b-0 px-1", line.removed && "no-underline")}
          >
            <span aria-hidden="true">{sign}</span>
            <span className={cn(line.removed && "line-through")}>
              {line.added || line.removed ? (
                showWhitespace(line.text, true)
              ) : (
                <TemplateText text={line.text} />
              )}
            </span>
          </Tag>
        );
      })}
    </div>
  );
}
