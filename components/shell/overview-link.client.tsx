"use client";

import Link from "next/link";
import { paths } from "#platform/paths";
import { Button } from "#ui/button";
import { useShell } from "./shell-context.client.tsx";

/** The way back from a page that is not there, which knows no project by itself. */
export function OverviewLink() {
  const slug = useShell()?.shell.project.slug;
  return (
    <Button asChild>
      <Link href={slug ? paths.overview(slug) : paths.home()}>Open the overview</Link>
    </Button>
  );
}
