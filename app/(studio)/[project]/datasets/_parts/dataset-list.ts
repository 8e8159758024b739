import { listAddress, parseAsArchived, parseAsId, parseAsText } from "#platform/list-address";

/** The address of the list of datasets. */
export const datasetList = listAddress({ q: parseAsText, archived: parseAsArchived }, parseAsId);
