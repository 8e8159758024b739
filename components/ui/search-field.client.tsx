"use client";

import { Search } from "lucide-react";
import { debounce, useQueryStates } from "nuqs";
import { useRef, useTransition } from "react";
import { parseAsText } from "#platform/list-address";
import { cn } from "./cn.tsx";
import { Input } from "./input.tsx";
import { Kbd } from "./kbd.tsx";
import { useShortcut } from "./shortcuts.client.tsx";

export type SearchFieldProps = {
  /** The parameter of the address. */
  name?: string | undefined;
  label: string;
  placeholder: string;
  className?: string | undefined;
};

/** How long a person may pause in a word before the list is asked for. */
export const pauseMs = 300;

/** Searches a list as one types, from its first page; `/` goes here. */
export function SearchField({ name = "q", label, placeholder, className }: SearchFieldProps) {
  const input = useRef<HTMLInputElement>(null);
  const [isSearching, startTransition] = useTransition();
  const [values, setValues] = useQueryStates(
    { [name]: parseAsText, cursor: parseAsText },
    { shallow: false, startTransition },
  );
  useShortcut("/", label, () => input.current?.focus());
  return (
    <search className={cn("relative w-56 max-sm:w-full", className)} aria-busy={isSearching}>
      <Search
        className="pointer-events-none absolute top-1/2 left-2 size-3.5 -translate-y-1/2 text-text-3"
        aria-hidden="true"
      />
      <Input
        ref={input}
        type="search"
        aria-label={label}
        placeholder={placeholder}
        maxLength={200}
        className="px-7"
        value={values[name] ?? ""}
        onChange={(event) =>
          void setValues(
            { [name]: event.target.value || null, cursor: null },
            { limitUrlUpdates: debounce(pauseMs) },
          )
        }
      />
      <Kbd className="absolute top-1/2 right-2 -translate-y-1/2 max-sm:hidden">/</Kbd>
    </search>
  );
}
