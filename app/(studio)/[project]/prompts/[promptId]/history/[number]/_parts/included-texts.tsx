import Link from "next/link";
import { TemplateBlock } from "#components/prompts/template-field.client";
import { paths } from "#platform/paths";
import type { Included } from "#schema/prompts";
import { Card, CardHeader } from "#ui/card";

/** The texts that stand in a version through its references, as they were at its save; those within others behind them. */
export function IncludedTexts({ project, includes }: { project: string; includes: readonly Included[] }) {
  const all = throughLevels(includes, "");
  if (all.length === 0) return null;
  return (
    <Card>
      <CardHeader title="What stands in it" note="As it was when this version was saved" />
      {all.map(({ chain, included }) => (
        <section key={chain} className="border-b border-line px-3.5 py-3 last:border-b-0">
          <h3 className="mb-1 flex flex-wrap items-baseline gap-x-2">
            <code className="min-w-0 break-all">{`{{> ${chain}}}`}</code>
            <Link
              className="font-normal text-text-2 hover:underline"
              href={paths.promptVersion(project, included.promptId, included.versionNumber)}
            >
              {included.path} v{included.versionNumber}
            </Link>
          </h3>
          <TemplateBlock text={included.text} />
        </section>
      ))}
    </Card>
  );
}

function throughLevels(
  includes: readonly Included[],
  within: string,
): { chain: string; included: Included }[] {
  return includes.flatMap((included) => {
    const chain = within === "" ? included.reference : `${within} → ${included.reference}`;
    return [{ chain, included }, ...throughLevels(included.includes, chain)];
  });
}
