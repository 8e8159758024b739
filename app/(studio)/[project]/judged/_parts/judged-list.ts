import { pageAddress, parseAsPattern } from "#platform/list-address";

/** The address of the judged outputs, beside its scope. */
export const judgedList = pageAddress({ model: parseAsPattern(/^.{1,200}$/) });
