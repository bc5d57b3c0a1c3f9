import { expect, test } from 'vitest';
import { attributeMeant, isAttributeOf } from '../../src/graph/attributes.ts';

// Which keys of attributes there are, and which one was meant by what is none.

test.each([
  ['tcp.idle_timeout.seconds', true],
  ['routing.http.response.server.enabled', true],
  ['routing.http.request.x_amzn_mtls_clientcert.header_name', true],
  ['x.tcp.idle_timeout.seconds', false],
  ['tcp.idle_timeout.seconds.x', false],
  ['routing.http.response..enabled', false],
  ['routing.http.response.SERVER.enabled', false],
])('%s is an attribute of listeners: %s', (key, expected) => expect(isAttributeOf('listener', key)).toBe(expected));

test.each([
  ['deregistration_delay.timeout_secon', 'deregistration_delay.timeout_seconds'],
  ['deregistration_delay.timeout_seco', undefined],
  ['deregistration_delay.time_out_seconds', 'deregistration_delay.timeout_seconds'],
  ['DeregistrationDelay-TimeoutSeconds', 'deregistration_delay.timeout_seconds'],
  ['stickiness.enable', 'stickiness.enabled'],
  ['nothing.like.it', undefined],
])('%s means %s', (key, expected) => expect(attributeMeant('target group', key)).toBe(expected));
