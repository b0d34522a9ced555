import assert from 'node:assert/strict';
import { connectionState$ } from 'rx-outlook';
import { Recorder } from '../contract/tools.js';

/** The bridge's pipe, as the error names it that says there is no server at it. */
export async function findPipe(): Promise<string> {
  const { message } = await new Recorder(connectionState$('Work', { backend: 'bridge' })).failure();
  const [, pipe] = /no server listens at (\S+):/.exec(message) ?? [];
  assert(pipe !== undefined, message);
  return pipe;
}
