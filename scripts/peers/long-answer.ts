/** Two hundred pieces of an answer. */
export const longAnswer: string[] = Array.from({ length: 200 }, (_, at) =>
  at % 9 === 8 ? "end.\n" : `word${at} `,
);
