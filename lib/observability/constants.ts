export const generationStatuses = ["succeeded", "failed", "cancelled"] as const;
/** What a mean over calls is taken of. */
export const usageMeasures = ["cost", "carbon", "tokens"] as const;
/** A filter by what a program sent along: key=value. */
export const metadataPairPattern = /^[^=]{1,64}=.{0,200}$/s;
