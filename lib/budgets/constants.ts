/** What a limit counts apart: the whole project, or each (or one) API key, end user, route or value of a metadata field. */
export const budgetSubjects = ["project", "api_key", "user", "route", "metadata"] as const;
export type BudgetSubject = (typeof budgetSubjects)[number];

/** Tokens are input and output together; grams are of CO2e. */
export const budgetMeasures = ["requests", "tokens", "usd", "grams"] as const;
export type BudgetMeasure = (typeof budgetMeasures)[number];

/** Calendar periods in UTC: a minute, day or month begins for all at the same time. */
export const budgetPeriods = ["minute", "day", "month"] as const;
export type BudgetPeriod = (typeof budgetPeriods)[number];

export const budgetRules = {
  /** What an answer is reserved for where neither the call nor its route says how long it may be. */
  outputTokens: 1_024,
  /** What a picture is reserved with: the most that Anthropic takes for one, and above OpenAI's for one of high detail. */
  pictureTokens: 1_600,
  /** Of an answer that is to come: how fast it is expected, where energy goes by time. */
  tokensPerSecond: 50,
  alertShare: 0.8,
  mostBudgets: 100,
} as const;

/** The header in which a call's answer names the limits that are near their end. */
export const alertHeader = "x-valueloop-limit-alert";

export const mostUses = 20;
