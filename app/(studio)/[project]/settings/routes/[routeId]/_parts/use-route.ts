import { useRouter } from "next/navigation";
import { useState } from "react";
import { useStudioAction } from "#components/form/use-studio-action.client";
import { paths } from "#platform/paths";
import type { ModelTarget } from "#schema/models";
import type { Route, RouteDefinitionInput, RouteVersion } from "#schema/routes";
import { toastDone } from "#ui/toaster";
import { createRouteAction, saveRouteAction } from "../../actions.ts";

export type Fields = { name: string; description: string; message: string };

type Given = {
  project: string;
  route: Route | null;
  shown: RouteVersion | null;
  /** What a new route asks to begin with. */
  firstModel: ModelTarget | undefined;
};

/** A route as it is edited: what is typed, what is wrong with it, and how it is saved. */
export function useRoute({ project, route, shown, firstModel }: Given) {
  const router = useRouter();
  const [fields, setFields] = useState<Fields>({
    name: route?.name ?? "",
    description: route?.description ?? "",
    message: "",
  });
  const [issues, setIssues] = useState<Record<string, string>>({});
  const [definition, setDefinition] = useState<RouteDefinitionInput>(
    shown?.definition ?? {
      targets: firstModel ? [{ connectionId: firstModel.connectionId, model: firstModel.model }] : [],
    },
  );
  const open = (saved: Route) => {
    toastDone(`Version ${saved.version.number} serves from the next call on`);
    setFields((now) => ({ ...now, message: "" }));
    router.replace(paths.route(project, saved.id));
  };
  const creating = useStudioAction(createRouteAction, open);
  const saving = useStudioAction(saveRouteAction, open);
  const { isPending, failure, clearFailure } = route ? saving : creating;
  const change = (next: RouteDefinitionInput) => {
    setDefinition(next);
    setIssues({});
    clearFailure();
  };
  const save = async () => {
    const found = await issuesOf(definition);
    setIssues(found);
    if (Object.keys(found).length > 0) return;
    const { name, description, message } = fields;
    if (!route) return creating.run({ project, name, description, definition });
    const expectedVersion = route.version.number;
    saving.run({ project, routeId: route.id, definition, description, message, expectedVersion });
  };
  return { fields, setFields, definition, change, issues, save, isPending, failure };
}

/** What is wrong by its path in the definition: "targets.0.weight". */
async function issuesOf(definition: RouteDefinitionInput): Promise<Record<string, string>> {
  // zod comes when it is needed: the page is read more often than it is changed.
  const schema = await import("#schema/routes");
  const parsed = schema.RouteDefinition.safeParse(definition);
  return parsed.success
    ? {}
    : Object.fromEntries(parsed.error.issues.map(({ path, message }) => [path.join("."), message]));
}
