import { glob } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { AnyHandler } from './handler.ts';
import { queueNames } from './queues.ts';

/** A queue without a handler would gather jobs that nobody does; with two, chance would choose. */
export class HandlersWrong extends Error {
  constructor(problems: string[]) {
    super(`queues and handlers don't match: ${problems.join('; ')}`);
    this.name = 'HandlersWrong';
  }
}

/** Every `workers/<queue>/handler.ts`. @throws HandlersWrong */
export async function findHandlers(dir = import.meta.dirname): Promise<AnyHandler[]> {
  const handlers: AnyHandler[] = [];
  for await (const file of glob('*/handler.ts', { cwd: dir })) {
    const module: { default: AnyHandler } = await import(pathToFileURL(join(dir, file)).href);
    handlers.push(module.default);
  }
  assertOneEach(handlers);
  return handlers;
}

export function assertOneEach(handlers: readonly AnyHandler[]): void {
  const problems = queueNames.flatMap((name) => {
    const count = handlers.filter((handler) => handler.queue === name).length;
    return count === 1 ? [] : [`${name} has ${count} handlers`];
  });
  for (const { queue } of handlers) if (!queueNames.includes(queue)) problems.push(`${queue} is no queue`);
  if (problems.length > 0) throw new HandlersWrong(problems);
}
