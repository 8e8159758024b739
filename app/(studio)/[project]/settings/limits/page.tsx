import { Gauge } from "lucide-react";
import type { Metadata } from "next";
import { currentContext } from "#app/_context";
import { amountWords, limitWords, subjectWords } from "#client/budgets";
import { LimitKind, LimitUse } from "#components/budgets/limit-use";
import { Page, PageHeader } from "#components/shell/page-header";
import { permissionTable } from "#constants/identity";
import { listBudgetAlerts, listBudgets } from "#lib/budgets";
import { type Context, listApiKeys, may } from "#lib/identity";
import { listRoutes } from "#lib/routes";
import type { Budget, BudgetAlert } from "#schema/budgets";
import { EmptyState } from "#states/empty-state";
import { NoPermission } from "#states/no-permission";
import { Card, CardHeader } from "#ui/card";
import { Chip } from "#ui/chip";
import { RelativeTime } from "#ui/relative-time";
import { type Column, Table } from "#ui/table";
import { ChangeLimit } from "./_parts/change-limit.client.tsx";
import { NewLimit } from "./_parts/new-limit.client.tsx";

export const metadata: Metadata = { title: "Limits" };

/** What calls may use in a period, how much of it is used, and which limits came near their end. */
export default async function LimitsPage({ params }: { params: Promise<{ project: string }> }) {
  const { project } = await params;
  const ctx = await currentContext(project);
  if (!may(ctx, "budget.read"))
    return <NoPermission what="See limits" whoCan={permissionTable["budget.read"]} />;
  const mayUpdate = may(ctx, "budget.update");
  const [limits, alerts, choices] = await Promise.all([
    listBudgets(ctx),
    listBudgetAlerts(ctx),
    mayUpdate ? choicesOf(ctx) : null,
  ]);
  return (
    <Page>
      <PageHeader
        title="Limits"
        note="What calls may use of requests, tokens, money and carbon in a minute, day or month (UTC). All calls count: programs', runs', judges' and the playground's. An answer from a cache costs nothing."
        actions={choices ? <NewLimit project={project} {...choices} /> : null}
      />
      <Card>
        {limits.length === 0 ? (
          <EmptyState icon={<Gauge aria-hidden="true" />} title="No limits yet">
            A limit keeps a key that leaks, a loop that runs away or one user from using up what is
            everybody's.{" "}
            {mayUpdate
              ? "Begin with the spending of a month: set it with the button above."
              : "An owner or admin sets them."}
          </EmptyState>
        ) : (
          <Table
            name="limits"
            label="Limits"
            columns={mayUpdate ? [...columns, changeColumn(project)] : columns}
            rows={limits}
            rowKey={({ id }) => id}
            isWhole
          />
        )}
      </Card>
      {alerts.length > 0 ? (
        <Card>
          <CardHeader title="Alerts" note="of the last 30 days; each is an event in the audit log" />
          <Table
            label="Alerts"
            sortName="alerts"
            keys={false}
            columns={alertColumns}
            rows={alerts}
            rowKey={({ budgetId, subject, kind, at }) => `${budgetId} ${subject} ${kind} ${at.toISOString()}`}
            isWhole
          />
        </Card>
      ) : null}
    </Page>
  );
}

async function choicesOf(ctx: Context) {
  const [keys, routes] = await Promise.all([listApiKeys(ctx), listRoutes(ctx)]);
  return {
    apiKeys: keys.filter(({ revokedAt }) => revokedAt === null).map(({ id, name }) => ({ id, name })),
    routes: routes.map(({ id, name }) => ({ id, name })),
  };
}

/** Of a limit that counts many, so many are shown. */
const mostShown = 3;

function Uses({ limit }: { limit: Budget }) {
  if (limit.per === "project" || limit.only !== null) return <LimitUse limit={limit} use={limit.uses[0]} />;
  if (limit.uses.length === 0) return <span className="text-text-2">nobody yet in this {limit.period}</span>;
  const shown = limit.uses.slice(0, mostShown);
  return (
    <>
      {shown.map((use) => (
        <LimitUse key={use.subject} limit={limit} use={use} label={use.label} />
      ))}
      {limit.subjects > shown.length ? (
        <span className="text-sm text-text-2">and {limit.subjects - shown.length} who used less</span>
      ) : null}
    </>
  );
}

const columns: Column<Budget>[] = [
  {
    key: "name",
    head: "Limit",
    className: "min-w-40",
    sort: ({ name }) => name,
    cell: (limit) => (
      <div className="py-1">
        <span className="font-medium">{limit.name}</span>
        <div className="text-sm text-text-2">
          {limitWords(limit)}, {subjectWords(limit)}
        </div>
      </div>
    ),
  },
  { key: "used", head: "Used", cell: (limit) => <Uses limit={limit} /> },
  {
    key: "kind",
    head: "When used up",
    mobile: "aside",
    sort: ({ isHard }) => Number(isHard),
    cell: ({ isHard }) => <LimitKind isHard={isHard} />,
  },
  {
    key: "ends",
    head: "Begins again",
    className: "whitespace-nowrap text-text-2",
    sort: ({ endsAt }) => endsAt,
    cell: ({ endsAt }) => <RelativeTime value={endsAt} />,
  },
  {
    key: "changed",
    head: "Changed",
    className: "text-text-2",
    mobile: "hide",
    sort: ({ changedAt }) => changedAt,
    cell: ({ changedByName, changedAt }) => (
      <>
        {changedByName} · <RelativeTime value={changedAt} />
      </>
    ),
  },
];

function changeColumn(project: string): Column<Budget> {
  return {
    key: "change",
    head: <span className="sr-only">Actions</span>,
    label: "Actions",
    className: "text-right",
    cell: ({ id, name, amount, measure, period, isHard, alertShare, refusesUnknown }) => (
      <ChangeLimit
        project={project}
        limit={{ id, name, amount, measure, period, isHard, alertShare, refusesUnknown }}
      />
    ),
  };
}

const alertColumns: Column<BudgetAlert>[] = [
  {
    key: "limit",
    head: "Limit",
    sort: ({ budgetName }) => budgetName,
    cell: ({ budgetName, subject, label }) => (
      <>
        {budgetName} {subject === "" ? null : <span className="text-text-2">({label})</span>}
      </>
    ),
  },
  {
    key: "kind",
    head: "What",
    mobile: "aside",
    cell: ({ kind }) =>
      kind === "reached" ? (
        <Chip tone="bad" sign>
          reached
        </Chip>
      ) : (
        <Chip tone="warn" sign>
          near its end
        </Chip>
      ),
  },
  {
    key: "used",
    head: "Used then",
    numeric: true,
    cell: ({ measure, used, amount }) =>
      `${amountWords(measure, used, [amount])} of ${amountWords(measure, amount)}`,
  },
  {
    key: "at",
    head: "When",
    className: "whitespace-nowrap text-text-2",
    sort: ({ at }) => at,
    cell: ({ at }) => <RelativeTime value={at} />,
  },
];
