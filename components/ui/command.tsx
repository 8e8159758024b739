"use client";

import { Command as Primitive } from "cmdk";
import { Search } from "lucide-react";
import { Dialog } from "radix-ui";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn.tsx";
import { Kbd } from "./kbd.tsx";
import { floating, menuItem, scrim } from "./surface.ts";

export function Command({ className, ...props }: ComponentProps<typeof Primitive>) {
  return <Primitive className={cn("flex min-h-0 flex-col", className)} {...props} />;
}

export type CommandDialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  label: string;
  shouldFilter?: boolean | undefined;
  /** The item chosen by the arrows, where the caller moves it too. */
  selected?: string | undefined;
  onSelectedChange?: ((value: string) => void) | undefined;
  children: ReactNode;
};

/** The palette's frame, near the top of the page. */
export function CommandDialog({
  open,
  onOpenChange,
  label,
  shouldFilter = true,
  selected,
  onSelectedChange,
  children,
}: CommandDialogProps) {
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Overlay className={scrim} />
        <Dialog.Content
          aria-describedby={undefined}
          className={cn(
            floating,
            "fixed top-[12dvh] left-1/2 flex max-h-[70dvh] w-[calc(100vw-32px)] max-w-140 -translate-x-1/2 flex-col overflow-hidden",
          )}
        >
          <Dialog.Title className="sr-only">{label}</Dialog.Title>
          <Command
            label={label}
            shouldFilter={shouldFilter}
            loop
            {...(selected === undefined ? {} : { value: selected })}
            {...(onSelectedChange ? { onValueChange: onSelectedChange } : {})}
          >
            {children}
          </Command>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

export function CommandInput({ className, ...props }: ComponentProps<typeof Primitive.Input>) {
  return (
    <div className="flex items-center gap-2 border-b border-line px-3">
      <Search className="size-4 shrink-0 text-text-3" aria-hidden="true" />
      <Primitive.Input
        className={cn("h-11 w-full bg-transparent text-lg outline-none", className)}
        {...props}
      />
    </div>
  );
}

export function CommandList({ className, ...props }: ComponentProps<typeof Primitive.List>) {
  return <Primitive.List className={cn("min-h-0 flex-1 overflow-y-auto p-1", className)} {...props} />;
}

export function CommandEmpty(props: ComponentProps<typeof Primitive.Empty>) {
  return <Primitive.Empty className="px-3 py-6 text-center text-text-2" {...props} />;
}

export function CommandGroup({ className, ...props }: ComponentProps<typeof Primitive.Group>) {
  return (
    <Primitive.Group
      className={cn(
        "[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-text-3",
        className,
      )}
      {...props}
    />
  );
}

export function CommandItem({
  className,
  kbd,
  children,
  ...props
}: ComponentProps<typeof Primitive.Item> & { kbd?: ReactNode }) {
  return (
    <Primitive.Item className={cn(menuItem, className)} {...props}>
      {children}
      {kbd ? <Kbd className="ml-auto">{kbd}</Kbd> : null}
    </Primitive.Item>
  );
}
