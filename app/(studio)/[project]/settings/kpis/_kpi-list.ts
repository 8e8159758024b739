import { pageAddress, parseAsPattern } from "#platform/list-address";
import { allTime, everyCall } from "#schema/observability";

/** The address of the KPIs: the one that is shown by version. */
export const kpiList = pageAddress({ kpi: parseAsPattern(/^.{1,100}$/) });

/** Every value, until the address narrows it down. */
export const wholeKpi = { ...everyCall, days: allTime };
