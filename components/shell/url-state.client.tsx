"use client";

/** Stands around the pages whose client state lives in the address (`useQueryState`); the others need not load it. */
export { NuqsAdapter as UrlState } from "nuqs/adapters/next/app";
