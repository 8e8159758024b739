import { EmptyState } from "#states/empty-state";

export default function NotFound() {
  return (
    <EmptyState title="No such generation">
      It is not in this project, or it was erased by the retention rules.
    </EmptyState>
  );
}
