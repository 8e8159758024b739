"use client";

import { useRouter } from "next/navigation";
import { NativeSelect } from "#ui/native-select";

type Props = { label: string; value: string; options: { value: string; label: string; href: string }[] };

/** A choice too long for a segmented control; it lives in the address all the same. */
export function ChartChoice({ label, value, options }: Props) {
  const router = useRouter();
  const open = (chosen: string) => {
    const href = options.find((option) => option.value === chosen)?.href;
    if (href) router.push(href, { scroll: false });
  };
  return (
    <div className="w-44 max-w-full">
      <NativeSelect aria-label={label} value={value} onChange={(event) => open(event.target.value)}>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </NativeSelect>
    </div>
  );
}
