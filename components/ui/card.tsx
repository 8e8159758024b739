import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn.tsx";

/** A panel: hairline, radius 8, no shadow. Never one inside another. */
export function Card({ className, ...props }: ComponentProps<"section">) {
  return <section className={cn("min-w-0 rounded-lg border border-line bg-surface", className)} {...props} />;
}

export type CardHeaderProps = Omit<ComponentProps<"header">, "title"> & {
  title: ReactNode;
  /** Quiet words after the title. */
  note?: ReactNode;
  /** Buttons or words at the right end. */
  actions?: ReactNode;
};

/** The head of a panel: title, note, and what stands at its right end. */
export function CardHeader({ title, note, actions, className, children, ...props }: CardHeaderProps) {
  return (
    <header
      className={cn("flex min-h-10 flex-wrap items-center gap-2 border-b border-line px-3.5 py-2", className)}
      {...props}
    >
      <h2>{title}</h2>
      {note ? <span className="text-sm text-text-2">{note}</span> : null}
      {children}
      {actions ? <div className="ml-auto flex items-center gap-2 text-sm text-text-3">{actions}</div> : null}
    </header>
  );
}

/** The padded inside of a panel. Tables and lists stand without it, edge to edge. */
export function CardBody({ className, ...props }: ComponentProps<"div">) {
  return <div className={cn("p-3.5", className)} {...props} />;
}

/** The foot of a panel: paging, totals, buttons of a form. */
export function CardFooter({ className, ...props }: ComponentProps<"footer">) {
  return (
    <footer
      className={cn(
        "flex flex-wrap items-center gap-2 border-t border-line px-3.5 py-2 text-sm text-text-2",
        className,
      )}
      {...props}
    />
  );
}
