/**
 * A cursor may hold a row's value and its path: 200 characters each, of which some are three bytes in UTF-8, six when
 * escaped in JSON, and a third more in base64url. Here by itself, so that browsers do not load zod for it.
 */
export const longestCursor = 2_000;
