import { cn } from "./cn.tsx";

const grounds = ["bg-s1", "bg-s2", "bg-s4"] as const;

/** A person by initials; the colour comes from the name and stays. */
export function Avatar({ name, className }: { name: string; className?: string | undefined }) {
  const sum = [...name].reduce((total, letter) => total + (letter.codePointAt(0) ?? 0), 0);
  return (
    <span
      title={name}
      aria-hidden="true"
      className={cn(
        "inline-grid size-5 shrink-0 place-items-center rounded-full text-[10px] leading-none font-semibold text-accent-ink select-none",
        grounds[sum % grounds.length],
        className,
      )}
    >
      {initials(name)}
    </span>
  );
}

/** At most two letters: "Mara Kovač" -> MK, "rui" -> RU. */
export function initials(name: string): string {
  const words = name.split(/[\s@._-]+/u).filter(Boolean);
  const [first = "?", second] = words;
  return (
    second ? `${[...first][0] ?? ""}${[...second][0] ?? ""}` : [...first].slice(0, 2).join("")
  ).toUpperCase();
}
