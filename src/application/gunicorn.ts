import type { Unknown, Value } from '../value.ts';
import { has, option } from './options.ts';
import type { Server } from './server.ts';

/** How a gunicorn worker treats a connection after the response. */
export interface Worker {
  readonly class: string;
  /** `waits`: as long as `--keep-alive` says; `uvicorn` too, but for it 0 is a time like any other. */
  readonly answers: 'closes' | 'waits' | 'uvicorn' | 'unknown';
}

/** Workers that read `--keep-alive`: gunicorn/workers/gthread.py, base_async.py; uvicorn_worker/_workers.py. */
const waiting = new Set(['gthread', 'gevent', 'eventlet', 'gunicorn.workers.gthread.ThreadWorker']);
const uvicorn = /^uvicorn(\.workers|_worker)\.Uvicorn(H11)?Worker$/;

/**
 * The worker that a gunicorn command line asks for, or why nobody knows: `config` is a configuration file. `sync` with
 * more than one thread is `gthread`: https://docs.gunicorn.org/en/stable/settings.html#threads
 */
export function workerOf(words: readonly Value<string>[], server: Server): Worker | 'config' | Unknown {
  const given = option(words, ['-k', '--worker-class'], server.valued);
  if (given.kind === 'hidden') return given.by;
  if (given.kind === 'given' && given.value.kind === 'unknown') return given.value;
  const name = given.kind === 'given' && given.value.kind !== 'unknown' ? given.value.value : 'sync';
  if (waiting.has(name)) return { class: name, answers: 'waits' };
  if (uvicorn.test(name)) return { class: name, answers: 'uvicorn' };
  if (name !== 'sync' && !name.endsWith('SyncWorker')) return { class: name, answers: 'unknown' };

  const threads = option(words, ['--threads'], server.valued);
  if (threads.kind === 'hidden') return threads.by;
  if (threads.kind === 'given') {
    if (threads.value.kind === 'unknown') return threads.value;
    return Number(threads.value.value) > 1
      ? { class: 'gthread', answers: 'waits' }
      : { class: 'sync', answers: 'closes' };
  }
  const config = has(words, server.config ?? [], server.valued);
  if (typeof config === 'object') return config;
  return config ? 'config' : { class: 'sync', answers: 'closes' };
}
