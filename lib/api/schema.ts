/** Where the API is served, below the studio's address. */
export const apiBasePath = "/api/v1";

/** One member of a body or an answer, flattened: `latest.labels[]` stands for the members of a list. */
export type ReferenceField = { name: string; type: string; isRequired: boolean; description: string };

/** One operation of the API as the reference page shows it. */
export type ReferenceOperation = {
  id: string;
  method: string;
  path: string;
  summary: string;
  description: string;
  scope: string;
  parameters: (ReferenceField & { place: string })[];
  body: ReferenceField[];
  answer: ReferenceField[];
  example: string;
};

export type ReferenceGroup = { tag: string; operations: ReferenceOperation[] };
