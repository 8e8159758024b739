export { testDatabase } from "./database.ts";
export { createTenant } from "./tenant.ts";
export type { Tenant } from "./tenant.ts";
