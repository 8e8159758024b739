import type { ReactNode } from "react";
import { cn } from "#ui/cn";

export type ErrorStateProps = {
  /** What happened. */
  title: ReactNode;
  /** What is safe and what to do. */
  children?: ReactNode;
  requestId?: string | undefined;
  /** Try again, go back. */
  action?: ReactNode;
  className?: string | undefined;
};

/** In the place of what could not be shown: what happened, what is safe, what to do, and the request id for whoever helps. */
export function ErrorState({ title, children, requestId, action, className }: ErrorStateProps) {
  return (
    <div
      role="alert"
      className={cn("mx-auto flex max-w-112 flex-col items-center gap-1 px-4 py-12 text-center", className)}
    >
      <h2>
        <span aria-hidden="true" className="text-bad">
          ✕{" "}
        </span>
        {title}
      </h2>
      <div className="text-text-2">
        {children ?? "Nothing was changed. Try again; if it stays, tell your administrator the request id."}
      </div>
      {requestId ? (
        <p className="mt-1 text-sm text-text-3">
          request <code className="select-all">{requestId}</code>
        </p>
      ) : null}
      {action ? <div className="mt-3 flex gap-2">{action}</div> : null}
    </div>
  );
}

/** What failed inside a panel or form, in one line, the rest of which still works. */
export function InlineError({
  children,
  className,
}: {
  children: ReactNode;
  className?: string | undefined;
}) {
  return (
    <p role="alert" className={cn("rounded-md bg-bad-weak px-3 py-2 text-bad", className)}>
      <span aria-hidden="true">✕ </span>
      {children}
    </p>
  );
}
