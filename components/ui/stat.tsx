import type { ReactNode } from "react";
import { cn } from "./cn.tsx";
import { IntentLink } from "./intent-link.tsx";
import { Units } from "./units.tsx";

export type StatProps = {
  label: ReactNode;
  value: ReactNode;
  unit?: ReactNode;
  note?: ReactNode;
  /** Where the number opens. */
  href?: string | undefined;
  className?: string | undefined;
};

/** A headline number with a line about it. */
export function Stat({ label, value, unit, note, href, className }: StatProps) {
  return (
    <div className={cn("relative min-w-0 px-4 py-3.5", href && "hover:bg-sunken", className)}>
      <p className="text-sm font-medium text-text-2">
        {href ? (
          <IntentLink href={href} className="after:absolute after:inset-0">
            {label}
          </IntentLink>
        ) : (
          label
        )}
      </p>
      <p className="num text-2xl font-semibold tracking-[-0.02em]">
        {value}
        {unit ? <span className="text-base font-normal tracking-normal text-text-3"> {unit}</span> : null}
      </p>
      {note ? (
        <p className="text-sm text-pretty text-text-2">
          {typeof note === "string" ? <Units>{note}</Units> : note}
        </p>
      ) : null}
    </div>
  );
}

/** A panel of Stats side by side; `chain` draws the little arrows of the loop between them. */
export function StatStrip({
  chain = false,
  children,
  className,
}: {
  chain?: boolean | undefined;
  children: ReactNode;
  className?: string | undefined;
}) {
  return (
    <section
      className={cn(
        "grid auto-cols-fr grid-flow-col rounded-lg border border-line bg-surface max-md:grid-flow-row max-md:grid-cols-2 max-sm:grid-cols-1 md:*:border-r md:*:last:border-r-0 max-md:*:border-b max-md:*:last:border-b-0 max-md:*:last:odd:col-span-2 max-sm:*:last:odd:col-span-1 *:border-line *:first:rounded-l-lg *:last:rounded-r-lg",
        chain &&
          "md:*:not-last:before:absolute md:*:not-last:before:top-3.5 md:*:not-last:before:-right-1.25 md:*:not-last:before:z-1 md:*:not-last:before:bg-surface md:*:not-last:before:leading-4 md:*:not-last:before:text-text-3 md:*:not-last:before:content-['›']",
        className,
      )}
    >
      {children}
    </section>
  );
}
