"use client";

import { useQueryStates } from "nuqs";
import { type ReactNode, useTransition } from "react";
import { parseAsVersionNumber } from "#platform/list-address";

const sides = { from: parseAsVersionNumber, to: parseAsVersionNumber };

/** The form around the radio buttons `from` and `to`: what is chosen is compared at once. */
export function ComparedVersions({ children }: { children: ReactNode }) {
  const [isPending, startTransition] = useTransition();
  const [, compare] = useQueryStates(sides, { shallow: false, startTransition });
  return (
    <form
      aria-label="Versions compared"
      aria-busy={isPending}
      onChange={({ currentTarget }) => {
        const chosen = new FormData(currentTarget);
        void compare({ from: Number(chosen.get("from")) || null, to: Number(chosen.get("to")) || null });
      }}
    >
      {children}
    </form>
  );
}
