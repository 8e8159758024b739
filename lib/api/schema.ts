/** Where the API is served, below the studio's address. */
export const apiBasePath = "/api/v1";
