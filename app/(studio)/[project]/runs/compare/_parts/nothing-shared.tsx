import Link from "next/link";
import { Page, TopBar } from "#components/shell/page-header";
import { isAppError } from "#platform/errors";
import { paths } from "#platform/paths";
import { EmptyState } from "#states/empty-state";
import { Button } from "#ui/button";

/** Two runs without a common example are no error: what it means is said on the page. */
export function unlessNoSharedExamples(error: unknown): string {
  if (isAppError(error) && error.code === "invalid_input") return error.message;
  throw error;
}

export function NothingShared({ project, message }: { project: string; message: string }) {
  return (
    <>
      <TopBar crumbs={[{ label: "Runs", href: paths.runs(project) }, { label: "Comparison" }]} />
      <Page>
        <EmptyState
          title="Nothing to compare"
          action={
            <Button asChild>
              <Link href={paths.runs(project)}>Open runs</Link>
            </Button>
          }
        >
          {message}
        </EmptyState>
      </Page>
    </>
  );
}
