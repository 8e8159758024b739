import { TopBar } from "#components/shell/page-header";
import { EmptyState } from "#states/empty-state";

/** Where something of a project is asked for that it does not have. */
export default function ProjectNotFound() {
  return (
    <>
      <TopBar crumbs={[{ label: "Not found" }]} />
      <h1 className="sr-only">Not found</h1>
      <EmptyState title="Nothing at this address">
        It was deleted, it belongs to another project, or the address has a typing error. The pages of this
        project are in the sidebar; ⌘K finds the rest.
      </EmptyState>
    </>
  );
}
