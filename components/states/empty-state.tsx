import type { ReactNode } from "react";
import { cn } from "#ui/cn";

export type EmptyStateProps = {
  /** What this place is for. */
  title: ReactNode;
  /** Why it is empty now. */
  children: ReactNode;
  /** The one next step: a button, a link, or the command to run (CodeBlock). */
  action?: ReactNode;
  icon?: ReactNode;
  className?: string | undefined;
  /** 1 where it is all the page has. */
  level?: 1 | 2;
};

/** In the place of a list without rows: what this is, why it is empty, and the one next step. */
export function EmptyState({ title, children, action, icon, className, level = 2 }: EmptyStateProps) {
  return (
    <div
      className={cn("mx-auto flex max-w-112 flex-col items-center gap-1 px-4 py-12 text-center", className)}
    >
      {icon ? <span className="mb-1 text-text-3 [&_svg]:size-5">{icon}</span> : null}
      {level === 1 ? <h1 className="text-lg">{title}</h1> : <h2>{title}</h2>}
      <div className="text-pretty text-text-2">{children}</div>
      {action ? <div className="mt-3 max-w-full">{action}</div> : null}
    </div>
  );
}
