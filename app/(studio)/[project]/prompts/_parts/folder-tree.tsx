import { Folder } from "lucide-react";
import Link from "next/link";
import { isInReach, splitPath } from "#client/prompts";
import { cn } from "#ui/cn";
import { type PromptFilters, promptList } from "./prompt-list.ts";

type FolderTreeProps = { base: string; query: PromptFilters; folders: { folder: string; count: number }[] };

/** Folders with the number of prompts in and below each; the open one shows its own. */
export function FolderTree({ base, query, folders }: FolderTreeProps) {
  const shown = folders.filter(({ folder }) => isInReach(folder, query.folder ?? ""));
  return (
    <nav aria-label="Folders" className="flex flex-col gap-0.5 max-md:flex-row max-md:overflow-x-auto">
      {shown.map(({ folder, count }) => (
        <Link
          key={folder}
          href={promptList.href(base, { ...query, folder: folder === "" ? null : folder })}
          aria-current={folder === (query.folder ?? "") ? "true" : undefined}
          className={cn(
            "flex h-7 shrink-0 items-center gap-2 rounded-md px-2 text-text-2 hover:text-text aria-[current]:bg-surface aria-[current]:font-medium aria-[current]:text-text aria-[current]:shadow-[0_0_0_1px_var(--line)] pointer-coarse:h-11",
            indents[Math.min(depthOf(folder), indents.length - 1)],
          )}
        >
          <Folder className="size-3.5 shrink-0 text-text-3" aria-hidden="true" />
          <span className="truncate">{folder === "" ? "All folders" : splitPath(folder).name}</span>
          <span className="num ml-auto text-xs text-text-3">{count}</span>
        </Link>
      ))}
    </nav>
  );
}

const indents = ["", "md:ml-3", "md:ml-6", "md:ml-9", "md:ml-12"];

function depthOf(folder: string): number {
  return folder === "" ? 0 : folder.split("/").length;
}
