"use client";

import { type ComponentType, type ReactNode, useState } from "react";
import { useLater } from "./later.tsx";

export type LateDialogProps<Own> = {
  /** The dialog with a button of its own, which looks like `children`; must be the same function every time. */
  load: () => Promise<ComponentType<Own & { startsOpen: boolean }>>;
  dialog: Own;
  /** The button until the dialog was asked for. */
  children: ReactNode;
};

/** A button whose dialog's code comes when pointer or focus do; the first press puts the dialog, open, in its place. */
export function LateDialog<Own extends object>({ load, dialog, children }: LateDialogProps<Own>) {
  const { part: Dialog, reach } = useLater(load);
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
