/** Percentiles of up to this many calls are read from the calls themselves; of more, a histogram is close enough and quick. */
export const exactUpTo = 300;
/** Looking at more calls than this for a few of them takes longer than a page may. */
export const mostLookedAt = 50_000;
