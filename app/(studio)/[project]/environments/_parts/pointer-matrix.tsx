import { RollbackButton } from "#components/releases/rollback-button.client";
import { targetLabel } from "#client/routes";
import { formatDate, formatExact } from "#platform/format";
import { paths } from "#platform/paths";
import type { PromptSummary } from "#schema/prompts";
import type { Environment, EnvironmentPointer } from "#schema/releases";
import { Chip } from "#ui/chip";
import { type Column, Table } from "#ui/table";
import { rollbackAction } from "../../promotions/actions.ts";
import { IntentLink } from "#ui/intent-link";

type May = { request: boolean; rollback: boolean };
type Props = {
  project: string;
  environments: Environment[];
  prompts: PromptSummary[];
  isWhole: boolean;
  may: May;
};

/** Prompt by environment: the version served, since when, and the next step from there. */
export function PointerMatrix({ project, environments, prompts, isWhole, may }: Props) {
  return (
    <Table
      name="environments"
      label="What each environment serves"
      columns={columns(project, environments, may)}
      rows={prompts}
      rowKey={({ id }) => id}
      isWhole={isWhole}
      keys
    />
  );
}

function columns(project: string, environments: Environment[], may: May): Column<PromptSummary>[] {
  return [
    {
      key: "prompt",
      head: "Prompt",
      sort: ({ path }) => path,
      cell: ({ id, path }) => (
        <IntentLink className="font-medium hover:underline" href={paths.prompt(project, id)}>
          {path}
        </IntentLink>
      ),
    },
    {
      key: "newest",
      head: "Newest",
      sort: ({ latest }) => latest.number,
      cell: ({ id, latest }) => (
        <IntentLink className="num hover:underline" href={paths.promptVersion(project, id, latest.number)}>
          v{latest.number}
        </IntentLink>
      ),
    },
    ...environments.map((environment): Column<PromptSummary> => {
      const pointerOf = (prompt: PromptSummary) =>
        environment.prompts.find(({ promptId }) => promptId === prompt.id) ?? null;
      return {
        key: environment.id,
        head: (
          <IntentLink
            className="hover:text-text hover:underline"
            href={paths.environment(project, environment.name)}
          >
            {environment.name}
          </IntentLink>
        ),
        label: environment.name,
        cell: (prompt) => (
          <Cell
            project={project}
            environment={environment.name}
            prompt={prompt}
            pointer={pointerOf(prompt)}
            may={may}
          />
        ),
      };
    }),
  ];
}

type CellProps = {
  project: string;
  environment: string;
  prompt: PromptSummary;
  pointer: EnvironmentPointer | null;
  may: May;
};

function Cell({ project, environment, prompt, pointer, may }: CellProps) {
  const request = paths.newPromotion(project, {
    promptId: prompt.id,
    versionId: prompt.latest.id,
    environment,
  });
  if (!pointer) {
    return may.request ? (
      <IntentLink className="text-sm text-text-3 hover:text-text hover:underline" href={request}>
        promote v{prompt.latest.number}
      </IntentLink>
    ) : (
      <span className="text-text-3">—</span>
    );
  }
  const isBehind = pointer.versionId !== prompt.latest.id;
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2 gap-y-1 align-middle">
      <IntentLink href={paths.promptVersion(project, prompt.id, pointer.versionNumber)}>
        <Chip tone="accent">v{pointer.versionNumber}</Chip>
      </IntentLink>
      {pointer.model ? <span className="text-sm text-text-2">on {targetLabel(pointer.model)}</span> : null}
      <span
        className="text-sm text-text-3"
        title={`${formatExact(pointer.movedAt)} by ${pointer.movedByName}`}
      >
        since {formatDate(pointer.movedAt, pointer.movedAt)}
      </span>
      {pointer.openPromotion ? (
        <IntentLink
          className="text-sm text-warn hover:underline"
          href={paths.promotion(project, pointer.openPromotion.number)}
        >
          ◷ promotion {pointer.openPromotion.number}
        </IntentLink>
      ) : isBehind && may.request ? (
        <IntentLink className="text-sm text-text-2 hover:underline" href={request}>
          promote v{prompt.latest.number}
        </IntentLink>
      ) : null}
      {pointer.previous && may.rollback ? (
        <RollbackButton
          verb={rollbackAction}
          size="sm"
          project={project}
          promptId={prompt.id}
          environment={environment}
          served={{ versionId: pointer.versionId, versionNumber: pointer.versionNumber }}
          previousNumber={pointer.previous.versionNumber}
        />
      ) : null}
    </span>
  );
}
