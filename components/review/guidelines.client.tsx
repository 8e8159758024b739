"use client";

import { Button } from "#ui/button";
import { Sheet, SheetContent, SheetTrigger } from "#ui/sheet";

/** What reviewers of this queue agreed to look at; nothing when nobody wrote it down. */
export function Guidelines({ text }: { text: string }) {
  if (!text.trim()) return null;
  return (
    <Sheet>
      <SheetTrigger asChild>
        <Button variant="ghost" className="max-sm:hidden">
          Guidelines
        </Button>
      </SheetTrigger>
      <SheetContent title="Guidelines" description="What counts as good in this queue">
        <div className="max-w-prose text-lg whitespace-pre-wrap">{text}</div>
      </SheetContent>
    </Sheet>
  );
}
