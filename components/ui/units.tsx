import { Fragment } from "react";

/** A number with its unit or sign: "95 %", "± 8 %", "1.21 s", "0.24 gCO₂e", "6 points". */
const figure = /((?:± )?\d[\d.,]* (?:%|ms|s|min|h|d|pt|points?|k?gCO₂e)(?![\p{L}\p{N}])(?: ± \d[\d.,]* %)?)/u;

/** A sentence whose numbers keep their units: no line begins with a lone "%". */
export function Units({ children }: { children: string }) {
  return children.split(figure).map((part, place) =>
    place % 2 === 1 ? (
      <span key={place} className="whitespace-nowrap">
        {part}
      </span>
    ) : (
      <Fragment key={place}>{part}</Fragment>
    ),
  );
}
