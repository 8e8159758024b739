import { useRouter } from "next/navigation";
import type { StudioResult } from "#components/form/failure";
import { useActionForm } from "#components/form/use-action-form.client";
import { paths } from "#platform/paths";
import type { ModelTarget } from "#schema/models";
import type { Route, RouteDefinitionInput, RouteVersion } from "#schema/routes";
import { toastDone } from "#ui/toaster";
import { createRouteAction, saveRouteAction } from "../../actions.ts";

type Given = {
  project: string;
  route: Route | null;
  shown: RouteVersion | null;
  /** What a new route asks to begin with. */
  firstModel: ModelTarget | undefined;
  isLocked: boolean;
};
type Typed = { name: string; description: string; message: string; definition: RouteDefinitionInput };
type Sent = { project: string; description: string; definition: RouteDefinitionInput } & (
  | { name: string }
  | { routeId: string; message: string; expectedVersion: number }
);

const schema = (sent: Sent) =>
  import("#schema/routes").then((room) => ("routeId" in sent ? room.SaveRouteInput : room.CreateRouteInput));
const save = async (sent: Sent): Promise<StudioResult<Route>> =>
  "routeId" in sent ? await saveRouteAction(sent) : await createRouteAction(sent);

/** A route as it is edited: what is typed, what is wrong with it, and how it is saved. */
export function useRoute({ project, route, shown, firstModel, isLocked }: Given) {
  const router = useRouter();
  const form = useActionForm({
    action: save,
    schema,
    values: {
      name: route?.name ?? "",
      description: route?.description ?? "",
      message: "",
      definition: firstDefinition(shown, firstModel),
    },
    input: ({ name, description, message, definition }: Typed): Sent =>
      route
        ? {
            project,
            routeId: route.id,
            definition,
            description,
            message,
            expectedVersion: route.version.number,
          }
        : { project, name, description, definition },
    keep: isLocked ? undefined : `${project}/routes/${route ? `${route.id}@${shown?.number}` : "new"}`,
    onDone: (saved) => {
      toastDone(`Version ${saved.version.number} serves from the next call on`);
      form.fields.resetField("message", { defaultValue: "" });
      router.replace(paths.route(project, saved.id));
    },
  });
  return form;
}

function firstDefinition(shown: RouteVersion | null, first: ModelTarget | undefined): RouteDefinitionInput {
  if (shown) return shown.definition;
  return { targets: first ? [{ connectionId: first.connectionId, model: first.model }] : [] };
}
