"use client";

import { type ReactNode, useState } from "react";
import type { FieldValues } from "react-hook-form";
import { Button } from "#ui/button";
import { CopyButton } from "#ui/copy-button";
import { DialogClose } from "#ui/dialog";
import { FormDialog } from "./form-dialog.client.tsx";
import type { AnyForm } from "./use-action-form.client.tsx";

/** What was made and nobody can see again: a key, a link. */
export type ShownOnce = {
  text: string;
  title: ReactNode;
  description: ReactNode;
  copyLabel: string;
  doneLabel: ReactNode;
};

type Props<Values extends FieldValues> = {
  form: AnyForm<Values>;
  trigger: ReactNode;
  title: ReactNode;
  description: ReactNode;
  submitLabel: ReactNode;
  /** Null until it is made; the dialog stands open for as long as it is there. */
  shown: ShownOnce | null;
  /** Takes it out of the page, once the person has closed the dialog. */
  onSeen: () => void;
  children: ReactNode;
};

/** A form in a dialog whose answer is a secret: it stands in the place of the form until the person closes it. */
export function ShownOnceDialog<Values extends FieldValues>({
  title,
  description,
  shown,
  onSeen,
  ...dialog
}: Props<Values>) {
  const [isOpen, setOpen] = useState(false);
  return (
    <FormDialog
      {...dialog}
      open={isOpen || shown !== null}
      onOpenChange={(isNowOpen) => {
        setOpen(isNowOpen);
        if (!isNowOpen) onSeen();
      }}
      title={shown?.title ?? title}
      description={shown?.description ?? description}
      result={
        shown && {
          content: (
            <div className="flex items-center gap-2">
              {/* A key that ends in a dash would show it at its beginning where the page runs from the right. */}
              <code dir="ltr" className="min-w-0 flex-1 font-mono text-sm break-all">
                {shown.text}
              </code>
              <CopyButton text={shown.text} label={shown.copyLabel} labelled />
            </div>
          ),
          footer: (
            <DialogClose asChild>
              <Button variant="primary">{shown.doneLabel}</Button>
            </DialogClose>
          ),
        }
      }
    />
  );
}
