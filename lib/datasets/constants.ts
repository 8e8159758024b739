/** What a column of an imported file becomes. */
export const columnRoles = ["input", "reference", "metadata", "ignore"] as const;
