"use client";

import { type ReactNode, useState } from "react";
import { formatNumber } from "#platform/format";
import { Button } from "./button.tsx";
import { beginningOf, blocksOf } from "./long-text.ts";

export type LongTextProps = {
  text: string;
  /** How a piece is drawn; the text itself when left out. */
  draw?: ((piece: string) => ReactNode) | undefined;
};

/** A text of any length: its beginning, and the rest when asked for, in blocks that the browser lays out as they come into view. */
export function LongText({ text, draw = (piece) => piece }: LongTextProps) {
  const [isWhole, setWhole] = useState(false);
  const beginning = beginningOf(text);
  if (beginning.length === text.length) return draw(text);
  if (!isWhole)
    return (
      <>
        {draw(beginning)}…{" "}
        <Button size="sm" className="font-sans" onClick={() => setWhole(true)}>
          Show all {formatNumber(text.length)} characters
        </Button>
      </>
    );
  return blocksOf(text).map((block, index) => (
    <span key={index} className="block [contain-intrinsic-size:auto_160px] [content-visibility:auto]">
      {draw(block)}
    </span>
  ));
}
