import { z } from "zod";

/**
 * A point in time: a Date, or ISO 8601 text with its offset; a day alone is its first moment in UTC. Nothing else, which
 * Date would read as some time or other; and no year of which PostgreSQL's text is read back as another (0001 as 2001).
 */
export const Moment = z
  .union([z.date(), z.iso.datetime({ offset: true }), z.iso.date()])
  .pipe(z.coerce.date())
  .refine(
    (moment) => moment.getUTCFullYear() >= 100 && moment.getUTCFullYear() <= 9999,
    "Write a year from 100 to 9999.",
  );
