type Query = Readonly<Record<string, string | number | readonly string[] | null | undefined>>;

/**
 * An address with what it asks for; null, undefined and blank do not stand in it. Its only callers beside `paths` are
 * fetches of the studio's own routes: what a page reads is written by its `pageAddress`.
 */
export function withQuery(path: string, query: Query): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query))
    for (const each of [value].flat())
      if (each !== null && each !== undefined && each !== "") search.append(name, String(each));
  return search.size > 0 ? `${path}?${search}` : path;
}

/** Every address of the studio, so that no page spells one by hand. `project` is the project's slug. */
export const paths = {
  home: () => "/",
  signIn: (next?: string, done?: "joined") => withQuery("/sign-in", { next, done }),
  forgotPassword: () => "/sign-in/forgot",
  resetPassword: (token: string) => `/sign-in/reset/${token}`,
  setUp: (token: string) => `/set-up/${token}`,
  invitation: (token: string) => `/invitation/${token}`,
  /** `query` is what the overview reads: metric, split, days, prompt. */
  overview: (project: string, query: Query = {}) => withQuery(`/${project}`, query),
  prompts: (project: string, folder?: string) => withQuery(`/${project}/prompts`, { folder }),
  newPrompt: (project: string, query: { path: string; kind: string; description: string }) =>
    withQuery(`/${project}/prompts/new`, query),
  /** `branch` is left out for main. */
  prompt: (project: string, promptId: string, branch?: string) =>
    withQuery(`/${project}/prompts/${promptId}`, { branch }),
  promptPlayground: (project: string, promptId: string, branch?: string) =>
    withQuery(`/${project}/prompts/${promptId}/playground`, { branch }),
  /** `compared` are the numbers of two versions. */
  promptHistory: (project: string, promptId: string, compared: { from?: number; to?: number } = {}) =>
    withQuery(`/${project}/prompts/${promptId}/history`, compared),
  promptMetrics: (project: string, promptId: string) => `/${project}/prompts/${promptId}/metrics`,
  promptCode: (project: string, promptId: string) => `/${project}/prompts/${promptId}/code`,
  promptVersion: (project: string, promptId: string, number: number) =>
    `/${project}/prompts/${promptId}/history/${number}`,
  playground: (project: string) => `/${project}/playground`,
  playgroundExamples: (project: string) => `/${project}/playground/examples`,
  /** Where one pane's chat of a conversation lives; its stream and its stop are below it. */
  playgroundChat: (project: string, conversationId: string, pane: string) =>
    `/${project}/playground/chats/${conversationId}/${pane}`,
  datasets: (project: string) => `/${project}/datasets`,
  dataset: (project: string, datasetId: string) => `/${project}/datasets/${datasetId}`,
  /** A dataset on one of its faces: `version` is a number, `view` is history. */
  datasetView: (project: string, datasetId: string, query: Record<string, string>) =>
    withQuery(`/${project}/datasets/${datasetId}`, query),
  datasetUpload: (project: string) => `/${project}/datasets/upload`,
  datasetExport: (project: string, datasetId: string, query: { version: string; format: string }) =>
    withQuery(`/${project}/datasets/${datasetId}/export`, query),
  datasetImport: (project: string, datasetId: string) => `/${project}/datasets/${datasetId}/import`,
  example: (project: string, datasetId: string, exampleId: string) =>
    `/${project}/datasets/${datasetId}/examples/${exampleId}`,
  suites: (project: string) => `/${project}/suites`,
  evaluators: (project: string) => `/${project}/suites/evaluators`,
  suite: (project: string, suiteId: string) => `/${project}/suites/${suiteId}`,
  runs: (project: string, query: { promptId?: string; suiteId?: string } = {}) =>
    withQuery(`/${project}/runs`, query),
  /** `query` chooses beforehand: promptId, datasetVersionId, suiteVersionId. */
  newRun: (
    project: string,
    query: {
      promptId?: string;
      promptVersionId?: string | undefined;
      datasetVersionId?: string;
      suiteVersionId?: string;
    } = {},
  ) => withQuery(`/${project}/runs/new`, query),
  run: (project: string, runId: string, query: { cases?: "failed" } = {}) =>
    withQuery(`/${project}/runs/${runId}`, query),
  case: (project: string, runId: string, caseId: string) => `/${project}/runs/${runId}/cases/${caseId}`,
  compare: (project: string, baselineRunId: string, candidateRunId: string) =>
    withQuery(`/${project}/runs/compare`, { baseline: baselineRunId, candidate: candidateRunId }),
  /** Several candidates against one baseline. */
  compareMany: (project: string, baselineRunId: string, candidateRunIds: readonly string[]) =>
    withQuery(`/${project}/runs/compare`, { baseline: baselineRunId, candidate: candidateRunIds }),
  /** Where a comparison's runs are chosen, with the one that is known. */
  chooseRuns: (project: string, query: { candidate?: string } = {}) =>
    withQuery(`/${project}/runs/compare`, query),
  compareExport: (project: string, baselineRunId: string, candidateRunId: string) =>
    withQuery(`/${project}/runs/compare/export`, { baseline: baselineRunId, candidate: candidateRunId }),
  queues: (project: string) => `/${project}/queues`,
  queue: (project: string, queueId: string, task?: string) =>
    withQuery(`/${project}/queues/${queueId}`, { task }),
  /** What the workplace asks and sends while it is open; `ids` are the tasks it wants in full. */
  queueTasks: (project: string, queueId: string, ids: readonly string[] = []) =>
    withQuery(`/${project}/queues/${queueId}/tasks`, { ids: ids.join(",") }),
  /** Which of these tasks still wait. */
  queueWaiting: (project: string, queueId: string, ids: readonly string[]) =>
    withQuery(`/${project}/queues/${queueId}/tasks`, { waiting: ids.join(",") }),
  /** The tasks behind a figure of the agreement. */
  agreement: (project: string, query: Record<string, string> = {}) =>
    withQuery(`/${project}/queues/adjudication/tasks`, query),
  /** Where a third person settles what differs, narrowed to a queue or at one task. */
  adjudication: (project: string, at: { queue?: string | null; task?: string | null } = {}) =>
    withQuery(`/${project}/queues/adjudication`, at),
  decisions: (project: string) => `/${project}/decisions`,
  decisionsExport: (project: string, format: string) => withQuery(`/${project}/decisions/export`, { format }),
  corrections: (project: string) => `/${project}/decisions/corrections`,
  queueDecisions: (project: string, queueId: string) => `/${project}/queues/${queueId}/decisions`,
  /** The judged outputs a quality figure is made of. */
  judged: (project: string) => `/${project}/judged`,
  feedback: (project: string) => `/${project}/feedback`,
  environments: (project: string) => `/${project}/environments`,
  environment: (project: string, name: string) => `/${project}/environments/${name}`,
  promotions: (project: string, query: { environment?: string } = {}) =>
    withQuery(`/${project}/promotions`, query),
  promotion: (project: string, number: number) => `/${project}/promotions/${number}`,
  newPromotion: (
    project: string,
    query: {
      promptId: string | null;
      versionId?: string | null;
      environment?: string | null;
      model?: string | null;
      baselineRunId?: string | null;
      candidateRunId?: string | null;
    },
  ) => withQuery(`/${project}/promotions/new`, query),
  traffic: (project: string) => `/${project}/traffic`,
  generation: (project: string, generationId: string) => `/${project}/traffic/${generationId}`,
  guardrails: (project: string) => `/${project}/guardrails`,
  policy: (project: string, policyId: string) => `/${project}/guardrails/${policyId}`,
  audit: (project: string) => `/${project}/audit`,
  auditExport: (project: string, query: { chain: string; format: string }) =>
    withQuery(`/${project}/audit/export`, query),
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
  personExport: (project: string, person: Record<string, string>) =>
    withQuery(`/${project}/settings/data/person`, person),
  reviewSettings: (project: string) => `/${project}/settings/review`,
  routes: (project: string) => `/${project}/settings/routes`,
  /** `routeId` is "new" for one to be made. */
  route: (project: string, routeId: string) => `/${project}/settings/routes/${routeId}`,
  limits: (project: string) => `/${project}/settings/limits`,
  /** The answers that its cache keeps. */
  routeAnswers: (project: string, routeId: string) => `/${project}/settings/routes/${routeId}/answers`,
  kpis: (project: string, kpi?: string) => withQuery(`/${project}/settings/kpis`, { kpi }),
} as const;
