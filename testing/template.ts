/** Where the migrated PGlite dump is kept between test runs. */
export const templateFolder = "node_modules/.cache/valueloop";
