import Link from "next/link";
import { paths } from "#platform/paths";
import { generationSources } from "#schema/observability";
import { Button } from "#ui/button";
import { Input } from "#ui/input";
import { NativeSelect } from "#ui/native-select";

type Props = {
  project: string;
  given: Record<string, string>;
  prompts: readonly { id: string; path: string }[];
  models: readonly string[];
};

const states = [
  { value: "succeeded", label: "answered" },
  { value: "failed", label: "failed" },
  { value: "cancelled", label: "cancelled" },
];

/** The list's filters as a plain form: they live in the address and work before any script has loaded. */
export function TrafficFilters({ project, given, prompts, models }: Props) {
  const shown = ["text", "promptId", "model", "source", "status", "simulated"];
  const others = Object.entries(given).filter(([name]) => !shown.includes(name) && name !== "cursor");
  const isFiltered = Object.keys(given).some((name) => name !== "cursor");
  return (
    <form
      action={paths.traffic(project)}
      role="search"
      aria-label="Filter generations"
      className="flex flex-wrap items-center gap-2"
    >
      <Input
        key={given["text"] ?? ""}
        type="search"
        name="text"
        aria-label="Text"
        placeholder="Text in input or output"
        defaultValue={given["text"]}
        className="w-56 max-sm:w-full"
      />
      <Choice
        name="promptId"
        label="Prompt"
        given={given}
        options={prompts.map(({ id, path }) => ({ value: id, label: path }))}
      />
      <Choice
        name="model"
        label="Model"
        given={given}
        options={models.map((value) => ({ value, label: value }))}
      />
      <Choice
        name="source"
        label="Source"
        given={given}
        options={generationSources.map((value) => ({ value, label: value }))}
      />
      <Choice name="status" label="State" given={given} options={states} />
      <Choice
        name="simulated"
        label="Simulated"
        given={given}
        options={[
          { value: "false", label: "left out" },
          { value: "true", label: "only" },
        ]}
      />
      {others.map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <Button type="submit">Filter</Button>
      {isFiltered ? (
        <Button variant="ghost" asChild>
          <Link href={paths.traffic(project)}>Show all</Link>
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
    <div className="w-36 max-sm:w-[calc(50%-4px)]">
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
