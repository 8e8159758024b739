import { formatDate } from "#platform/format";
import { paths } from "#platform/paths";
import { promotionStatuses } from "#schema/releases";
import type { Given } from "#platform/filter-address";
import { FilterBar } from "#ui/filter-bar";

type Props = {
  project: string;
  given: Given;
  prompts: readonly { id: string; path: string }[];
  environments: readonly { name: string }[];
};

/** What the promotions can be narrowed down to. */
export function PromotionFilters({ project, given, prompts, environments }: Props) {
  return (
    <FilterBar
      action={paths.promotions(project)}
      label="Filter promotions"
      given={given}
      filters={[
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
        from: { label: "Closed from", words: (value) => formatDate(value) },
        to: { label: "Closed before", words: (value) => formatDate(value) },
      }}
    />
  );
}
