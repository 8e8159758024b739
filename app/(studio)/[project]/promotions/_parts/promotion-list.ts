import { parseAsStringLiteral } from "nuqs/server";
import { environmentNamePattern, promotionKinds, promotionStatuses } from "#constants/releases";
import { listAddress, parseAsId, parseAsMoment, parseAsPattern, parseAsText } from "#platform/list-address";

/** The address of the list of promotions. */
export const promotionList = listAddress({
  query: parseAsText,
  status: parseAsStringLiteral(promotionStatuses),
  environment: parseAsPattern(environmentNamePattern),
  promptId: parseAsId,
  kind: parseAsStringLiteral(promotionKinds),
  from: parseAsMoment,
  to: parseAsMoment,
});
