import { promotionStatuses } from "#schema/releases";
import { Button } from "#ui/button";
import { NativeSelect } from "#ui/native-select";

type Props = {
  action: string;
  query: Record<string, string | undefined>;
  prompts: readonly { id: string; path: string }[];
  environments: readonly { name: string }[];
};

/** The list's filters as a plain form: they live in the address and work before any script has loaded. */
export function PromotionFilters({ action, query, prompts, environments }: Props) {
  return (
    <form
      action={action}
      className="flex flex-wrap items-center gap-2"
      role="search"
      aria-label="Filter promotions"
    >
      <Choice
        name="status"
        label="State"
        value={query["status"]}
        options={promotionStatuses.map((value) => ({ value, label: value }))}
      />
      <Choice
        name="environment"
        label="Environment"
        value={query["environment"]}
        options={environments.map(({ name }) => ({ value: name, label: name }))}
      />
      <Choice
        name="promptId"
        label="Prompt"
        value={query["promptId"]}
        options={prompts.map(({ id, path }) => ({ value: id, label: path }))}
      />
      <Choice
        name="kind"
        label="Kind"
        value={query["kind"]}
        options={[
          { value: "promotion", label: "promotions" },
          { value: "rollback", label: "rollbacks" },
        ]}
      />
      <Button type="submit">Filter</Button>
    </form>
  );
}

type ChoiceProps = {
  name: string;
  label: string;
  value: string | undefined;
  options: readonly { value: string; label: string }[];
};

function Choice({ name, label, value, options }: ChoiceProps) {
  return (
    <div className="min-w-36 max-sm:w-full">
      <NativeSelect key={value ?? ""} name={name} aria-label={label} defaultValue={value ?? ""}>
        <option value="">{label}: all</option>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </NativeSelect>
    </div>
  );
}
