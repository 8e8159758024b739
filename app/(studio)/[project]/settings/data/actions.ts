"use server";

import { action } from "#app/_action";
import { erasePerson, previewRetention, setRetention } from "#lib/governance";
import { PersonInput, PreviewRetentionInput, SetRetentionInput } from "#schema/governance";

export const previewRetentionAction = action("retention.preview")
  .inputSchema(PreviewRetentionInput)
  .action(({ ctx, parsedInput }) => previewRetention(ctx, parsedInput));
export const setRetentionAction = action("retention.update")
  .inputSchema(SetRetentionInput)
  .action(({ ctx, parsedInput }) => setRetention(ctx, parsedInput));
export const erasePersonAction = action("person.erase")
  .inputSchema(PersonInput)
  .action(({ ctx, parsedInput }) => erasePerson(ctx, parsedInput));
