"use client";

import { Fragment } from "react";
import { cn } from "#ui/cn";
import { LongText } from "#ui/long-text.client";
import { piiTypeTable } from "#constants/guardrails";

const chips = Object.values(piiTypeTable).map(({ chip }) => chip);
const mask = new RegExp(`\\[(${[...chips, "redacted"].join("|")})\\]`);

/** A text in which personal data is masked: what was hidden stands as a grey chip. A very long one is cut, with the rest at hand. */
export function MaskedText({ text, className }: { text: string; className?: string | undefined }) {
  return (
    <span className={cn("break-words whitespace-pre-wrap", className)}>
      <LongText text={text} draw={withChips} />
    </span>
  );
}

function withChips(text: string) {
  return text.split(mask).map((piece, index) =>
    index % 2 === 1 ? (
      <span
        key={index}
        className="rounded-sm bg-line-2 px-1 text-[0.9em] text-text-2"
        title="Personal data, hidden from your role"
      >
        {piece}
      </span>
    ) : (
      <Fragment key={index}>{piece}</Fragment>
    ),
  );
}
