// The studio is an application behind a sign-in: nothing of it is for a crawler or a first paint without script.
export const ssr = false;
export const prerender = false;
