import { listAddress, parseAsText, parseAsYesNo } from "#platform/list-address";

export const answerFilters = { text: parseAsText, pinned: parseAsYesNo };
/** The address of the answers that a route keeps. */
export const answerList = listAddress(answerFilters);
