import { RollbackButton } from "#components/releases/rollback-button.client";
import { targetLabel } from "#client/routes";
import { formatDate, formatExact } from "#platform/format";
import { paths } from "#platform/paths";
import type { Environment, EnvironmentPointer, ServedPrompt } from "#schema/releases";
import { Chip } from "#ui/chip";
import { type Column, Table } from "#ui/table";
import { rollbackAction } from "../../promotions/actions.ts";
import { IntentLink } from "#ui/intent-link";

type May = { request: boolean; rollback: boolean };
type Props = {
  project: string;
  environments: Environment[];
  prompts: ServedPrompt[];
  may: May;
};

/** Prompt by environment: the version served, since when, and the next step from there. */
export function PointerMatrix({ project, environments, prompts, may }: Props) {
  return (
    <Table
      name="environments"
      label="What each environment serves"
      columns={columns(project, environments, may)}
      rows={prompts}
      rowKey={({ promptId }) => promptId}
      isWhole
      keys
    />
  );
}

function columns(project: string, environments: Environment[], may: May): Column<ServedPrompt>[] {
  return [
    {
      key: "prompt",
      head: "Prompt",
      sort: ({ promptPath }) => promptPath,
      cell: ({ promptId, promptPath }) => (
        <IntentLink className="font-medium hover:underline" href={paths.prompt(project, promptId)}>
          {promptPath}
        </IntentLink>
      ),
    },
    {
      key: "newest",
      head: "Newest",
      sort: ({ newest }) => newest.versionNumber,
      cell: ({ promptId, newest }) => (
        <IntentLink
          className="num hover:underline"
          href={paths.promptVersion(project, promptId, newest.versionNumber)}
        >
          v{newest.versionNumber}
        </IntentLink>
      ),
    },
    ...environments.map((environment): Column<ServedPrompt> => {
      const pointerOf = (prompt: ServedPrompt) =>
        environment.prompts.find(({ promptId }) => promptId === prompt.promptId) ?? null;
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
  prompt: ServedPrompt;
  pointer: EnvironmentPointer | null;
  may: May;
};

function Cell({ project, environment, prompt, pointer, may }: CellProps) {
  const request = paths.newPromotion(project, {
    promptId: prompt.promptId,
    versionId: prompt.newest.versionId,
    environment,
  });
  if (!pointer) {
    return may.request ? (
      <IntentLink className="text-sm text-text-3 hover:text-text hover:underline" href={request}>
        promote v{prompt.newest.versionNumber}
      </IntentLink>
    ) : (
      <span className="text-text-3">—</span>
    );
  }
  const isBehind = pointer.versionId !== prompt.newest.versionId;
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2 gap-y-1 align-middle">
      <IntentLink href={paths.promptVersion(project, prompt.promptId, pointer.versionNumber)}>
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
          promote v{prompt.newest.versionNumber}
        </IntentLink>
      ) : null}
      {pointer.previous && may.rollback ? (
        <RollbackButton
          verb={rollbackAction}
          size="sm"
          project={project}
          promptId={prompt.promptId}
          environment={environment}
          served={{ versionId: pointer.versionId, versionNumber: pointer.versionNumber }}
          previousNumber={pointer.previous.versionNumber}
        />
      ) : null}
    </span>
  );
}
