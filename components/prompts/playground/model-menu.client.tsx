"use client";

import type { ReactNode } from "react";
import { keyOfTarget } from "#client/routes";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "#ui/dropdown-menu";
import type { AnswerChoice } from "./answer-choices.ts";

type ModelMenuProps = {
  choices: AnswerChoice[];
  label: string;
  onChoose: (choice: AnswerChoice) => void;
  onRemove?: (() => void) | undefined;
  children: ReactNode;
};

/** Picks a model, by connection, or a route. */
export function ModelMenu({ choices, label, onChoose, onRemove, children }: ModelMenuProps) {
  const groups = [...new Set(choices.map(({ group }) => group))];
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild aria-label={label}>
        {children}
      </DropdownMenuTrigger>
      <DropdownMenuContent align="end">
        {groups.map((name) => (
          <div key={name} role="group" aria-label={name}>
            <DropdownMenuLabel>{name}</DropdownMenuLabel>
            {choices
              .filter(({ group }) => group === name)
              .map((choice) => (
                <DropdownMenuItem key={keyOfTarget(choice.target)} onSelect={() => onChoose(choice)}>
                  {choice.name}
                  {choice.isSimulated ? <span className="ml-auto text-sm text-text-3">simulated</span> : null}
                </DropdownMenuItem>
              ))}
          </div>
        ))}
        {onRemove ? (
          <>
            <DropdownMenuSeparator />
            <DropdownMenuItem onSelect={onRemove}>Remove this answer</DropdownMenuItem>
          </>
        ) : null}
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
