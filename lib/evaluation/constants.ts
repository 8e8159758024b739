/** The most cases a run works on at once. */
export const maxConcurrency = 64;
