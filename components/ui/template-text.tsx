import { Fragment } from "react";
import { cn } from "./cn.tsx";

const variable = /(\{\{[^{}]+\}\})/;

/** A text with its `{{variables}}` as chips. Keeps spaces and lines only if the class says so. */
export function TemplateText({ text, className }: { text: string; className?: string | undefined }) {
  return (
    <span className={cn(className)}>
      {text.split(variable).map((piece, index) =>
        index % 2 === 1 ? (
          <span key={index} className="var-chip">
            {piece}
          </span>
        ) : (
          <Fragment key={index}>{piece}</Fragment>
        ),
      )}
    </span>
  );
}
