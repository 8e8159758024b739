"use client";

import { X } from "lucide-react";
import { Dialog as Primitive } from "radix-ui";
import type { ComponentProps, ReactNode } from "react";
import { Button } from "./button.tsx";
import { cn } from "./cn.tsx";
import { floating, scrim } from "./surface.ts";

export const Sheet = Primitive.Root;
export const SheetTrigger = Primitive.Trigger;

export type SheetContentProps = Omit<ComponentProps<typeof Primitive.Content>, "title"> & {
  title: ReactNode;
  description?: ReactNode;
  side?: "left" | "right" | undefined;
  /** The title is for screen readers only and the content brings its own frame. */
  bare?: boolean | undefined;
  footer?: ReactNode;
};

const sides = { left: "left-0 rounded-l-none", right: "right-0 rounded-r-none" };

/** A panel from the side: a detail beside its list, or the sidebar on a phone. */
export function SheetContent({
  title,
  description,
  side = "right",
  bare = false,
  footer,
  className,
  children,
  ...props
}: SheetContentProps) {
  return (
    <Primitive.Portal>
      <Primitive.Overlay className={scrim} />
      <Primitive.Content
        data-modal=""
        className={cn(
          floating,
          "fixed inset-y-0 flex w-full max-w-140 flex-col max-sm:max-w-[calc(100vw-48px)]",
          sides[side],
          className,
        )}
        {...(description ? {} : { "aria-describedby": undefined })}
        {...props}
      >
        {bare ? (
          <Primitive.Title className="sr-only">{title}</Primitive.Title>
        ) : (
          <header className="border-b border-line py-3 ps-4 pe-12">
            <Primitive.Title>{title}</Primitive.Title>
            {description ? (
              <Primitive.Description className="text-sm text-text-2">{description}</Primitive.Description>
            ) : null}
          </header>
        )}
        <div className={cn("flex min-h-0 flex-1 flex-col overflow-y-auto", !bare && "p-4")}>{children}</div>
        {footer ? (
          <footer className="flex flex-wrap justify-end gap-2 border-t border-line px-4 py-3">
            {footer}
          </footer>
        ) : null}
        {/* Last, so that the first field and not the close button takes the focus. */}
        {bare ? null : (
          <Primitive.Close asChild>
            <Button variant="ghost" size="sm" icon aria-label="Close" className="absolute end-3 top-3">
              <X aria-hidden="true" />
            </Button>
          </Primitive.Close>
        )}
      </Primitive.Content>
    </Primitive.Portal>
  );
}
