// What next-env.d.ts gives, without its imports of generated files: those exist only after a build, and types are checked before one.
/// <reference types="next" />
/// <reference types="next/image-types/global" />
