/** Answers one turn may take with tools before a person must say how it goes on. */
export const stepLimit = 8;

export const mostMessages = 400;

/** Images a model may be shown, as they go into a message. */
export const imageTypes = ["image/png", "image/jpeg", "image/webp", "image/gif"] as const;

/** Images that one reply may show. */
export const mostImages = 4;

/** Of an image, before it is written as text: 3 MB. */
export const mostImageBytes = 3_000_000;

/** Of a picture or another file that a model made: 20 MB. */
export const mostAnsweredFileBytes = 20_000_000;

/** Models that may answer side by side. */
export const mostPanes = 4;
