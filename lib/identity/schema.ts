export * from "./account/schema.ts";
export * from "./api-keys/schema.ts";
export * from "./invitations/schema.ts";
export * from "./members/schema.ts";
export * from "./organisations/schema.ts";
export * from "./people/schema.ts";
export * from "./projects/schema.ts";
export * from "./sign-in/schema.ts";
