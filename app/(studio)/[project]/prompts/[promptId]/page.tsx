import type { SearchParams } from "nuqs/server";
import { benchAddress } from "#components/prompts/bench-address";
import { EditorScreen } from "#components/prompts/editor-screen.client";
import { paths } from "#platform/paths";
import { workbenchProps } from "../_parts/workbench-props.ts";

type EditorPageProps = {
  params: Promise<{ project: string; promptId: string }>;
  searchParams: Promise<SearchParams>;
};

export default async function EditorPage({ params, searchParams }: EditorPageProps) {
  const [{ project, promptId }, search] = await Promise.all([params, searchParams]);
  const props = await workbenchProps(project, promptId, benchAddress.load(search).branch);
  // Each branch has a draft of its own; another one begins afresh.
  return (
    <EditorScreen
      key={props.branch.name}
      {...props}
      signInHref={paths.signIn(paths.prompt(project, promptId))}
    />
  );
}
