import { defineConfig } from 'drizzle-kit';

// `npm run db:generate` compares the schema with the last migration and writes the next one; nothing is ever pushed.
export default defineConfig({
  dialect: 'postgresql',
  schema: './server/db/schema/*.ts',
  out: './server/db/migrations',
  casing: 'snake_case',
});
