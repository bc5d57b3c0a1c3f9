import { expect, test } from 'vitest';
import { usesHyperlinks } from '../../src/node/hyperlinks.ts';

test.each([
  [{}, false],
  [{ TERM: 'xterm-256color' }, false],
  [{ TERM: 'xterm-kitty' }, true],
  [{ TERM_PROGRAM: 'iTerm.app', TERM_PROGRAM_VERSION: '3.0.9' }, false],
  [{ TERM_PROGRAM: 'iTerm.app', TERM_PROGRAM_VERSION: '3.1' }, true],
  [{ TERM_PROGRAM: 'iTerm.app' }, false],
  [{ TERM_PROGRAM: 'WezTerm', TERM_PROGRAM_VERSION: '20240203-110809-5046fc22' }, true],
  [{ TERM_PROGRAM: 'vscode', TERM_PROGRAM_VERSION: '1.71.2' }, false],
  [{ TERM_PROGRAM: 'vscode', TERM_PROGRAM_VERSION: '1.99.0' }, true],
  [{ TERM_PROGRAM: 'Apple_Terminal', TERM_PROGRAM_VERSION: '455' }, false],
  [{ TERM_PROGRAM: 'ghostty' }, true],
  [{ VTE_VERSION: '4602' }, false],
  [{ VTE_VERSION: '0.50.0' }, false],
  [{ VTE_VERSION: '5000' }, false],
  [{ VTE_VERSION: '5001' }, true],
  [{ VTE_VERSION: '7603' }, true],
  [{ VTE_VERSION: '7603', CI: 'true' }, false],
  [{ VTE_VERSION: '7603', CI: 'false' }, true],
  [{ VTE_VERSION: '7603', TERM: 'dumb' }, false],
  [{ VTE_VERSION: '7603', FORCE_HYPERLINK: '0' }, false],
  [{ WT_SESSION: 'a' }, true],
  [{ FORCE_HYPERLINK: '1' }, true],
  [{ FORCE_HYPERLINK: '1', GITHUB_ACTIONS: 'true' }, false],
])('links on a terminal with %j: %s', (env, used) => {
  expect(usesHyperlinks(env, true, 'linux')).toBe(used);
});

test('elsewhere they are used only where somebody insists', () => {
  expect(usesHyperlinks({ VTE_VERSION: '7603' }, false, 'linux')).toBe(false);
  expect(usesHyperlinks({ FORCE_HYPERLINK: '1' }, false, 'linux')).toBe(true);
  expect(usesHyperlinks({ VTE_VERSION: '7603' }, true, 'win32')).toBe(false);
});
