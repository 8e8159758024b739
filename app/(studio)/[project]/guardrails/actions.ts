"use server";

import { action } from "#app/_action";
import { savePolicy, setPolicyEnabled, testPolicy } from "#lib/guardrails";
import { SavePolicyInput, SetPolicyEnabledInput, TestPolicyInput } from "#schema/guardrails";

export const savePolicyAction = action("policy.save")
  .inputSchema(SavePolicyInput)
  .action(({ ctx, parsedInput }) => savePolicy(ctx, parsedInput));

export const setPolicyEnabledAction = action("policy.enable")
  .inputSchema(SetPolicyEnabledInput)
  .action(({ ctx, parsedInput }) => setPolicyEnabled(ctx, parsedInput));

export const testPolicyAction = action("policy.test")
  .inputSchema(TestPolicyInput)
  .action(({ ctx, parsedInput }) => testPolicy(ctx, parsedInput));
