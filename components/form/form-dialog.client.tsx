"use client";

import { type ReactNode, useEffect, useState } from "react";
import type { FieldValues } from "react-hook-form";
import { Button } from "#ui/button";
import { Dialog, DialogContent, type DialogContentProps, DialogTrigger } from "#ui/dialog";
import { SheetContent } from "#ui/sheet";
import { toastAway, toastUndo } from "#ui/toaster";
import { type AnyForm, Form, SubmitButton } from "./form.client.tsx";

type Props<Values extends FieldValues, Open extends boolean> = Pick<
  DialogContentProps,
  "title" | "description" | "className"
> & {
  form: AnyForm<Values>;
  /** A sheet at the side, for a form longer than a dialog. */
  shape?: "dialog" | "sheet";
  /** Also false: one that is only in the page while it is open takes what was typed away with it, so `true` is refused. */
  open: Open & (boolean extends Open ? unknown : never);
  onOpenChange: (isOpen: boolean) => void;
  /** The button that opens it, where that stands beside it. */
  trigger?: ReactNode;
  /** Words of the button that sends it. */
  submitLabel: ReactNode;
  isSubmitDisabled?: boolean;
  /** Before it is sent by that button: where another button sends the form too. */
  onSubmitClick?: () => void;
  /** Further buttons, before the one that sends it. */
  actions?: ReactNode;
  /** What stands in the place of the form once it is done: a secret to copy, and the close button. A click beside it closes nothing. */
  result?: { content: ReactNode; footer: ReactNode } | null;
  children: ReactNode;
};

/**
 * A form in a dialog. Closing it half-filled loses nothing: the toast brings it back, and so does opening it again, which
 * offers to start over. While it is sent it stays open, for only there the answer is seen.
 */
export function FormDialog<Values extends FieldValues, Open extends boolean>({
  form,
  shape = "dialog",
  open,
  onOpenChange,
  trigger,
  submitLabel,
  isSubmitDisabled = false,
  onSubmitClick,
  actions,
  result,
  children,
  ...content
}: Props<Values, Open>) {
  const [isBack, setBack] = useState(false);
  const [wasOpen, setWasOpen] = useState<boolean>(open);
  // Not in `change`: a menu or a key of the page opens it too.
  if (open !== wasOpen) {
    setWasOpen(open);
    setBack(open && form.isDirty);
  }
  // What the toast says, outside of React, holds no longer.
  useEffect(() => {
    if (isBack) toastAway(form.id);
  }, [isBack, form.id]);
  const change = (isOpen: boolean) => {
    if (!isOpen && form.isPending) return;
    if (!isOpen && form.isDirty && !result)
      toastUndo("Closed, not sent. What you typed is kept.", () => onOpenChange(true), { id: form.id });
    onOpenChange(isOpen);
  };
  const Content = shape === "sheet" ? SheetContent : DialogContent;
  return (
    <Dialog open={open} onOpenChange={change}>
      {trigger ? <DialogTrigger asChild>{trigger}</DialogTrigger> : null}
      <Content
        {...content}
        onInteractOutside={(event) => {
          // A click beside it is often none that was meant, and what is shown once would be lost with it.
          if (result) event.preventDefault();
        }}
        footer={
          result?.footer ?? (
            <>
              {actions}
              <SubmitButton form={form} disabled={isSubmitDisabled} onClick={onSubmitClick}>
                {submitLabel}
              </SubmitButton>
            </>
          )
        }
      >
        {result ? (
          result.content
        ) : (
          <Form form={form}>
            {children}
            {/* After the fields, the first of which takes the focus. */}
            {isBack && form.isDirty ? (
              <p role="status" className="flex flex-wrap items-center gap-2 text-sm text-text-2">
                What you typed before is still here.
                <Button size="sm" variant="ghost" onClick={form.startOver}>
                  Start over
                </Button>
              </p>
            ) : null}
          </Form>
        )}
      </Content>
    </Dialog>
  );
}
