"use server";

import { action } from "#app/_action";
import { archiveSuite, createSuite, saveSuiteVersion, tryEvaluator } from "#lib/evaluation";
import {
  ArchiveSuiteInput,
  CreateSuiteInput,
  SaveSuiteVersionInput,
  TryEvaluatorInput,
} from "#schema/evaluation";

export const createSuiteAction = action("suite.create")
  .inputSchema(CreateSuiteInput)
  .action(({ ctx, parsedInput }) => createSuite(ctx, parsedInput));
export const saveSuiteVersionAction = action("suite.save")
  .inputSchema(SaveSuiteVersionInput)
  .action(({ ctx, parsedInput }) => saveSuiteVersion(ctx, parsedInput));
export const archiveSuiteAction = action("suite.archive")
  .inputSchema(ArchiveSuiteInput)
  .action(({ ctx, parsedInput }) => archiveSuite(ctx, parsedInput));
export const tryEvaluatorAction = action("evaluator.try")
  .inputSchema(TryEvaluatorInput)
  .action(({ ctx, parsedInput }) => tryEvaluator(ctx, parsedInput));
