import type { ReactNode } from "react";
import { cn } from "#ui/cn";
import { Burger, DemoMark } from "./top-bar-parts.client.tsx";
import { IntentLink } from "#ui/intent-link";

export type Crumb = { label: ReactNode; href?: string | undefined };

export type TopBarProps = {
  /** From the area to here; the last one is the page shown. */
  crumbs: readonly Crumb[];
  /** At most two buttons, the main one last. */
  actions?: ReactNode;
};

/** The first thing of every page: where I am and what can be done. */
export function TopBar({ crumbs, actions }: TopBarProps) {
  return (
    <header className="sticky top-0 z-20 flex h-(--top) shrink-0 items-center gap-2 border-b border-line bg-surface px-5 max-sm:px-3.5">
      <Burger />
      <nav aria-label="Where you are" className="min-w-0 truncate text-text-3">
        {crumbs.map((crumb, index) => {
          const here = index === crumbs.length - 1;
          // A phone has room for the page and, where no buttons stand beside it, its parent.
          const hiddenOnPhone = index < crumbs.length - (actions ? 1 : 2);
          return (
            <span key={index} className={cn(hiddenOnPhone && "max-sm:hidden")}>
              {crumb.href && !here ? (
                <IntentLink href={crumb.href} className="hover:text-text">
                  {crumb.label}
                </IntentLink>
              ) : (
                <span
                  aria-current={here ? "page" : undefined}
                  className={cn(here && "font-medium text-text")}
                >
                  {crumb.label}
                </span>
              )}
              {here ? null : " / "}
            </span>
          );
        })}
      </nav>
      <DemoMark />
      {actions ? <div className="ml-auto flex shrink-0 items-center gap-2">{actions}</div> : null}
    </header>
  );
}

/** The padded column of a page, under its TopBar (and Tabs). */
export function Page({ className, children }: { className?: string | undefined; children: ReactNode }) {
  return <div className={cn("flex min-w-0 flex-col gap-4 p-5 max-sm:p-3.5", className)}>{children}</div>;
}

export type PageHeaderProps = {
  title: ReactNode;
  /** States beside the title. */
  chips?: ReactNode;
  /** One quiet line under it. */
  note?: ReactNode;
  /** A Segmented, a filter, a fact at the right end. */
  actions?: ReactNode;
};

/** The title row of a page. */
export function PageHeader({ title, chips, note, actions }: PageHeaderProps) {
  return (
    <div className="flex flex-wrap items-center gap-2">
      <h1 className="min-w-0 break-words">{title}</h1>
      {chips}
      {actions ? (
        <div className="ml-auto flex flex-wrap items-center gap-2 text-sm text-text-2 max-sm:ml-0 max-sm:w-full">
          {actions}
        </div>
      ) : null}
      {note ? <p className="w-full text-text-2">{note}</p> : null}
    </div>
  );
}
