"use client";

import { useState } from "react";
import { useShortcut } from "#ui/shortcuts.client";
import { Button } from "#ui/button";
import { Sheet, SheetContent, SheetTrigger } from "#ui/sheet";

/** What reviewers of this queue agreed to look at; nothing when nobody wrote it down. */
export function Guidelines({ text }: { text: string }) {
  const [isOpen, setOpen] = useState(false);
  // One G begins "go to".
  useShortcut("g g", "Guidelines", () => setOpen(true), { enabled: text.trim() !== "" });
  if (!text.trim()) return null;
  return (
    <Sheet open={isOpen} onOpenChange={setOpen}>
      <SheetTrigger asChild>
        <Button variant="ghost" kbd={<span className="max-sm:hidden">G G</span>}>
          Guidelines
        </Button>
      </SheetTrigger>
      <SheetContent title="Guidelines" description="What counts as good in this queue">
        <div className="max-w-prose text-lg whitespace-pre-wrap">{text}</div>
      </SheetContent>
    </Sheet>
  );
}
