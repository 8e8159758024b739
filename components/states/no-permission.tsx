import { Lock } from "lucide-react";
import type { ReactNode } from "react";
import { EmptyState } from "./empty-state.tsx";

export type NoPermissionProps = {
  /** What can't be done: "See the audit chain". */
  what: string;
  /** Who holds the permission: roles or names. */
  whoCan?: readonly string[] | undefined;
  action?: ReactNode;
};

/** Says what this person may not do and who can give it. */
export function NoPermission({ what, whoCan = [], action }: NoPermissionProps) {
  return (
    <EmptyState icon={<Lock aria-hidden="true" />} title={`${what}: not with your role`} action={action}>
      {whoCan.length > 0 ? `It belongs to ${joined(whoCan)}. ` : ""}An owner or admin of this organisation can
      give it to you.
    </EmptyState>
  );
}

/** One line in a panel whose action the person lacks. */
export function PermissionNote({ children }: { children: ReactNode }) {
  return (
    <p className="flex items-center gap-1.5 text-sm text-text-3">
      <Lock className="size-3 shrink-0" aria-hidden="true" />
      {children}
    </p>
  );
}

function joined(names: readonly string[]): string {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1) ?? ""}`;
}
