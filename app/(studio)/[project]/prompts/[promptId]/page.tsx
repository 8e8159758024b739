import { EditorScreen } from "#components/prompts/editor-screen.client";
import { paths } from "#platform/paths";
import { workbenchProps } from "../_parts/workbench-props.ts";

type EditorPageProps = { params: Promise<{ project: string; promptId: string }> };

export default async function EditorPage({ params }: EditorPageProps) {
  const { project, promptId } = await params;
  const props = await workbenchProps(project, promptId);
  return <EditorScreen {...props} signInHref={paths.signIn(paths.prompt(project, promptId))} />;
}
