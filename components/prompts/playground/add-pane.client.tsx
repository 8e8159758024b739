"use client";

import type { ModelChoice } from "#schema/models";
import { Button } from "#ui/button";
import { DropdownMenu, DropdownMenuContent, DropdownMenuItem, DropdownMenuTrigger } from "#ui/dropdown-menu";
import { ModelMenu } from "./model-menu.client.tsx";

type AddPaneProps = {
  models: ModelChoice[];
  versions: { id: string; number: number }[];
  onAdd: (model: ModelChoice, version?: number) => void;
};

/** One more answer to compare with: another model, or another version on the first model. */
export function AddPane({ models, versions, onAdd }: AddPaneProps) {
  const [firstModel] = models;
  return (
    <div className="flex flex-wrap items-center gap-2 border-b border-line px-4 py-3">
      <span className="text-text-3">Add a model or a version to compare</span>
      <span className="ml-auto flex gap-2">
        {versions.length > 0 && firstModel ? (
          <DropdownMenu>
            <DropdownMenuTrigger asChild>
              <Button size="sm">+ version</Button>
            </DropdownMenuTrigger>
            <DropdownMenuContent align="end">
              {versions.slice(0, 20).map(({ number }) => (
                <DropdownMenuItem key={number} onSelect={() => onAdd(firstModel, number)}>
                  v{number} on {firstModel.model}
                </DropdownMenuItem>
              ))}
            </DropdownMenuContent>
          </DropdownMenu>
        ) : null}
        <ModelMenu models={models} label="Add a model" onChoose={onAdd}>
          <Button size="sm">+ model</Button>
        </ModelMenu>
      </span>
    </div>
  );
}
