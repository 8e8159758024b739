"use client";

import { type ComponentType, type ReactNode, useState } from "react";
import { useLazy } from "./use-lazy.tsx";

export type LazyDialogProps<Own> = {
  /** The dialog with a button of its own, which looks like `children`; must be the same function every time. */
  load: () => Promise<ComponentType<Own & { startsOpen: boolean }>>;
  dialog: Own;
  /** The button until the dialog was asked for. */
  children: ReactNode;
};

/** A button whose dialog's code comes when pointer or focus do; the first press puts the dialog, open, in its place. */
export function LazyDialog<Own extends object>({ load, dialog, children }: LazyDialogProps<Own>) {
  const { part: Dialog, reach } = useLazy(load);
  const [isWanted, setWanted] = useState(false);
  if (isWanted && Dialog) return <Dialog {...dialog} startsOpen />;
  return (
    // What happens to the button comes up to here.
    <span
      role="presentation"
      className="contents"
      onPointerEnter={reach}
      onFocus={reach}
      onClick={() => {
        reach();
        setWanted(true);
      }}
    >
      {children}
    </span>
  );
}
