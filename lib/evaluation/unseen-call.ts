import { unseenTimes } from "#statistics";

/** What every interval of a mean cost or carbon rests on, as the end of a sentence or in brackets: it is said wherever one is shown. */
export const unseenCallWords = `if no unseen call takes over ${unseenTimes} times the most seen`;

/** The same with its reason, under a table. */
export const unseenCallDetail = `Intervals of cost and carbon hold ${unseenCallWords}: what a call can cost has no other known limit, and without one a mean has no interval. A limit of tokens in the version's settings makes them narrower.`;
