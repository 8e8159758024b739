import { cn } from "./cn.tsx";

/** A hairline. */
export function Separator({
  vertical = false,
  className,
}: {
  vertical?: boolean | undefined;
  className?: string | undefined;
}) {
  return (
    <div
      role="presentation"
      className={cn("shrink-0 bg-line", vertical ? "w-px self-stretch" : "h-px w-full", className)}
    />
  );
}
