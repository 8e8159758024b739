import type { ReactNode } from "react";
import { cn } from "./cn.tsx";
import { CopyButton } from "./copy-button.tsx";
import { LongText } from "./long-text.client.tsx";
import { TemplateText } from "./template-text.tsx";

export type CodeBlockProps = {
  code: string;
  /** What it is: "curl", "system message". */
  title?: ReactNode;
  wrap?: boolean | undefined;
  /** Shows {{variables}} as chips. */
  template?: boolean | undefined;
  className?: string | undefined;
};

/** A text of a machine, with a button that copies it. */
export function CodeBlock({ code, title, wrap = false, template = false, className }: CodeBlockProps) {
  return (
    <figure className={cn("relative min-w-0 rounded-md bg-sunken", className)}>
      {title ? <figcaption className="px-3 pt-2 text-sm text-text-2">{title}</figcaption> : null}
      <CopyButton text={code} label="Copy" className="absolute top-1.5 right-1.5 bg-sunken" />
      {/* It scrolls, so it must be reachable by keyboard. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre
        tabIndex={wrap ? undefined : 0}
        className={cn(
          "overflow-x-auto px-3 py-2 pr-10 font-mono text-sm leading-5",
          wrap && "break-words whitespace-pre-wrap",
        )}
      >
        {template ? <TemplateText text={code} /> : <LongText text={code} />}
      </pre>
    </figure>
  );
}
