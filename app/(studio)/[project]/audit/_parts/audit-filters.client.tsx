"use client";

import { FilterBar } from "#ui/filter-bar.client";
import { auditFilters } from "./audit-list.ts";

/** What the events can be narrowed down to; the chain looked at stays. */
export function AuditFilters({ actions }: { actions: readonly string[] }) {
  return (
    <FilterBar
      label="Filter events"
      parsers={auditFilters}
      fields={[
        {
          kind: "choice",
          name: "action",
          label: "Action",
          all: "all actions",
          options: actions.map((value) => ({ value, label: value })),
          className: "w-56 max-sm:w-full",
        },
        { kind: "text", name: "actor", label: "Person or program", placeholder: "person or program" },
        { kind: "date", name: "from", label: "From (UTC)" },
        { kind: "date", name: "to", label: "To, that day included (UTC)" },
      ]}
    />
  );
}
