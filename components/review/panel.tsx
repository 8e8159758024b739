import { cn } from "#ui/cn";

/** A sunken box with a small heading: what was asked, what was expected. */
export function Panel({
  title,
  className,
  children,
}: {
  title: string;
  className?: string | undefined;
  children: React.ReactNode;
}) {
  return (
    <section className={cn("rounded-lg bg-sunken px-3.5 py-3", className)}>
      <h2 className="text-sm font-medium text-text-2">{title}</h2>
      <div className="mt-1">{children}</div>
    </section>
  );
}
