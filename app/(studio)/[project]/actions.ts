"use server";

import { currentContext } from "#app/_context";
import type { PaletteHit } from "#components/shell/palette.client";
import { findThings } from "./_parts/find-things.ts";

/** Finds the project's things for the palette. A read: unlike `action()` it shows no page anew. */
export async function findThingsAction(project: string, query: string): Promise<PaletteHit[]> {
  return findThings(await currentContext(project), project, query.slice(0, 200));
}
