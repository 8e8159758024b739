"use client";

import { createContext, use } from "react";

export type ShellProject = { slug: string; name: string; isDemo: boolean };

/** What the frame knows of the person and the project; plain data from the layout. */
export type Shell = {
  projects: readonly ShellProject[];
  project: ShellProject;
  user: { id: string; name: string; email: string; role: string; mayStartRuns: boolean };
  waiting: { queues: number; promotions: number };
};

export type ShellControls = { shell: Shell; openSidebar: () => void };

export const ShellContext = createContext<ShellControls | null>(null);

/** The frame's data and controls; null outside of a project (error pages). */
export function useShell(): ShellControls | null {
  return use(ShellContext);
}
