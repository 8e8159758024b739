"use client";

import { Search } from "lucide-react";
import { useRouter } from "next/navigation";
import { useRef, useState, useTransition } from "react";
import { useShortcut } from "#ui/shortcuts.client";
import { Input } from "#ui/input";
import { Kbd } from "#ui/kbd";
import { listHref, type ListQuery } from "./list-query.ts";

/** Searches as one types, keeping the words in the address. */
export function SearchBox({ base, query }: { base: string; query: ListQuery }) {
  const router = useRouter();
  const input = useRef<HTMLInputElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [text, setText] = useState(query.q);
  const [isSearching, startSearch] = useTransition();
  useShortcut("/", "Search prompts", () => input.current?.focus());
  const search = (q: string, waitMs: number) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(
      () => startSearch(() => router.replace(listHref(base, query, { q: q.trim() }), { scroll: false })),
      waitMs,
    );
  };
  return (
    <form
      role="search"
      aria-busy={isSearching}
      className="relative w-full sm:max-w-100"
      onSubmit={(event) => {
        event.preventDefault();
        search(text, 0);
      }}
    >
      <Search
        className="pointer-events-none absolute top-1/2 left-2 size-3.5 -translate-y-1/2 text-text-3"
        aria-hidden="true"
      />
      <Input
        ref={input}
        type="search"
        aria-label="Search prompts by words or meaning"
        placeholder="Words or meaning"
        className="px-7"
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          search(event.target.value, 250);
        }}
      />
      <Kbd className="absolute top-1/2 right-2 -translate-y-1/2 max-sm:hidden">/</Kbd>
    </form>
  );
}
