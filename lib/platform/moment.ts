import { z } from "zod";

/** A point in time: a Date, or ISO 8601 text with its offset; a day alone is its first moment in UTC. Nothing else, which Date would read as some time or other. */
export const Moment = z
  .union([z.date(), z.iso.datetime({ offset: true }), z.iso.date()])
  .pipe(z.coerce.date());
