"use client";

import { Plus } from "lucide-react";
import { useState } from "react";
import { evaluatorCategories, evaluatorDescriptors } from "#client/evaluation";
import type { EvaluatorKind } from "#schema/evaluation";
import { Button } from "#ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuTrigger,
} from "#ui/dropdown-menu";
import { useShortcut } from "#ui/shortcuts.client";

/** The menu of all kinds by category, with a line about each. */
export function AddEvaluator({ onAdd }: { onAdd: (kind: EvaluatorKind) => void }) {
  const [isOpen, setOpen] = useState(false);
  useShortcut("a", "Add an evaluator", (event) => {
    event.preventDefault();
    setOpen(true);
  });
  const byCategory = Map.groupBy(
    evaluatorDescriptors.filter((descriptor) => !("isReported" in descriptor)),
    ({ category }) => category,
  );
  return (
    <DropdownMenu open={isOpen} onOpenChange={setOpen}>
      <DropdownMenuTrigger asChild>
        <Button size="sm" kbd="A">
          <Plus />
          Evaluator
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent className="max-w-100">
        {Object.entries(evaluatorCategories)
          .filter(([category]) => byCategory.has(category as keyof typeof evaluatorCategories))
          .map(([category, words]) => (
            <div key={category} role="group" aria-label={words}>
              <DropdownMenuLabel>{words}</DropdownMenuLabel>
              {byCategory.get(category as keyof typeof evaluatorCategories)?.map(({ kind, title, about }) => (
                <DropdownMenuItem
                  key={kind}
                  className="h-auto flex-col items-start gap-0 py-1"
                  onSelect={() => onAdd(kind)}
                >
                  <span>{title}</span>
                  <span className="text-sm whitespace-normal text-text-2">{about}</span>
                </DropdownMenuItem>
              ))}
            </div>
          ))}
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
