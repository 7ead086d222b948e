import type { TestProject } from 'vitest/node';
import { startPostgres } from './postgres-server.ts';
import { makePostgresTemplate } from './template.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The server of this run, on which the template to copy already stands. */
    postgresUrl: string;
  }
}

/** One PostgreSQL a test run: starting one and migrating its template takes seconds, which every file would pay. */
export default async function onePostgres(project: TestProject): Promise<() => Promise<void>> {
  const server = await startPostgres();
  try {
    await makePostgresTemplate(server.url);
  } catch (error) {
    await server.stop();
    throw error;
  }
  project.provide('postgresUrl', server.url);
  return () => server.stop();
}
