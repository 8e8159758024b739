"use server";

import { action } from "#app/_action";
import { archiveRoute, createRoute, forgetAnswers, saveRoute } from "#lib/routes";
import { ArchiveRouteInput, CreateRouteInput, ForgetAnswersInput, SaveRouteInput } from "#schema/routes";

export const createRouteAction = action("route.create")
  .inputSchema(CreateRouteInput)
  .action(({ ctx, parsedInput }) => createRoute(ctx, parsedInput));

export const saveRouteAction = action("route.save")
  .inputSchema(SaveRouteInput)
  .action(({ ctx, parsedInput }) => saveRoute(ctx, parsedInput));

export const archiveRouteAction = action("route.archive")
  .inputSchema(ArchiveRouteInput)
  .action(({ ctx, parsedInput }) => archiveRoute(ctx, parsedInput));

export const forgetAnswersAction = action("route.forget_answers")
  .inputSchema(ForgetAnswersInput)
  .action(({ ctx, parsedInput }) => forgetAnswers(ctx, parsedInput));
