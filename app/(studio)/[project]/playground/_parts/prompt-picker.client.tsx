"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { paths } from "#platform/paths";
import { Button } from "#ui/button";
import { CommandDialog, CommandEmpty, CommandInput, CommandItem, CommandList } from "#ui/command";

/** Opens a stored prompt in its own playground. */
export function PromptPicker({
  project,
  prompts,
}: {
  project: string;
  prompts: { id: string; path: string }[];
}) {
  const router = useRouter();
  const [isOpen, setOpen] = useState(false);
  if (prompts.length === 0) return null;
  return (
    <>
      <Button onClick={() => setOpen(true)}>Open a prompt…</Button>
      <CommandDialog open={isOpen} onOpenChange={setOpen} label="Open a prompt in the playground">
        <CommandInput placeholder="support/triage" />
        <CommandList>
          <CommandEmpty>No prompt with this name. The prompts page finds by meaning.</CommandEmpty>
          {prompts.map(({ id, path }) => (
            <CommandItem
              key={id}
              value={path}
              onSelect={() => router.push(paths.promptPlayground(project, id))}
            >
              {path}
            </CommandItem>
          ))}
        </CommandList>
      </CommandDialog>
    </>
  );
}
