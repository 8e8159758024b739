import Link from "next/link";
import { paths } from "#platform/paths";
import { runStatuses } from "#schema/evaluation";
import { Button } from "#ui/button";
import { NativeSelect } from "#ui/native-select";

type Props = {
  project: string;
  given: Record<string, string>;
  prompts: readonly { id: string; path: string }[];
  suites: readonly { id: string; name: string }[];
};

const statusNames = {
  queued: "queued",
  running: "running",
  succeeded: "finished",
  failed: "failed",
  cancelled: "cancelled",
} as const;

/** The list's filters as a plain form: they live in the address and work before any script has loaded. */
export function RunFilters({ project, given, prompts, suites }: Props) {
  const isFiltered = Object.keys(given).some((name) => name !== "cursor");
  return (
    <form
      action={paths.runs(project)}
      role="search"
      aria-label="Filter runs"
      className="flex flex-wrap items-center gap-2"
    >
      <Choice
        name="promptId"
        label="Prompt"
        given={given}
        options={prompts.map(({ id, path }) => ({ value: id, label: path }))}
      />
      <Choice
        name="suiteId"
        label="Suite"
        given={given}
        options={suites.map(({ id, name }) => ({ value: id, label: name }))}
      />
      <Choice
        name="status"
        label="State"
        given={given}
        options={runStatuses.map((value) => ({ value, label: statusNames[value] }))}
      />
      <Choice
        name="verdict"
        label="Verdict"
        given={given}
        options={[
          { value: "met", label: "demands met" },
          { value: "unmet", label: "demands not met" },
          { value: "unsure", label: "not shown" },
        ]}
      />
      <Button type="submit">Filter</Button>
      {isFiltered ? (
        <Button variant="ghost" asChild>
          <Link href={paths.runs(project)}>Show all</Link>
        </Button>
      ) : null}
    </form>
  );
}

type ChoiceProps = {
  name: string;
  label: string;
  given: Record<string, string>;
  options: readonly { value: string; label: string }[];
};

function Choice({ name, label, given, options }: ChoiceProps) {
  const value = given[name] ?? "";
  return (
    <div className="w-40 max-sm:w-[calc(50%-4px)]">
      <NativeSelect key={value} name={name} aria-label={label} defaultValue={value}>
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
