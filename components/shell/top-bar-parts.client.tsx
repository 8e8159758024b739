"use client";

import { Menu } from "lucide-react";
import { Button } from "#ui/button";
import { Chip } from "#ui/chip";
import { Tooltip } from "#ui/tooltip";
import { useShell } from "./shell-context.client.tsx";

/** Opens the sidebar on a phone. */
export function Burger() {
  const controls = useShell();
  if (!controls) return null;
  return (
    <Button
      variant="ghost"
      icon
      aria-label="Pages of the project"
      onClick={controls.openSidebar}
      className="-ml-2 sm:hidden pointer-coarse:min-h-10"
    >
      <Menu aria-hidden="true" className="size-4!" />
    </Button>
  );
}

/** Says that nothing here is from real customers. */
export function DemoMark() {
  const controls = useShell();
  if (!controls?.shell.project.isDemo) return null;
  return (
    <Tooltip content="This project was seeded: its texts, runs and people are invented, its numbers are computed from them.">
      {/* A tooltip's anchor must take focus. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <Chip tabIndex={0} className="max-sm:hidden">
        demo data
      </Chip>
    </Tooltip>
  );
}
