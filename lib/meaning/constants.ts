/**
 * The version of the rules beside the cosine (contradictions, words in common): raised with every change that changes
 * what they say of two texts, because scores by two versions are not alike. rules-version.test.ts notices.
 */
export const meaningRules = 3;
