import type { ComponentProps } from "react";
import { cn } from "./cn.tsx";

/** A key of the keyboard, as shown on the control it works. `inherit` takes the ink of a filled button. */
export function Kbd({
  className,
  inherit = false,
  ...props
}: ComponentProps<"kbd"> & { inherit?: boolean | undefined }) {
  return (
    <kbd
      className={cn(
        "inline-flex shrink-0 items-center rounded-sm border border-b-2 border-line-2 bg-surface px-1 text-xs leading-4 font-normal text-text-2",
        // A key on a control helps nobody who has no keyboard.
        "pointer-coarse:[:is(a,button,[role=option])>&]:hidden",
        inherit && "border-current bg-transparent text-inherit",
        className,
      )}
      {...props}
    />
  );
}
