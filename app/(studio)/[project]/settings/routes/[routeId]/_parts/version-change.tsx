import { diffLines } from "diff";
import { loadRouteYaml } from "#client/routes";
import type { ModelTarget } from "#schema/models";
import type { RouteVersion } from "#schema/routes";
import { Card, CardBody, CardHeader } from "#ui/card";
import { DiffLines } from "#ui/diff-words";

type VersionChangeProps = {
  before: RouteVersion;
  after: RouteVersion;
  nameOf: (target: ModelTarget) => string;
};

/** What a version changed against the one before it, line by line of its YAML. */
export async function VersionChange({ before, after, nameOf }: VersionChangeProps) {
  const { routeYaml } = await loadRouteYaml();
  const parts = diffLines(routeYaml(before.definition, nameOf), routeYaml(after.definition, nameOf));
  return (
    <Card>
      <CardHeader title={`What v${after.number} changed`} note={`against v${before.number}`} />
      <CardBody className="overflow-x-auto">
        <DiffLines parts={parts} />
      </CardBody>
    </Card>
  );
}
