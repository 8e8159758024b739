import type { ReactNode } from "react";
import { Card } from "#ui/card";
import { Units } from "#ui/units";

export type VerdictPanelProps = {
  headline: string;
  /** Continues the headline in the same sentence. */
  rest: string;
  /** What it rests on, each a short phrase. */
  details: readonly ReactNode[];
  warnings?: readonly string[];
  actions?: ReactNode;
};

/** What is known, in a sentence, before any table. */
export function VerdictPanel({ headline, rest, details, warnings = [], actions }: VerdictPanelProps) {
  return (
    <Card className="grid grid-cols-[1fr_auto] items-center gap-6 px-4.5 py-4 max-md:grid-cols-1 max-md:gap-3">
      <div className="min-w-0">
        <p className="max-w-[78ch] text-lg leading-[22px]">
          <b className="font-semibold">{headline}</b>
          <Units>{rest}</Units>
        </p>
        <ul className="mt-2 flex flex-wrap gap-x-3.5 gap-y-1 text-sm text-text-2">
          {details.map((detail, place) => (
            <li key={place} className="whitespace-nowrap max-sm:whitespace-normal">
              {detail}
            </li>
          ))}
        </ul>
        {warnings.map((warning) => (
          <p key={warning} className="mt-1 text-sm text-warn">
            <span aria-hidden="true">▲ </span>
            {warning}
          </p>
        ))}
      </div>
      {actions ? <div className="flex flex-wrap items-center gap-2">{actions}</div> : null}
    </Card>
  );
}
