"use client";

import { X } from "lucide-react";
import { AlertDialog, Dialog as Primitive } from "radix-ui";
import type { ComponentProps, ReactNode } from "react";
import { Button } from "./button.tsx";
import { cn } from "./cn.tsx";
import { floating, scrim } from "./surface.ts";

export const Dialog = Primitive.Root;
export const DialogTrigger = Primitive.Trigger;
export const DialogClose = Primitive.Close;

const box =
  "fixed top-1/2 left-1/2 flex max-h-[calc(100dvh-32px)] w-[calc(100vw-32px)] max-w-120 -translate-x-1/2 -translate-y-1/2 flex-col";

export type DialogContentProps = Omit<ComponentProps<typeof Primitive.Content>, "title"> & {
  title: ReactNode;
  description?: ReactNode;
  /** Buttons at the foot, the main one last. */
  footer?: ReactNode;
};

/** What a dialog holds: title, one sentence, the content and its buttons. */
export function DialogContent({
  title,
  description,
  footer,
  className,
  children,
  ...props
}: DialogContentProps) {
  return (
    <Primitive.Portal>
      <Primitive.Overlay className={scrim} />
      <Primitive.Content
        data-modal=""
        className={cn(floating, box, className)}
        {...(description ? {} : { "aria-describedby": undefined })}
        {...props}
      >
        <header className="border-b border-line py-3 ps-4 pe-12">
          <Primitive.Title>{title}</Primitive.Title>
          {description ? (
            <Primitive.Description className="text-sm text-text-2">{description}</Primitive.Description>
          ) : null}
        </header>
        <div className="min-h-0 flex-1 overflow-y-auto p-4">{children}</div>
        {footer ? (
          <footer className="flex flex-wrap justify-end gap-2 border-t border-line px-4 py-3">
            {footer}
          </footer>
        ) : null}
        {/* Last, so that the first field and not the close button takes the focus. */}
        <Primitive.Close asChild>
          <Button variant="ghost" size="sm" icon aria-label="Close" className="absolute end-3 top-3">
            <X aria-hidden="true" />
          </Button>
        </Primitive.Close>
      </Primitive.Content>
    </Primitive.Portal>
  );
}

export type ConfirmDialogProps = {
  trigger: ReactNode;
  title: string;
  /** What is lost, and that it can't be undone. */
  description: ReactNode;
  /** The verb: "Delete project". */
  confirmLabel: string;
  onConfirm: () => void;
};

/** Asks once more. Only for what cannot be undone; everything else happens at once with an undo toast. */
export function ConfirmDialog({ trigger, title, description, confirmLabel, onConfirm }: ConfirmDialogProps) {
  return (
    <AlertDialog.Root>
      <AlertDialog.Trigger asChild>{trigger}</AlertDialog.Trigger>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className={scrim} />
        <AlertDialog.Content data-modal="" className={cn(floating, box, "gap-2 p-4")}>
          <AlertDialog.Title>{title}</AlertDialog.Title>
          <AlertDialog.Description className="text-text-2">{description}</AlertDialog.Description>
          <div className="mt-2 flex justify-end gap-2">
            <AlertDialog.Cancel asChild>
              <Button>Keep it</Button>
            </AlertDialog.Cancel>
            <AlertDialog.Action asChild onClick={onConfirm}>
              <Button variant="danger">{confirmLabel}</Button>
            </AlertDialog.Action>
          </div>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
