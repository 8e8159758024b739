import type { Provenance, VersionView } from "#schema/prompts";
import { CodeBlock } from "#ui/code-block";

const origins: Record<Provenance["kind"], string> = {
  hand: "Written in the studio.",
  api: "Saved by a program.",
  import: "Imported.",
  correction: "Made from reviewers' corrections.",
  proposal: "Made from a proposal.",
  duplicate: "A copy of another prompt.",
  seed: "Demo data.",
};

/** Where it came from, its variables and its settings, in words. */
export function VersionDetails({
  version: { content, provenance },
  model,
}: {
  version: VersionView;
  /** How the model it is served by is called; null without one. */
  model: string | null;
}) {
  const settings = Object.entries(content.settings).filter(
    ([name, value]) => value !== undefined && name !== "model",
  );
  return (
    <div className="flex flex-col gap-3">
      {provenance ? (
        <p className="text-text-2">
          {origins[provenance.kind]} {provenance.source ? provenance.source : ""}
        </p>
      ) : null}
      <section>
        <h3>Model</h3>
        <p className={model ? "" : "text-text-3"}>{model ?? "none: calls that name no model are refused"}</p>
      </section>
      <section>
        <h3>Variables</h3>
        {content.variables.length === 0 ? <p className="text-text-3">none</p> : null}
        <dl className="mt-1 grid grid-cols-[fit-content(50%)_minmax(0,1fr)] gap-x-2 gap-y-1">
          {content.variables.map((variable) => (
            <div key={variable.name} className="col-span-2 grid grid-cols-subgrid">
              <dt className="font-mono text-sm break-words">{variable.name}</dt>
              <dd className="text-sm text-text-2">
                {variable.type}, {variable.required ? "required" : "optional"}
                {variable.description ? `: ${variable.description}` : ""}
              </dd>
            </div>
          ))}
        </dl>
      </section>
      <section>
        <h3>Settings</h3>
        {settings.length === 0 ? <p className="text-text-3">the model's own</p> : null}
        <dl className="mt-1">
          {settings.map(([name, value]) => (
            <div key={name} className="flex justify-between gap-2">
              <dt>{name}</dt>
              <dd className="num text-text-2">{JSON.stringify(value)}</dd>
            </div>
          ))}
        </dl>
      </section>
      {content.responseSchema ? (
        <CodeBlock title="Response schema" code={JSON.stringify(content.responseSchema, null, 2)} />
      ) : null}
      {content.tools?.length ? (
        <CodeBlock title="Tools" code={JSON.stringify(content.tools, null, 2)} />
      ) : null}
    </div>
  );
}
