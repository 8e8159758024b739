/** Every address of the studio, so that no page spells one by hand. `project` is the project's slug. */
export const paths = {
  home: () => "/",
  signIn: (next?: string) => (next ? `/sign-in?next=${encodeURIComponent(next)}` : "/sign-in"),
  forgotPassword: () => "/sign-in/forgot",
  resetPassword: (token: string) => `/sign-in/reset/${token}`,
  setUp: (token: string) => `/set-up/${token}`,
  invitation: (token: string) => `/invitation/${token}`,
  overview: (project: string) => `/${project}`,
  prompts: (project: string) => `/${project}/prompts`,
  newPrompt: (project: string, query: { path: string; kind: string; description: string }) =>
    `/${project}/prompts/new?${new URLSearchParams(query)}`,
  /** `branch` is left out for main. */
  prompt: (project: string, promptId: string, branch?: string) =>
    onBranch(`/${project}/prompts/${promptId}`, branch),
  promptPlayground: (project: string, promptId: string, branch?: string) =>
    onBranch(`/${project}/prompts/${promptId}/playground`, branch),
  promptHistory: (project: string, promptId: string) => `/${project}/prompts/${promptId}/history`,
  promptMetrics: (project: string, promptId: string) => `/${project}/prompts/${promptId}/metrics`,
  promptCode: (project: string, promptId: string) => `/${project}/prompts/${promptId}/code`,
  promptVersion: (project: string, promptId: string, number: number) =>
    `/${project}/prompts/${promptId}/history/${number}`,
  playground: (project: string) => `/${project}/playground`,
  /** Where one pane's chat of a conversation lives; its stream and its stop are below it. */
  playgroundChat: (project: string, conversationId: string, pane: string) =>
    `/${project}/playground/chats/${conversationId}/${pane}`,
  datasets: (project: string) => `/${project}/datasets`,
  dataset: (project: string, datasetId: string) => `/${project}/datasets/${datasetId}`,
  /** A dataset on one of its faces: `version` is a number, `view` is history. */
  datasetView: (project: string, datasetId: string, query: Record<string, string>) =>
    `/${project}/datasets/${datasetId}?${new URLSearchParams(query)}`,
  datasetUpload: (project: string) => `/${project}/datasets/upload`,
  datasetExport: (project: string, datasetId: string, query: { version: string; format: string }) =>
    `/${project}/datasets/${datasetId}/export?${new URLSearchParams(query)}`,
  datasetImport: (project: string, datasetId: string) => `/${project}/datasets/${datasetId}/import`,
  example: (project: string, datasetId: string, exampleId: string) =>
    `/${project}/datasets/${datasetId}/examples/${exampleId}`,
  suites: (project: string) => `/${project}/suites`,
  evaluators: (project: string) => `/${project}/suites/evaluators`,
  suite: (project: string, suiteId: string) => `/${project}/suites/${suiteId}`,
  runs: (project: string) => `/${project}/runs`,
  /** `query` chooses beforehand: promptId, datasetVersionId, suiteVersionId. */
  newRun: (project: string, query: Record<string, string> = {}) =>
    Object.keys(query).length === 0
      ? `/${project}/runs/new`
      : `/${project}/runs/new?${new URLSearchParams(query)}`,
  run: (project: string, runId: string) => `/${project}/runs/${runId}`,
  case: (project: string, runId: string, caseId: string) => `/${project}/runs/${runId}/cases/${caseId}`,
  compare: (project: string, baselineRunId: string, candidateRunId: string) =>
    `/${project}/runs/compare?baseline=${baselineRunId}&candidate=${candidateRunId}`,
  /** Several candidates against one baseline. */
  compareMany: (project: string, baselineRunId: string, candidateRunIds: readonly string[]) =>
    `/${project}/runs/compare?${new URLSearchParams([["baseline", baselineRunId], ...candidateRunIds.map((id) => ["candidate", id])])}`,
  queues: (project: string) => `/${project}/queues`,
  queue: (project: string, queueId: string) => `/${project}/queues/${queueId}`,
  /** What the workplace asks and sends while it is open; `ids` are the tasks it wants in full. */
  queueTasks: (project: string, queueId: string, ids: readonly string[] = []) =>
    `/${project}/queues/${queueId}/tasks${ids.length > 0 ? `?ids=${ids.join(",")}` : ""}`,
  /** Which of these tasks still wait. */
  queueWaiting: (project: string, queueId: string, ids: readonly string[]) =>
    `/${project}/queues/${queueId}/tasks?waiting=${ids.join(",")}`,
  /** Where a third person settles what differs, narrowed to a queue or at one task. */
  /** The tasks behind a figure of the agreement. */
  agreement: (project: string, query: Record<string, string> = {}) =>
    `/${project}/queues/adjudication/tasks?${new URLSearchParams(query)}`,
  adjudication: (project: string, at: { queue?: string | null; task?: string | null } = {}) => {
    const query = new URLSearchParams(
      Object.entries(at).flatMap(([name, id]) => (id ? [[name, id] as [string, string]] : [])),
    );
    return `/${project}/queues/adjudication${query.size > 0 ? `?${query}` : ""}`;
  },
  decisions: (project: string) => `/${project}/decisions`,
  decisionsExport: (project: string) => `/${project}/decisions/export`,
  corrections: (project: string) => `/${project}/decisions/corrections`,
  queueDecisions: (project: string, queueId: string) => `/${project}/queues/${queueId}/decisions`,
  /** The judged outputs a quality figure is made of. */
  judged: (project: string) => `/${project}/judged`,
  feedback: (project: string) => `/${project}/feedback`,
  environments: (project: string) => `/${project}/environments`,
  environment: (project: string, name: string) => `/${project}/environments/${name}`,
  promotions: (project: string) => `/${project}/promotions`,
  promotion: (project: string, number: number) => `/${project}/promotions/${number}`,
  newPromotion: (
    project: string,
    query: {
      promptId: string;
      versionId?: string;
      environment?: string;
      baselineRunId?: string;
      candidateRunId?: string;
    },
  ) => `/${project}/promotions/new?${new URLSearchParams(query)}`,
  traffic: (project: string) => `/${project}/traffic`,
  generation: (project: string, generationId: string) => `/${project}/traffic/${generationId}`,
  guardrails: (project: string) => `/${project}/guardrails`,
  policy: (project: string, policyId: string) => `/${project}/guardrails/${policyId}`,
  audit: (project: string) => `/${project}/audit`,
  auditExport: (project: string) => `/${project}/audit/export`,
  settings: (project: string) => `/${project}/settings`,
  projects: (project: string) => `/${project}/settings/projects`,
  account: (project: string) => `/${project}/settings/account`,
  members: (project: string) => `/${project}/settings/members`,
  permissions: (project: string) => `/${project}/settings/permissions`,
  apiKeys: (project: string) => `/${project}/settings/api-keys`,
  apiReference: (project: string) => `/${project}/settings/api-reference`,
  connections: (project: string) => `/${project}/settings/connections`,
  connection: (project: string, connectionId: string) => `/${project}/settings/connections/${connectionId}`,
  connectionTest: (project: string, connectionId: string) =>
    `/${project}/settings/connections/${connectionId}/test`,
  localModel: (project: string) => `/${project}/settings/connections/local-model`,
  dataSettings: (project: string) => `/${project}/settings/data`,
  personExport: (project: string) => `/${project}/settings/data/person`,
  reviewSettings: (project: string) => `/${project}/settings/review`,
  routes: (project: string) => `/${project}/settings/routes`,
  /** `routeId` is "new" for one to be made. */
  route: (project: string, routeId: string) => `/${project}/settings/routes/${routeId}`,
  kpis: (project: string) => `/${project}/settings/kpis`,
} as const;

function onBranch(path: string, branch: string | undefined): string {
  return branch === undefined ? path : `${path}?${new URLSearchParams({ branch })}`;
}
