import { listAddress, parseAsArchived, parseAsText } from "#platform/list-address";

/** The address of the list of suites. */
export const suiteList = listAddress({ query: parseAsText, archived: parseAsArchived });
