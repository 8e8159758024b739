"use client";

import type { ReactNode } from "react";
import type { ModelChoice } from "#schema/models";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "#ui/dropdown-menu";

type ModelMenuProps = {
  models: ModelChoice[];
  label: string;
  onChoose: (model: ModelChoice) => void;
  onRemove?: (() => void) | undefined;
  children: ReactNode;
};

/** Picks a model, by connection. */
export function ModelMenu({ models, label, onChoose, onRemove, children }: ModelMenuProps) {
  const connections = [...new Set(models.map(({ connectionName }) => connectionName))];
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild aria-label={label}>
        {children}
      </DropdownMenuTrigger>
      <DropdownMenuContent align="end">
        {connections.map((name) => (
          <div key={name} role="group" aria-label={name}>
            <DropdownMenuLabel>{name}</DropdownMenuLabel>
            {models
              .filter(({ connectionName }) => connectionName === name)
              .map((model) => (
                <DropdownMenuItem
                  key={`${model.connectionId} ${model.model}`}
                  onSelect={() => onChoose(model)}
                >
                  {model.model}
                  {model.isSimulated ? <span className="ml-auto text-sm text-text-3">simulated</span> : null}
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
