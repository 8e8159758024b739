"use client";

import { promotionStatuses } from "#constants/releases";
import { formatDate } from "#platform/format";
import { FilterBar } from "#ui/filter-bar.client";
import { promotionList } from "./promotion-list.ts";

type Props = {
  prompts: readonly { id: string; path: string }[];
  environments: readonly { name: string }[];
};

/** What the promotions can be narrowed down to. */
export function PromotionFilters({ prompts, environments }: Props) {
  return (
    <FilterBar
      label="Filter promotions"
      parsers={promotionList.parsers}
      fields={[
        {
          kind: "text",
          name: "query",
          label: "Find a promotion by number or prompt",
          placeholder: "Number or prompt",
        },
        {
          kind: "choice",
          name: "status",
          label: "State",
          options: promotionStatuses.map((value) => ({ value, label: value })),
        },
        {
          kind: "choice",
          name: "environment",
          label: "Environment",
          options: environments.map(({ name }) => ({ value: name, label: name })),
        },
        {
          kind: "choice",
          name: "promptId",
          label: "Prompt",
          options: prompts.map(({ id, path }) => ({ value: id, label: path })),
        },
        {
          kind: "choice",
          name: "kind",
          label: "Kind",
          options: [
            { value: "promotion", label: "promotions" },
            { value: "rollback", label: "rollbacks" },
          ],
        },
      ]}
      others={{
        from: { label: "Closed from", words: (moment) => formatDate(moment) },
        to: { label: "Closed before", words: (moment) => formatDate(moment) },
      }}
    />
  );
}
