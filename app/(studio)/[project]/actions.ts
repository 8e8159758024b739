"use server";

import { currentContext } from "#app/_context";
import type { PaletteHit } from "#components/shell/palette.client";
import { searchEverything } from "#lib/loop";
import { paths } from "#platform/paths";
import type { FoundKind } from "#schema/loop";

/** Finds the project's things for the palette. A read: unlike `action()` it revalidates no page. */
export async function findThingsAction(project: string, query: string): Promise<PaletteHit[]> {
  const found = await searchEverything(await currentContext(project), query);
  return found.map(({ key, ...thing }) => ({ ...thing, id: key, href: pathOf[thing.kind](project, key) }));
}

const pathOf: Record<FoundKind, (project: string, key: string) => string> = {
  prompt: (project, id) => paths.prompt(project, id),
  run: (project, id) => paths.run(project, id),
  dataset: paths.dataset,
  suite: paths.suite,
  queue: (project, id) => paths.queue(project, id),
  promotion: (project, number) => paths.promotion(project, Number(number)),
  environment: paths.environment,
  KPI: (project, key) => paths.kpis(project, key),
  policy: paths.policy,
  route: paths.route,
  connection: paths.connection,
};
