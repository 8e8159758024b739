/** The OpenAPI operations of the routes that speak OpenAI's protocol. */
export const openAiOperations: Record<string, Record<string, unknown>> = {};
