"use server";

import { currentContext } from "#app/_context";
import type { PaletteHit } from "#components/shell/palette.client";
import { searchEverything } from "#lib/loop";
import { paths } from "#platform/paths";
import type { Found, FoundKind } from "#schema/loop";

/** Finds the project's things for the palette. A read: unlike `action()` it revalidates no page. */
export async function findThingsAction(project: string, query: string): Promise<PaletteHit[]> {
  const found = await searchEverything(await currentContext(project), query);
  return found.map((thing) => ({ ...thing, href: pathOf[thing.kind](project, thing) }));
}

const pathOf: Record<FoundKind, (project: string, thing: Found) => string> = {
  prompt: (project, { id }) => paths.prompt(project, id),
  run: (project, { id }) => paths.run(project, id),
  dataset: (project, { id }) => paths.dataset(project, id),
  suite: (project, { id }) => paths.suite(project, id),
  queue: (project, { id }) => paths.queue(project, id),
  promotion: (project, { number }) => paths.promotion(project, number ?? 0),
};
