import { cn } from "#ui/cn";

/** The mark and the name. */
export function Brand({ className }: { className?: string | undefined }) {
  return (
    <span className={cn("flex items-center gap-2 font-semibold", className)}>
      <svg
        width="18"
        height="18"
        viewBox="0 0 24 24"
        fill="none"
        stroke="currentColor"
        strokeWidth="2.6"
        strokeLinecap="round"
        aria-hidden="true"
        className="text-accent"
      >
        <path d="M12 4a8 8 0 1 1-7.4 5" />
        <circle cx="6" cy="6.5" r="1.6" fill="currentColor" stroke="none" />
      </svg>
      Valueloop
    </span>
  );
}
